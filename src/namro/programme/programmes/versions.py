"""The versions of a programme's document: what each says, and which one a page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import register_converter, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from namro.programme.programmes.models import (
    Deliverable,
    Objective,
    Passage,
    Programme,
    Provision,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Target,
)
from namro.programme.programmes.rules import comparison
from namro.programme.programmes.rules import draft as draft_rules
from namro.programme.programmes.rules.comparison import Comparison, compare
from namro.programme.programmes.rules.matching import Entry
from namro.programme.programmes.rules.versions import At, Span, as_day, standing
from namro.programme.programmes.seeing import Seen, everything

# The word in addresses that says as of which day a page is seen.
ON = "on"


def side_of_source(source: SourceDocument) -> dict[str, list[Entry]]:
    """All that the rows of one version say, ready to be compared; for who may see all of it."""
    return side_of(everything(source))


def side_of(seen: Seen) -> dict[str, list[Entry]]:
    """What the rows of one version say, as they are seen, ready to be compared."""
    source = seen.source
    provisions = seen.rows(Provision)
    place = {node.pk: index for index, node in enumerate(provisions)}
    paths = {node.pk: node.path for node in provisions}

    def path(item: Any) -> str:
        return paths.get(item.provision_id, "")

    targets = seen.rows(Target)
    order = {target.pk: target.order for target in targets}
    deliverables = seen.rows(Deliverable)
    objectives = seen.rows(Objective)
    requirements = seen.rows(Requirement)
    steps = seen.rows(RoadmapStep)
    items: tuple[Sequence[Passage], ...] = (
        *(objectives, requirements, steps),
        *(deliverables, targets),
    )
    own = comparison.own_texts(
        seen.text,
        [(node.start, node.end) for node in provisions],
        [None if node.parent_id is None else place[node.parent_id] for node in provisions],
        [(item.start, item.end) for rows in items for item in rows]
        + [(place.start, place.end) for place in seen.hidden],
    )
    return {
        "document": [comparison.head_entry(source.head)],
        "targets": [
            comparison.target_entry(
                _row(target, TARGET),
                path(target),
                target.order - order[target.part_of_id] if target.part_of_id in order else None,
            )
            for target in targets
        ],
        "deliverables": [
            comparison.deliverable_entry(_row(each, DELIVERABLE), path(each))
            for each in deliverables
        ],
        "objectives": [
            comparison.labelled_entry(_row(each, LABELLED), path(each)) for each in objectives
        ],
        "requirements": [
            comparison.labelled_entry(_row(each, LABELLED), path(each)) for each in requirements
        ],
        "roadmap": [comparison.step_entry(_row(each, STEP), path(each)) for each in steps],
        "outline": [
            comparison.node_entry(_row(node, NODE), node.path, words)
            for node, words in zip(provisions, own, strict=True)
        ],
        "recipients": [
            comparison.recipient_entry(each.name) for each in source.recipients.order_by("order")
        ],
    }


# The columns of each kind of row that say something (see `rules.values`).
LABELLED = ("label", "text")
STEP = ("from_year", "to_year", "text")
NODE = ("kind", "heading", "title", "label", "label_raw")
DELIVERABLE = (
    *("group", "no", "title", "kind", "lead_text", "lead_inferred", "co_ordinating"),
    *("due_text", "product", "note"),
)
TARGET = (
    *("label", "within", "subject", "comparator", "value_low", "value_high", "unit"),
    *("due_year", "due_on", "baseline_year", "baseline_previous_year", "each_year"),
    *("lead_text", "aspiration", "qualifier", "text"),
)


def _row(item: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def compared(old: SourceDocument, new: SourceDocument) -> Comparison:
    """What happened between two versions."""
    return compare(side_of_source(old), side_of_source(new))


class AtConverter:
    """Part of an address: a programme's key, and the day it is seen as of ("12@2023-06-30")."""

    regex = "[0-9]{1,18}(?:@[0-9]{4}-[0-9]{2}-[0-9]{2})?"

    def to_python(self, value: str) -> At:
        return At.parse(value)

    def to_url(self, value: object) -> str:
        return str(value)


# Before any address that is made of it: the room's addresses are in several modules.
register_converter(AtConverter, "programme")


