"""The verbs of giving a target out to years and units: giving, amending, withdrawing. None
overwrites: each adds a version."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.calendar.periods import year as year_of
from namro.foundation.history import editing
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import Register, register
from namro.programme.indicators import rules
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.models import Allocation
from namro.programme.indicators.permissions import ALLOCATE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.allocating import Share, checked
from namro.programme.indicators.rules.allocation_sheet import Given
from namro.programme.indicators.rules.errors import given
from namro.programme.programmes.leads.linking import alive, day_of, home_named
from namro.programme.programmes.models import Programme, TargetIdentity
from namro.programme.programmes.rules.leading import name_key
from namro.programme.programmes.rules.numbers import date


def allocate(
    actor: Actor, programme: Programme, judged: Judged, said: Given, *, reason: str
) -> Allocation:
    """Give a share of a target to a year, a unit, or a unit in a year.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: it has no basis or reason, is there already, or the target cannot be given
            out so.
    """
    require(actor, ALLOCATE, programme)
    _reasoned(reason)
    with transaction.atomic(), history.reason(actor, reason):
        _lock(judged)
        holder = holder_of(programme, said.unit)
        before = last_of(judged, said.year, holder.key)
        if before is not None and before.value is not None:
            raise IndicatorRefused("allocation_there", value=f"{plain(before.value):f}")
        return write(actor, judged, said, holder, before, reason)


def amend(
    actor: Actor,
    programme: Programme,
    judged: Judged,
    before: Allocation,
    said: Given,
    *,
    reason: str,
    seen: str | None = None,
) -> Allocation:
    """Give another number by a later document; what was given before stays beside it.

    Args:
        before: a version of the share that is meant.
        said: year and unit are those of `before`, whatever stands in it.
        seen: the version of what the page showed (of `versions_of`).

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else changed this share since; nothing was written.
        IndicatorRefused: it changes nothing, its document is older, or it cannot be.
    """
    require(actor, ALLOCATE, programme)
    _reasoned(reason)
    with transaction.atomic(), history.reason(actor, reason):
        _lock(judged)
        editing.unchanged(seen, actor, versions_of(before))
        last = given(last_of(judged, before.year, before.holder))
        same = (last.document, last.document_on) == (said.document, said.document_on)
        if last.value == said.value and same:
            raise IndicatorRefused("allocation_same")
        kept = Given(
            before.year,
            before.unit_name,
            said.value,
            said.document,
            said.document_on,
            said.source,
        )
        holder = Holder(last.unit, last.holder, last.unit_name)
        return write(actor, judged, kept, holder, last, reason)


def withdraw(
    actor: Actor,
    programme: Programme,
    judged: Judged,
    before: Allocation,
    *,
    reason: str,
    document: str = "",
    document_on: dt.date | None = None,
    source: str = "",
    seen: str | None = None,
) -> Allocation:
    """Take back what was given: a further version without a value.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else changed this share since; nothing was written.
        IndicatorRefused: it is withdrawn already, or nothing says that it is.
    """
    require(actor, ALLOCATE, programme)
    _reasoned(reason)
    with transaction.atomic(), history.reason(actor, reason):
        _lock(judged)
        editing.unchanged(seen, actor, versions_of(before))
        last = given(last_of(judged, before.year, before.holder))
        if last.value is None:
            raise IndicatorRefused("allocation_withdrawn")
        _based(document, source, document_on, last)
        return _version(
            actor, last, None, document.strip(), document_on, source.strip(), reason.strip()
        )


def versions_of(row: Allocation) -> editing.Rows:
    """What the history recorded of one share, all its versions."""
    return editing.rows(Allocation, target_id=row.target_id, year=row.year, holder=row.holder)


def _lock(judged: Judged) -> None:
    TargetIdentity.objects.select_for_update().get(pk=given(judged.row.identity_id))


def last_of(judged: Judged, year: int | None, holder: str) -> Allocation | None:
    """The newest version of a share, where there is one."""
    found = Allocation.objects.filter(target=judged.row.identity_id, year=year, holder=holder)
    last: Allocation | None = found.order_by("-version").first()
    return last


class Holder(NamedTuple):
    """To whom something is given: the unit of the register where it is one, what the share is kept
    under, and the name as written."""

    unit: Unit | None = None
    key: str = ""
    name: str = ""


def holder_of(programme: Programme, name: str, known: Register | None = None) -> Holder:
    """Whom a name or a code of the register means; the programme itself where it is empty."""
    name = " ".join(name.split())
    if not name:
        return Holder()
    known = known or register()
    today, source = timezone.localdate(), programme.source
    coded = [each for each in known.units.values() if each.code == name and alive(each, today)]
    if coded:
        return Holder(coded[0], f"#{coded[0].pk}", known.name(coded[0].pk, today))
    if source is not None:
        match = known.index.match(name, day_of(source), home_named(source))
        if match.sure and match.best is not None:
            unit = known.units[match.best.unit]
            return Holder(unit, f"#{unit.pk}", name)
    return Holder(None, name_key(name), name)


def write(
    actor: Actor,
    judged: Judged,
    said: Given,
    holder: Holder,
    before: Allocation | None,
    reason: str,
) -> Allocation:
    """Write the next version of a share; whoever calls holds the target's lock and may do it.

    Raises:
        IndicatorRefused: it has no basis or reason, or the target cannot be given out so.
    """
    _based(said.document, said.source, said.document_on, before)
    if judged.problem is not None:
        raise IndicatorRefused("method", vi=judged.problem.vi, en=judged.problem.en)
    period = year_of(said.year) if said.year is not None else None
    try:
        checked(judged.target, Share(plain(said.value), period, holder.key))
    except rules.TargetError as error:
        raise IndicatorRefused("method", vi=error.vi, en=error.en) from error
    first = Allocation(
        target=given(judged.row.identity),
        year=said.year,
        unit_name=holder.name,
        unit=holder.unit,
        holder=holder.key,
        version=0,
    )
    return _version(
        actor,
        before or first,
        said.value,
        said.document.strip(),
        said.document_on,
        said.source.strip(),
        reason.strip(),
    )


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise IndicatorRefused("allocation_without_reason")


def _based(
    document: str,
    source: str,
    day: dt.date | None,
    before: Allocation | None,
) -> None:
    """Refuse what rests on nothing, or on a document older than what it changes."""
    if not document.strip() and not source.strip():
        raise IndicatorRefused("allocation_without_basis")
    if day is not None and day > timezone.localdate():
        raise IndicatorRefused("allocation_in_future", day=date(day))
    earlier = before.document_on if before is not None else None
    if day is not None and earlier is not None and day < earlier:
        raise IndicatorRefused("allocation_before", day=date(day), before=date(earlier))


def _version(
    actor: Actor,
    before: Allocation,
    value: Decimal | None,
    document: str,
    document_on: dt.date | None,
    source: str,
    reason: str,
) -> Allocation:
    made: Allocation = Allocation.objects.create(
        target_id=before.target_id,
        year=before.year,
        unit_name=before.unit_name,
        unit_id=before.unit_id,
        holder=before.holder,
        version=before.version + 1,
        value=value,
        document=document,
        document_on=document_on,
        source=source,
        reason=reason,
        given_by=actor.get_username(),
    )
    return made


def plain(value: Decimal) -> Decimal:
    """A number as it was written: the database's zeros behind it say nothing."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral() else short
