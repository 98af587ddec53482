"""What the pages of levels show: items with their levels, requests, their effect, the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from namro.foundation.accounts import permissions
from namro.foundation.accounts.models import RoleAssignment, User
from namro.foundation.accounts.rules.duties import Conflict
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.programme.programmes.actions_requests import askers, conflict, item_of, stale
from namro.programme.programmes.choices import Level, LevelRequestStatus
from namro.programme.programmes.models import (
    Deliverable,
    DeliverableIdentity,
    LevelRequest,
    Programme,
    SourceDocument,
    Target,
    TargetIdentity,
)
from namro.programme.programmes.permissions import READ, READ_RESTRICTED
from namro.programme.programmes.places import address_of_name, name_of
from namro.programme.programmes.rules import levels
from namro.programme.programmes.seeing import level_of

MOST_NAMES = 10
LONGEST = 160
# Of the history the last so many changes are shown.
MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A target or deliverable of the version in force, as the pages of levels name it.

    `own`: its own level, "" where it has its programme's; `level`: what it comes to.
    """

    row: Any
    name: str
    kind: str
    words: str
    address: str
    own: str
    level: str
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees what has a level: the roles, how many people hold one, and their names."""

    level: str
    roles: list[str]
    people: int
    # By their keys, in the order of their names: two people may have one name.
    names: dict[int, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What approving a request would show to more people, and to whom."""

    before: Audience
    after: Audience
    new_names: list[str]
    new_people: int
    deliverables: int = 0
    targets: int = 0
    hidden: list[ItemShown] = field(default_factory=list)
    hidden_count: int = 0

    @property
    def shows_more(self) -> bool:
        """Whether the level it comes to is lower at all."""
        return self.before.level != self.after.level


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request with its subject in words, its effect, and whether this person may decide it."""

    row: LevelRequest
    item: ItemShown | None
    effect: Effect | None
    own: bool
    # Approving and asking would be one person's, by delegation.
    in_place: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A level that changed: when, by whom, why, of what."""

    at: dt.datetime
    who: str
    why: str
    item: ItemShown | None
    old: str
    new: str


def items_of(programme: Programme, source: SourceDocument | None) -> list[ItemShown]:
    """All targets and deliverables of a version, with their levels; for who may see all."""
    if source is None:
        return []
    level = level_of(programme)
    asked = LevelRequest.objects.filter(programme=programme, status=LevelRequestStatus.OPEN)
    waiting: set[tuple[int | None, int | None]] = set(asked.values_list("target", "deliverable"))
    found: list[ItemShown] = []
    models: tuple[tuple[str, str, Any], ...] = (
        ("chi-tieu", _("target"), Target),
        ("nhiem-vu", _("deliverable"), Deliverable),
    )
    for address, kind, model in models:
        for row in model.objects.filter(source=source).select_related("identity"):
            key = row.identity_id
            own = row.identity.level
            pair = (key, None) if model is Target else (None, key)
            found.append(
                ItemShown(
                    row,
                    name_of(row),
                    kind,
                    _words(row),
                    address_of_name(address, row.order, programme.pk),
                    own,
                    levels.effective(level, own),
                    pair in waiting,
                )
            )
    return found


def chosen(items: Iterable[ItemShown], kind: str, level: str, words: str) -> list[ItemShown]:
    """The items that a person filters for: by kind, by what their level comes to ("rieng": those
    that have their own), by words with or without marks."""
    sought = search_words(words)
    return [
        each
        for each in items
        if (not kind or each.name.startswith(kind))
        and (not level or (bool(each.own) if level == "rieng" else each.level == level))
        and all(word in search_text(each.words) for word in sought)
    ]


def _by_name(person: tuple[int, str]) -> tuple[str, int]:
    return sort_key(person[1]), person[0]


def audience(level: str, programme: Programme) -> Audience:
    """Who sees what of this programme has this level today.

    Nobody outside does: there is no public page yet.
    """
    action = READ_RESTRICTED if level == Level.RESTRICTED else READ
    table = {each.action: each for each in permissions.table()}
    roles = sorted(table[action].roles, key=lambda role: role.value)
    held = RoleAssignment.objects.valid().filter(role__in=[role.value for role in roles])
    if level != Level.PUBLIC:
        over = Q(scope_kind=ScopeKind.EVERYWHERE) | Q(
            scope_kind=ScopeKind.PROGRAMME, scope_key=str(programme.pk)
        )
        if level == Level.INTERNAL:
            over |= Q(scope_kind=ScopeKind.UNIT)
        held = held.filter(over)
    holders = User.objects.filter(is_active=True, pk__in=held.values("user"))
    # By name, which the database cannot read.
    names = dict(sorted(((each.pk, each.get_full_name()) for each in holders), key=_by_name))
    return Audience(level, [str(role.label) for role in roles], len(names), names)


