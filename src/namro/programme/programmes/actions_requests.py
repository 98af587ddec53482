"""The verbs on requests to lower a level: asking, approving, refusing, withdrawing.

Protecting something less shows it to more people, so nobody does it alone: one person asks,
another approves. Nothing else lowers a level.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import models, transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import acting_for, require, require_all
from namro.foundation.accounts.rules import duties
from namro.foundation.history import editing
from namro.programme.programmes.choices import Level, LevelRequestStatus
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.models import (
    DeliverableIdentity,
    LevelRequest,
    Programme,
    TargetIdentity,
)
from namro.programme.programmes.permissions import APPROVE_LEVEL, ASK_LEVEL
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import levels
from namro.programme.programmes.seeing import level_of

Actor = User | Operator
Item = TargetIdentity | DeliverableIdentity


def ask_lower(
    actor: Actor,
    programme: Programme,
    level: Level,
    *,
    reason: str,
    item: Item | None = None,
    seen: str | None = None,
) -> LevelRequest:
    """Ask that a programme, or one of its items, be shown to more people; nothing changes yet.

    `seen`: the version (`level_things`) of what the person was shown; None: no page was.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody changed its level since.
        ImportRefused: the level is not lower than the present one, or somebody has asked already.
    """
    require(actor, ASK_LEVEL, programme)
    with transaction.atomic(), history.reason(actor, reason):
        found = locked(programme)
        editing.unchanged(seen, actor, *level_things(found, [] if item is None else [item]))
        if item is not None:
            item = type(item)._default_manager.get(pk=item.pk, programme=found)
        return open_request(actor, found, level, reason=reason, item=item)


def open_request(
    actor: Actor, programme: Programme, level: Level, *, reason: str, item: Item | None = None
) -> LevelRequest:
    """Part of the actions that ask, inside their transaction; the programme is locked.

    Raises:
        ImportRefused: as `ask_lower`.
    """
    present = present_level(programme, item)
    if not present or not levels.lowers(present, level):
        raise ImportRefused(
            "level_not_lower", number=programme.number, kept=present or "–", wanted=level.value
        )
    subject = _subject(item)
    if _open(programme).filter(**subject).exists():
        raise ImportRefused("level_asked", number=programme.number)
    made: LevelRequest = LevelRequest.objects.create(
        programme=programme,
        **subject,
        from_level=present,
        to_level=level,
        reason=reason.strip(),
        asked_by=actor.get_username(),
    )
    return made


def decide(
    actor: Actor,
    keys: Sequence[int],
    *,
    approved: bool,
    reason: str,
    basis_number: str = "",
    basis_date: dt.date | None = None,
) -> list[LevelRequest]:
    """Approve or refuse requests that another person opened: all of them, or none.

    `basis_number`, `basis_date`: the document that approves, where there is one.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: one was decided already, was asked for by the actor, or (approving) the
            level is no longer the one it was when asked; nothing was changed.
    """
    asked = list(LevelRequest.objects.filter(pk__in=keys))
    require_all(actor, APPROVE_LEVEL, asked)
    with transaction.atomic(), history.reason(actor, reason):
        found = _of(keys)
        asked_by = askers(found)
        for request in found:
            against = conflict(actor, request, asked_by)
            if against not in (None, duties.Conflict.SAME_PERSON):
                raise ImportRefused("level_in_place", number=request.programme.number)
            if against is not None:
                raise ImportRefused("level_own", number=request.programme.number)
            if approved:
                _carry_out(request)
            request.basis_number = basis_number.strip()
            request.basis_date = basis_date
            status = LevelRequestStatus.APPROVED if approved else LevelRequestStatus.REFUSED
            _close(request, actor, status, reason)
        if approved:
            # What search finds bears the level too.
            for programme in {request.programme for request in found}:
                programme.refresh_from_db()
                index_programme(programme)
    return found


def withdraw(actor: Actor, keys: Sequence[int], *, reason: str) -> list[LevelRequest]:
    """Take back requests that wait: all of them, or none.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: one was decided already.
    """
    require_all(actor, ASK_LEVEL, list(LevelRequest.objects.filter(pk__in=keys)))
    with transaction.atomic(), history.reason(actor, reason):
        found = _of(keys)
        for request in found:
            _close(request, actor, LevelRequestStatus.WITHDRAWN, reason)
    return found


def askers(requests: Iterable[LevelRequest]) -> dict[str, User]:
    """Who asked, by the names that the requests bear; those of the server's accounts have none."""
    wanted = {request.asked_by for request in requests}
    return {user.username: user for user in User.objects.filter(username__in=wanted)}