def as_of(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets a programme's page be asked for as of a day: `?on=31/12/2025`, or ISO 8601.

    The day moves into the address, where all links of the page keep it; today's page has none.
    """

    @wraps(view)
    def seen(request: HttpRequest, pk: object, **more: Any) -> HttpResponse:
        try:
            at = At.parse(str(pk))
        except ValueError:
            raise Http404 from None  # 31 February
        if request.method not in ("GET", "HEAD") or ON not in request.GET:
            return view(request, pk=at, **more)
        said, day = day_asked(request)
        if said and day is None:
            day = at.day  # what was seen stays
        match = request.resolver_match
        assert match is not None  # noqa: S101  # a request that reached its view was resolved
        to = At(at, None if day == timezone.localdate() else day)
        rest = request.GET.copy()
        del rest[ON]
        address = reverse(match.view_name, kwargs={**match.kwargs, "pk": to})
        return redirect(f"{address}?{rest.urlencode()}" if rest else address)

    return seen


def day_asked(request: HttpRequest) -> tuple[str, dt.date | None]:
    """What the address says after `on`, and the day it means; the person is told if it is none."""
    said = request.GET.get(ON, "").replace("\0", "")[:20].strip()
    day = as_day(said) if said else None
    if said and day is None:
        words = _("“%(said)s” is not a day; write it as 31/12/2025.") % {"said": said}
        messages.error(request, words)
    return said, day


def see_as_of(programmes: Iterable[Programme], day: dt.date | None) -> None:
    """Let programmes of a list be seen as of `day` (None: today): in memory only."""
    if day is None:
        return
    listed = list(programmes)
    sources = SourceDocument.objects.in_force(day).filter(programme__in=listed)
    standing_then = {each.programme_id: each for each in sources.defer("content", "text")}
    for programme in listed:
        programme.day = day
        if source := standing_then.get(programme.pk):
            as_said(programme, source)


def find(actor: Any, at: int) -> Programme:
    """The programme of that key as of the day in it, if `actor` may see it.

    Its columns (title, date …) are set, unsaved, to what that version says.

    Raises:
        Http404: there is none, or the actor may not see it.
    """
    found: Programme = get_object_or_404(Programme.objects.visible_to(actor), pk=int(at))
    found.day = getattr(at, "day", None)
    # All versions at once: which one stands, and the bar that tells of them, need no other query.
    found.versions = _versions(found)
    source = found.source
    if source is not None:
        as_said(found, source)
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """One version, as pages tell of it."""

    source: SourceDocument
    # Its key in addresses: a programme's, as of a day on which this version stands.
    at: At
    shown: bool
    today: bool
    # Its last day, where it has one.
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of a programme's document, and which one is shown as of which day."""

    programme: Programme
    all: list[Version]
    # The document was not in force yet on the day asked for; its first version is shown.
    early: bool

    @property
    def shown(self) -> Version | None:
        """The one that is shown."""
        return next((each for each in self.all if each.shown), None)

    @property
    def others(self) -> list[Version]:
        """Those that are not shown."""
        return [each for each in self.all if not each.shown]

    @property
    def told(self) -> bool:
        """Whether a page must say which version it shows."""
        return bool(self.programme.day or len(self.all) > 1 or self.early)


def _versions(programme: Programme) -> list[SourceDocument]:
    return list(programme.sources.defer("content", "text").order_by("version"))


def versions_of(programme: Programme) -> Versions:
    """The versions of `programme`, seen as of its day."""
    known = programme.versions
    sources = _versions(programme) if known is None else known
    spans = [Span(each.in_force_from, each.in_force_until) for each in sources]
    today = timezone.localdate()
    now, shown = standing(spans, today), standing(spans, programme.day or today)
    one_day = dt.timedelta(days=1)

    def key(index: int, source: SourceDocument) -> At:
        last = source.in_force_until - one_day if source.in_force_until else None
        return At(programme.pk, None if index == now else source.in_force_from or last)

    listed = [
        Version(
            source=source,
            at=key(index, source),
            shown=index == shown,
            today=index == now,
            until=source.in_force_until - one_day if source.in_force_until else None,
        )
        for index, source in enumerate(sources)
    ]
    begins = None if shown is None else spans[shown].start
    early = begins is not None and (programme.day or today) < begins
    return Versions(programme, listed, early)


def as_said(programme: Programme, source: SourceDocument) -> None:
    """Set the programme's columns to what one version's head says, in memory only."""
    head = source.head
    programme.kind = head.get("kind") or ""
    programme.title = head.get("title") or programme.title
    programme.place = head.get("place") or ""
    programme.signer = head.get("signer") or ""
    programme.signer_role = head.get("signer_role") or ""
    _year, programme.issued_on = draft_rules.year_or_day(head.get("issued_on"))
    period = head.get("period")
    programme.period_start, programme.period_end = (
        (int(period[0]), int(period[-1])) if period else (None, None)
    )