def requests_of(
    waiting: Iterable[LevelRequest], actor: Any, *, effects: bool
) -> list[tuple[Programme, list[RequestShown]]]:
    """Requests by programme, in words; `effects`: with what approving each would show to whom."""
    groups: dict[int, tuple[Programme, list[RequestShown]]] = {}
    items: dict[int, dict[tuple[type, int], ItemShown]] = {}
    audiences: dict[int, dict[str, Audience]] = {}
    listed = list(waiting)
    asked_by = askers(listed)
    for request in listed:
        programme = request.programme
        if programme.pk not in groups:
            groups[programme.pk] = (programme, [])
            if effects:
                audiences[programme.pk] = {each.value: audience(each, programme) for each in Level}
            items[programme.pk] = {
                (type(each.row), each.row.identity_id): each
                for each in items_of(programme, programme.source)
            }
        shown = items[programme.pk]
        against = conflict(actor, request, asked_by)
        groups[programme.pk][1].append(
            RequestShown(
                request,
                subject(request, shown),
                _effect(request, shown, audiences[programme.pk]) if effects else None,
                against is Conflict.SAME_PERSON,
                against not in (None, Conflict.SAME_PERSON),
                stale(request),
            )
        )
    return list(groups.values())


def subject(request: LevelRequest, items: dict[tuple[type, int], ItemShown]) -> ItemShown | None:
    """What a request is about in the version in force, or as the last version that has it says."""
    identity = item_of(request)
    return None if identity is None else _of_identity(identity, items)


def _of_identity(
    identity: TargetIdentity | DeliverableIdentity, items: dict[tuple[type, int], ItemShown]
) -> ItemShown:
    model = Target if isinstance(identity, TargetIdentity) else Deliverable
    found = items.get((model, identity.pk))
    if found is not None:
        return found
    row: Any = identity.versions.order_by("-source__version").first()
    kind = _("target") if model is Target else _("deliverable")
    words = _words(row) if row is not None else f"#{identity.pk}"
    return ItemShown(row, "", kind, words, "", identity.level, identity.level)


def _effect(
    request: LevelRequest,
    items: dict[tuple[type, int], ItemShown],
    audiences: dict[str, Audience],
) -> Effect:
    present = level_of(request.programme)
    identity = item_of(request)
    if identity is not None:
        before = levels.effective(present, identity.level)
        after = levels.effective(present, request.to_level)
        item = subject(request, items)
        is_target = item is not None and isinstance(item.row, Target)
        return Effect(
            audiences[before],
            audiences[after],
            *_new(audiences[before], audiences[after]),
            deliverables=0 if is_target else 1,
            targets=1 if is_target else 0,
        )
    hidden = [
        each for each in items.values() if each.own and levels.lowers(each.own, request.to_level)
    ]
    shown = [each for each in items.values() if each not in hidden]
    before, after = present.value, request.to_level
    return Effect(
        audiences[before],
        audiences[after],
        *_new(audiences[before], audiences[after]),
        deliverables=sum(isinstance(each.row, Deliverable) for each in shown),
        targets=sum(isinstance(each.row, Target) for each in shown),
        hidden=hidden[:MOST_NAMES],
        hidden_count=len(hidden),
    )


def _new(before: Audience, after: Audience) -> tuple[list[str], int]:
    """Who sees it after and not before: the first names, and how many in all."""
    names = [name for key, name in after.names.items() if key not in before.names]
    return names[:MOST_NAMES], len(names)


def history_of(programme: Programme, items: Sequence[ItemShown]) -> list[Change]:
    """How levels of a programme and of its items changed, the latest first."""
    by_identity = {(type(each.row), each.row.identity_id): each for each in items}
    changes: list[Change] = []
    for name, where in (
        ("ProgrammeEvent", Q(pgh_obj=programme.pk)),
        ("TargetIdentityEvent", Q(programme=programme.pk)),
        ("DeliverableIdentityEvent", Q(programme=programme.pk)),
    ):
        known: dict[int, str] = {}
        model: Any = apps.get_model("programmes", name)
        kinds = {"TargetIdentityEvent": TargetIdentity, "DeliverableIdentityEvent": None}
        events = model.objects.filter(where).select_related("pgh_context").order_by("pgh_id")
        for event in events:
            old = known.get(event.id)
            known[event.id] = event.level
            if old == event.level or (old is None and not event.level):
                continue
            item = None
            if name in kinds:
                identity_model = TargetIdentity if kinds[name] else DeliverableIdentity
                item = _of_identity(
                    identity_model(pk=event.id, programme=programme, level=event.level), by_identity
                )
            said = event.pgh_context.metadata if event.pgh_context else {}
            changes.append(
                Change(
                    event.pgh_created_at,
                    str(said.get("who", "")),
                    str(said.get("why", "")),
                    item,
                    old or "",
                    event.level,
                )
            )
    changes.sort(key=lambda each: each.at, reverse=True)
    return changes[:MOST_CHANGES]


def _words(row: Target | Deliverable) -> str:
    said = f"{row.no} {row.title}" if isinstance(row, Deliverable) else f"{row.label} {row.text}"
    if isinstance(row, Target) and row.subject:
        said += f" ({row.subject})"
    said = " ".join(said.split())
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + "…"
