"""The verbs of the cascade: one document specifies another, one item specifies another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.programmes.actions import Imported, list_programme, lock
from namro.programme.programmes.cascade.ends import End, Side, rows_of
from namro.programme.programmes.cascade.models import Decision, PairStatus
from namro.programme.programmes.cascade.proposing import propose_pairs
from namro.programme.programmes.cascade.refusals import CascadeRefused
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Citation, Programme, Specification, SpecifiedPair
from namro.programme.programmes.permissions import SPECIFY
from namro.programme.programmes.rules import cascade
from namro.programme.programmes.rules.numbers import date
from namro.programme.programmes.seeing import level_of

Actor = User | Operator
# What a page on which documents are put above others shows, as a version.
SPECIFICATIONS = editing.rows(Specification)


def pairs_of(specification: Specification) -> editing.Rows:
    """What a page of pairs shows, as a version."""
    return editing.rows(SpecifiedPair, specification_id=specification.pk)


def specify(
    actor: Actor, lower: Programme, upper: Programme, *, reason: str, seen: str | None = None
) -> Specification:
    """Say that `lower` specifies `upper`, and propose which of their items answer to one another.

    Saying it twice changes nothing but the proposals, which are made anew. `seen`: the version of
    `SPECIFICATIONS` that the person was shown; None: no page was.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody said the opposite since.
        CascadeRefused: it is the same document, it would close a circle, or it was issued first.
    """
    require(actor, SPECIFY, lower)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        _possible(lower, upper)
        found = Specification.objects.filter(lower=lower, upper=upper).first()
        if found is None or found.decision != Decision.CONFIRMED:
            _as_seen(seen, actor, found)
            found = _decide(actor, lower, upper, Decision.CONFIRMED, reason)
        propose_pairs(found)
    return found


def not_specified(
    actor: Actor, lower: Programme, upper: Programme, *, reason: str, seen: str | None = None
) -> Specification:
    """Say that `lower` does not specify `upper`: it is not proposed again, and no pair counts.

    Pairs that were decided stay as they are, should it be confirmed again.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody said the opposite since (`seen`: as for `specify`).
        CascadeRefused: it is the same document.
    """
    require(actor, SPECIFY, lower)
    if lower.pk == upper.pk:
        raise CascadeRefused("specifies_itself", number=lower.number)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        found = Specification.objects.filter(lower=lower, upper=upper).first()
        if found is not None and found.decision != Decision.REJECTED:
            _as_seen(seen, actor, found)
        return _decide(actor, lower, upper, Decision.REJECTED, reason)


def list_cited(
    actor: Actor, citation: Citation, lower: Programme, *, reason: str, seen: str | None = None
) -> Imported:
    """List a document that `lower` cites and that is not here, and say that `lower` specifies it.

    Raises:
        PermissionDenied: the actor may not list programmes or say what specifies what.
        ChangedMeanwhile, CascadeRefused: as for `specify` and `list_programme`.
    """
    require(actor, SPECIFY, lower)
    with transaction.atomic():
        listed = list_programme(
            actor,
            citation.number or citation.name,
            citation.subject or f"{citation.kind} {citation.name}",
            reason=reason,
            issuer=citation.issuer,
            issued_on=citation.dated_on,
            # What a restricted document cites is not told to those who may not read it.
            level=Level.highest(Level.INTERNAL, level_of(lower)),
        )
        specify(actor, lower, listed.programme, reason=reason, seen=seen)
    return listed


def decide_pairs(
    actor: Actor,
    specification: Specification,
    keys: Sequence[int],
    status: PairStatus,
    *,
    reason: str,
    seen: str | None = None,
) -> int:
    """Confirm or reject pairs of items; those that have that status already stay as they are.

    `seen`: the version of `pairs_of` that the person was shown; None: no page was.

    Returns:
        How many were changed.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody decided one of them otherwise since.
        CascadeRefused: the status is no decision, or one of the pairs is gone; nothing was changed.
    """
    require(actor, SPECIFY, specification.lower)
    if status == PairStatus.PROPOSED:
        raise CascadeRefused("no_decision")
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        found = list(specification.pairs.select_for_update().filter(pk__in=set(keys)))
        if len(found) != len(set(keys)):
            raise CascadeRefused("pair_gone")
        changed = [pair for pair in found if pair.status != status]
        shown = pairs_of(specification)
        editing.unchanged(seen, actor, shown.only(pair.pk for pair in changed))
        for pair in changed:
            pair.status = status
            pair.decided_by, pair.decided_at = actor.get_username(), timezone.now()
        SpecifiedPair.objects.bulk_update(changed, ["status", "decided_by", "decided_at"])
    return len(changed)


def add_pair(
    actor: Actor,
    specification: Specification,
    upper: End,
    lower: End,
    *,
    reason: str,
    seen: str | None = None,
) -> SpecifiedPair:
    """Say that an item of the lower document specifies one of the upper; a rejected one counts
    again.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody rejected it since (`seen`: as for `decide_pairs`).
        CascadeRefused: an item is not in its document, or a target is paired with something else.
    """
    require(actor, SPECIFY, specification.lower)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        _in_document(specification.upper, upper, "upper")
        _in_document(specification.lower, lower, "lower")
        if (upper.kind == cascade.TARGET) != (lower.kind == cascade.TARGET):
            raise CascadeRefused("target_with_target")
        pair, made = SpecifiedPair.objects.get_or_create(
            specification=specification,
            **upper.columns("upper"),
            **lower.columns("lower"),
        )
        if pair.status != PairStatus.CONFIRMED:
            if not made:
                editing.unchanged(seen, actor, pairs_of(specification).only([pair.pk]))
            pair.status = PairStatus.CONFIRMED
            pair.decided_by, pair.decided_at = actor.get_username(), timezone.now()
            pair.save(update_fields=["status", "decided_by", "decided_at"])
    return pair


def _as_seen(seen: str | None, actor: Actor, found: Specification | None) -> None:
    if found is not None:
        editing.unchanged(seen, actor, SPECIFICATIONS.only([found.pk]))


def _in_document(programme: Programme, end: End, side: Side) -> None:
    source = programme.source_on(None)
    if source is None or end not in {End.of(row) for row in rows_of(source, side)}:
        raise CascadeRefused("item_gone", number=programme.number)


def _possible(lower: Programme, upper: Programme) -> None:
    """Refuse what cannot be, with what to do."""
    if lower.pk == upper.pk:
        raise CascadeRefused("specifies_itself", number=lower.number)
    standing = Specification.objects.filter(decision=Decision.CONFIRMED)
    if cascade.closes_circle(standing.values_list("lower_id", "upper_id"), lower.pk, upper.pk):
        raise CascadeRefused("specifies_in_circle", number=lower.number, upper=upper.number)
    # The columns are those of today's version; an amendment does not make a document younger.
    lower_day, upper_day = _first_issued(lower), _first_issued(upper)
    if lower_day and upper_day and lower_day < upper_day:
        raise CascadeRefused(
            "specifies_later",
            number=lower.number,
            day=date(lower_day),
            upper=upper.number,
            upper_day=date(upper_day),
        )


def _first_issued(programme: Programme) -> dt.date | None:
    first = programme.sources.filter(version=1).only("in_force_from").first()
    return first.in_force_from if first is not None else programme.issued_on


def _decide(
    actor: Actor, lower: Programme, upper: Programme, decision: Decision, reason: str
) -> Specification:
    found, _made = Specification.objects.update_or_create(
        lower=lower,
        upper=upper,
        defaults={
            "decision": decision,
            "reason": reason,
            "decided_by": actor.get_username(),
        },
    )
    return found