def conflict(
    actor: Actor, request: LevelRequest, asked_by: Mapping[str, User]
) -> duties.Conflict | None:
    """Why `actor` may not decide what this request asks for; None: nothing stands against it.

    `asked_by`: who asked, as `askers` gives it.
    """
    name = request.asked_by
    asker = asked_by.get(name)
    in_place = acting_for(asker, ASK_LEVEL, request) | acting_for(actor, APPROVE_LEVEL, request)
    names: dict[int, str] = {}
    if in_place:
        names = dict(User.objects.filter(pk__in=in_place).values_list("pk", "username"))

    def part(person: str, user: Actor | None, action: str) -> duties.Part:
        return duties.part(person, [names[key] for key in acting_for(user, action, request)])

    return duties.conflict(
        part(name, asker, ASK_LEVEL), part(actor.get_username(), actor, APPROVE_LEVEL)
    )


def waiting_for(programme: Programme, item: Item | None = None) -> LevelRequest | None:
    """The request that waits for this programme itself, or for one of its items."""
    found: LevelRequest | None = _open(programme).filter(**_subject(item)).first()
    return found


def stale(request: LevelRequest) -> bool:
    """Whether the level changed since it was asked: then it can no longer be approved."""
    return present_level(request.programme, item_of(request)) != request.from_level


def item_of(request: LevelRequest) -> Item | None:
    """The target or deliverable a request is about; None: the programme itself."""
    return request.target or request.deliverable


def present_level(programme: Programme, item: Item | None) -> str:
    """The level that a request would lower: an item's own (empty: as its programme), else the
    programme's."""
    return level_of(programme).value if item is None else item.level


def level_things(
    programme: Programme, items: Sequence[Item] | None = None
) -> tuple[editing.Thing, ...]:
    """What a page of levels shows: the programme and its items, or of the items only some."""
    kinds = (TargetIdentity, DeliverableIdentity)
    every = [editing.rows(kind, programme_id=programme.pk) for kind in kinds]
    if items is not None:
        every = [
            of.only(item.pk for item in items if isinstance(item, kind))
            for of, kind in zip(every, kinds, strict=True)
        ]
    return (programme, *every)


def locked(programme: Programme) -> Programme:
    """The programme as it is now, locked: levels of it and its items change one at a time."""
    found: Programme = Programme.objects.select_for_update().get(pk=programme.pk)
    return found


def _open(programme: Programme) -> models.QuerySet[LevelRequest]:
    return LevelRequest.objects.filter(programme=programme, status=LevelRequestStatus.OPEN)


def _subject(item: Item | None) -> dict[str, Item | None]:
    return {
        "target": item if isinstance(item, TargetIdentity) else None,
        "deliverable": item if isinstance(item, DeliverableIdentity) else None,
    }


def _of(keys: Sequence[int]) -> list[LevelRequest]:
    """The requests of these keys, their programmes locked.

    Raises:
        ImportRefused: one is no longer open.
    """
    programmes = LevelRequest.objects.filter(pk__in=keys).values("programme")
    list(Programme.objects.select_for_update().filter(pk__in=programmes).order_by("pk"))
    found = list(
        LevelRequest.objects.select_related("programme", "target", "deliverable").filter(
            pk__in=keys, status=LevelRequestStatus.OPEN
        )
    )
    if len(found) != len(set(keys)):
        raise ImportRefused("level_decided")
    return found


def _carry_out(request: LevelRequest) -> None:
    """Set the level that was asked for.

    Raises:
        ImportRefused: the level changed since.
    """
    programme, item = request.programme, item_of(request)
    present = present_level(programme, item)
    if present != request.from_level:
        raise ImportRefused(
            "level_moved",
            number=programme.number,
            kept=present or "–",
            asked=request.from_level,
        )
    if item is not None:
        item.level = request.to_level
        item.save(update_fields=["level"])
        return
    programme.level = request.to_level
    programme.save(update_fields=["level"])
    for source in programme.sources.defer("content", "text"):
        if levels.lowers(source.level, request.to_level):
            source.level = request.to_level
            source.save(update_fields=["level"])


def _close(request: LevelRequest, actor: Actor, status: LevelRequestStatus, reason: str) -> None:
    request.status, request.decision_reason = status, reason.strip()
    request.decided_by, request.decided_at = actor.get_username(), timezone.now()
    request.save()
