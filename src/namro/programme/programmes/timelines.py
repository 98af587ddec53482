"""How changes of programmes and what stands in them are told: as pages show them, and no more.

Whoever may read all that is restricted sees every entry, those of rows that are gone too. Others
see entries of rows that they could see on a page today, and of these nothing that repeats what is
restricted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.history.reading import Entry
from namro.foundation.history.registering import Rows, Values, register, row, rows
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads import timelines as _leads  # noqa: F401 - registers its own
from namro.programme.programmes.leads.models import HandOver, LeadLink
from namro.programme.programmes.models import (
    Amendment,
    Citation,
    Deliverable,
    DeliverableIdentity,
    DraftIssue,
    LevelRequest,
    Objective,
    Programme,
    Provision,
    Recipient,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Specification,
    SpecifiedPair,
    Target,
    TargetIdentity,
)
from namro.programme.programmes.permissions import READ_RESTRICTED
from namro.programme.programmes.review.models import DraftReview, ReviewEdit
from namro.programme.programmes.rules import redaction
from namro.programme.programmes.seeing import Seen, label, seen_by

Visible = Callable[[Actor, QuerySet[Any]], QuerySet[Any]]
PASSAGES: tuple[tuple[type[Any], str, Any], ...] = (
    (Provision, "de-muc", _("provision")),
    (Objective, "muc-tieu", _("objective")),
    (Requirement, "yeu-cau", _("requirement")),
    (RoadmapStep, "lo-trinh", _("roadmap step")),
    (DraftIssue, "diem-can-xem", _("point to look at")),
    (Citation, "vien-dan", _("citation")),
    (Target, "chi-tieu", _("target")),
    (Deliverable, "nhiem-vu", _("deliverable")),
)


def _by_programme(*paths: str, items: str = "") -> Visible:
    """Entries whose programmes (reached over `paths`) somebody sees; of `items` (the path to the
    identity) only those that are not restricted."""

    def visible(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
        if may(actor, READ_RESTRICTED):
            return entries
        seen = Programme.objects.visible_to(actor).values("pk")
        for path in paths:
            entries = entries.filter(**{f"{path}__in": seen})
        if items:
            name = f"{items}__level" if items != "pgh_obj" else "pgh_obj__level"
            entries = entries.filter(**{f"{items}__isnull": False})
            entries = entries.exclude(**{name: Level.RESTRICTED})
        return entries

    return visible


def _whole_readers(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if may(actor, READ_RESTRICTED) else entries.none()


def _reviewers(path: str) -> Visible:
    def visible(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
        reviews = DraftReview.objects.visible_to(actor).values("pk")
        return entries.filter(**{f"{path}__in": reviews})

    return visible


def _withhold(actor: Actor, entries: list[Entry]) -> None:
    """Take out of entries what repeats a restricted item, as pages do."""
    if may(actor, READ_RESTRICTED):
        return
    keys = {entry.values.get("source_id") or 0 for entry in entries}
    sources = SourceDocument.objects.filter(pk__in=keys).select_related("programme")
    seen = {each.pk: seen_by(actor, each) for each in sources}
    for entry in entries:
        of = seen.get(entry.values.get("source_id"))
        if of is None or not of.whole:
            _redact(entry, of)


def _withhold_of_programme(actor: Actor, entries: list[Entry]) -> None:
    """The same for what belongs to a programme as a whole: its reasons may name an item."""
    if may(actor, READ_RESTRICTED):
        return
    for entry in entries:
        key = entry.values.get("programme_id", entry.row)
        source = SourceDocument.objects.filter(programme_id=key).order_by("-version").first()
        of = seen_by(actor, source) if source is not None else None
        if of is not None and not of.whole:
            _redact(entry, of)


def _redact(entry: Entry, of: Seen | None) -> None:
    inside = of is None or redaction.overlaps(
        of.hidden, entry.values.get("start") or 0, entry.values.get("end") or 0
    )
    sought = of.sought if of is not None else ()
    for values in (entry.before, entry.after):
        if values is not None:
            for name, value in values.items():
                values[name] = _said(value, inside, sought)
    entry.why = _said(entry.why, of is None, sought)


def _said(value: Any, inside: bool, sought: Any) -> Any:
    if isinstance(value, str):
        return label() if inside and value else redaction.without(value, sought, label())
    if isinstance(value, list):
        return [_said(each, inside, sought) for each in value]
    if isinstance(value, dict):
        return {name: _said(each, inside, sought) for name, each in value.items()}
    return value


# --- names and addresses --------------------------------------------------------------------------
def _first(*names: str) -> Callable[[Values], str]:
    """The row by what it says: the first of these values that is there."""

    def name(values: Values) -> str:
        return next((str(values[each]) for each in names if values.get(each)), "")

    return name


def _items(model: Any) -> Callable[[set[Any]], dict[Any, str]]:
    """Items through all versions by what the newest version calls them: "(13) SIPAS"."""

    def names(keys: set[Any]) -> dict[Any, str]:
        rows = model.objects.filter(identity__in=keys).select_related("source")
        rows = rows.order_by("identity", "-source__version").distinct("identity")
        return {each.identity_id: item_name(each) for each in rows}

    return names


def item_name(item: Any) -> str:
    """A target or deliverable by its own number and subject."""
    if isinstance(item, Target):
        return f"{item.label} {item.subject or item.text}".strip()
    return f"{item.no} {item.title}".strip()


def _page(key: str, view: str = "programmes:programme") -> Callable[[Values], str]:
    def url(values: Values) -> str:
        pk = values.get(key)
        return reverse(view, args=[pk]) if pk else ""

    return url


def _of_programme(key: Any) -> list[Rows]:
    return [
        rows(SourceDocument, programme_id=key),
        rows(Amendment, programme_id=key),
        rows(LevelRequest, programme_id=key),
        rows(TargetIdentity, programme_id=key),
        rows(DeliverableIdentity, programme_id=key),
        rows(Specification, lower_id=key),
        rows(Specification, upper_id=key),
        rows(SpecifiedPair, specification__lower_id=key),
        rows(Recipient, source__programme_id=key),
        rows(LeadLink, source__programme_id=key),
        rows(HandOver, programme_id=key),
        *(rows(model, source__programme_id=key) for model, _kind, _label in PASSAGES),
    ]


def _of_item(model: Any, identity: Any, subject: str) -> Callable[[Any], list[Rows]]:
    """An item through all versions of its document, with what was asked of its level."""

    def parts(key: Any) -> list[Rows]:
        known = model.objects.filter(pk=key).values_list("identity_id", flat=True).first()
        if known is None:
            return []
        return [
            rows(model, identity_id=known).other_than(key),
            row(identity, known),
            rows(LevelRequest, **{f"{subject}_id": known}),
        ]

    return parts


def _of_review(key: Any) -> list[Rows]:
    return [rows(ReviewEdit, review_id=key)]


register(
    Programme,
    kind="chuong-trinh",
    label=_("programme"),
    visible=_by_programme("pgh_obj"),
    name=_first("number", "title"),
    parts=_of_programme,
    withhold=_withhold_of_programme,
    silent=frozenset({"number_key", "issuer_key", "edition", "sort_key", "search_text"}),
)
register(
    SourceDocument,
    kind="van-ban",
    label=_("version of the document"),
    visible=_by_programme("programme"),
    name=_first("file_name"),
    url=_page("programme_id", "programmes:versions"),
    withhold=_withhold_of_programme,
    page=False,
)
register(
    Amendment,
    kind="sua-doi",
    label=_("amendment"),
    visible=_whole_readers,
    name=_first("file_name", "reason"),
    url=_page("programme_id", "programmes:versions"),
    page=False,
)
register(
    LevelRequest,
    kind="de-nghi-muc-do",
    label=_("request to lower a level"),
    visible=_whole_readers,
    name=_first("reason"),
    url=_page("programme_id", "programmes:levels"),
    page=False,
)
for _model, _kind, _label, _versions in (
    (TargetIdentity, "muc-do-chi-tieu", _("level of a target"), Target),
    (DeliverableIdentity, "muc-do-nhiem-vu", _("level of a deliverable"), Deliverable),
):
    register(
        _model,
        kind=_kind,
        label=_label,
        visible=_by_programme("programme", items="pgh_obj"),
        name=lambda _values: "",
        names=_items(_versions),
        url=_page("programme_id"),
        page=False,
    )
for _model, _kind, _label in PASSAGES:
    _item = _model in (Target, Deliverable)
    register(
        _model,
        kind=_kind,
        label=_label,
        visible=_by_programme("source__programme", items="identity" if _item else ""),
        name=_first(
            *("title", "subject", "text", "message_vi", "name", "label_raw", "label", "number")
        ),
        withhold=_withhold,
        silent=frozenset({"order", "start", "end", "number_key"}),
        labels={
            "parent": _("stands under"),
            "part_of": _("part of target"),
            "message_vi": _("message in Vietnamese"),
            "message_en": _("message in English"),
        },
        parts=(
            _of_item(Target, TargetIdentity, "target")
            if _model is Target
            else _of_item(Deliverable, DeliverableIdentity, "deliverable")
            if _model is Deliverable
            else lambda _key: []
        ),
        page=_item,
    )
register(
    Recipient,
    kind="noi-nhan",
    label=_("recipient"),
    visible=_by_programme("source__programme"),
    name=_first("name", "text"),
    withhold=_withhold,
    silent=frozenset({"order", "start", "end"}),
    page=False,
)
register(
    Specification,
    kind="cu-the-hoa",
    label=_("specification"),
    visible=_by_programme("lower", "upper"),
    name=_first("reason"),
    between=("lower", "upper"),
    url=_page("lower_id", "programmes:cascade"),
    page=False,
)
register(
    SpecifiedPair,
    kind="cap-muc",
    label=_("pair of items"),
    visible=_whole_readers,
    name=_first("upper_path", "lower_path"),
    labels={
        "upper_path": _("provision above"),
        "upper_target": _("target above"),
        "upper_deliverable": _("deliverable above"),
        "lower_path": _("provision below"),
        "lower_target": _("target below"),
        "lower_deliverable": _("deliverable below"),
    },
    page=False,
)
register(
    DraftReview,
    kind="ban-nhap",
    label=_("document under review"),
    visible=_reviewers("pgh_obj"),
    name=lambda values: str(values["sha256"])[:12],
    url=_page("id", "programmes:review"),
    parts=_of_review,
)
register(
    ReviewEdit,
    kind="sua-ban-nhap",
    label=_("change in review"),
    visible=_reviewers("review"),
    name=_first("key"),
    url=_page("review_id", "programmes:review"),
    labels={"review": _("document under review")},
    page=False,
)
