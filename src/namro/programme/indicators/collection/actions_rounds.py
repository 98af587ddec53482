"""The verbs of forms and rounds: saying what is asked, sending it out, opening it again, handing
what a unit was asked to its successor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.calendar import CalendarError, Kind, Period
from namro.foundation.calendar.reporting import regime
from namro.foundation.calendar.working import national_calendar
from namro.foundation.history import editing
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.questions import Node, descendants, successors
from namro.programme.indicators.choices import Measure, OverUnits
from namro.programme.indicators.collection import counting
from namro.programme.indicators.collection.actions_forms import asked_elsewhere, equation_faults
from namro.programme.indicators.collection.choices import FILLING, Regime
from namro.programme.indicators.collection.models import Form, FormItem, Round, Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.rules import sheet_code
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.permissions import COLLECT


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure that a form asks for; `more`: the other columns of `FormItem`."""

    indicator: Indicator
    as_fraction: bool = False
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def measure(self) -> str:
        """What of its period the figure counts."""
        return str(dict(self.more).get("measure", Measure.IN_PERIOD))


def define_form(
    actor: Actor, key: str, asked: Sequence[Asked], *, reason: str, **said: Any
) -> tuple[Form, bool]:
    """Define a form; one that is defined is left as it is.

    Args:
        key: its short name, the same for ever.
        asked: what it asks for, in order.
        said: its other columns.

    Returns:
        The form, and whether it is new.

    Raises:
        PermissionDenied: the actor may not, for its top unit.
        CollectionRefused: it asks for nothing, for what another form asks the same units, or for
            a figure in a way that cannot be totalled.
        ValidationError: something said cannot be.
    """
    require(actor, COLLECT, said.get("top"))
    with transaction.atomic(), history.reason(actor, reason):
        found = Form.objects.filter(key=key).first()
        if found is not None:
            return found, False
        made = Form(key=key, **said)
        made.full_clean()
        if not asked:
            raise CollectionRefused("no_items", form=made.name)
        made.save()
        for order, each in enumerate(asked, start=1):
            check_item(made, each)
            item = FormItem(
                form=made,
                indicator=each.indicator,
                as_fraction=each.as_fraction,
                order=order,
                **dict(each.more),
            )
            item.full_clean()
            item.save()
        return made, True


def check_item(form: Form, asked: Asked) -> None:
    """Refuse what cannot be asked so, or is asked of the same units already.

    Raises:
        CollectionRefused: with what to do instead.
    """
    indicator = asked.indicator
    if indicator.formula:
        raise CollectionRefused("computed", indicator=indicator.name)
    if indicator.over_units == OverUnits.RATIO and not asked.as_fraction:
        raise CollectionRefused("fraction_needed", indicator=indicator.name)
    # What a quotient loses when it is written down cannot be added up.
    if asked.as_fraction and indicator.over_units not in (OverUnits.RATIO, OverUnits.NONE):
        raise CollectionRefused("value_needed", indicator=indicator.name)
    other = asked_elsewhere(
        indicator,
        asked.measure,
        top=form.top,
        hierarchy=form.hierarchy,
        frequency=form.frequency,
        unit_kinds=form.unit_kinds,
        begins=form.recurs_from,
        but=[form.pk],
    )
    if other is not None:
        raise CollectionRefused("asked_already", indicator=indicator.name, form=other.form.name)
    equation = dict(asked.more).get("equation", "")
    if equation:
        units = dict(Indicator.objects.values_list("key", "unit"))
        for line, wrong in equation_faults(equation, units):
            raise CollectionRefused(
                "equation_wrong", line=line, vi=wrong.in_words("vi"), en=wrong.in_words("en")
            )


def open_round(
    actor: Actor,
    form: Form,
    period: Period,
    *,
    reason: str,
    opens_on: dt.date | None = None,
    due_on: dt.date | None = None,
    closes_on: dt.date | None = None,
) -> tuple[Round, bool]:
    """Send a form out for a period: a sheet for each unit that it asks. Twice changes nothing.

    Args:
        period: of the form's frequency.
        opens_on, due_on, closes_on: as the form says, where not said.

    Returns:
        The round, and whether it is new.

    Raises:
        PermissionDenied: the actor may not, for the form's top unit.
        CollectionRefused: there is no unit to ask, or the form asks no more.
        CalendarError: the regime knows no such period, or the calendar does not reach so far.
    """
    require(actor, COLLECT, form.top)
    with transaction.atomic(), history.reason(actor, reason):
        # The form's row is the lock: two who open the same round make one.
        form = Form.objects.select_for_update().get(pk=form.pk)
        found = Round.objects.filter(
            form=form, first_day=period.first, last_day=period.last
        ).first()
        if found is not None:
            return found, False
        if form.recurs_to is not None and period.last > form.recurs_to:
            raise CollectionRefused("retired", form=form.name, day=f"{form.recurs_to:%d/%m/%Y}")
        covers = period if form.regime == Regime.CALENDAR else regime(form.regime).window(period)
        working = national_calendar()
        end = covers.last
        made = Round(
            form=form,
            first_day=period.first,
            last_day=period.last,
            covers_from=covers.first,
            covers_to=covers.last,
            opens_on=opens_on or end - dt.timedelta(days=form.opens_before),
            due_on=due_on or working.add_working_days(end, form.due_after),
            closes_on=closes_on or working.add_working_days(end, form.closes_after),
        )
        made.full_clean()
        made.save()
        _sheets(made)
        return made, True


def _sheets(made: Round) -> None:
    form = made.form
    hierarchy = Hierarchy(form.hierarchy)
    nodes = descendants(form.top_id, hierarchy, made.last_day)
    over = {node.unit: node.parent for node in nodes}
    asked = [node for node in nodes if node.kind in form.unit_kinds]
    if not asked:
        raise CollectionRefused("no_units", form=form.name, day=f"{made.last_day:%d/%m/%Y}")
    Sheet.objects.bulk_create(
        Sheet(
            round=made,
            unit_id=node.unit,
            holder_id=node.unit,
            name=node.name,
            above=_line(node, over, form.top_id),
            code=sheet_code(made.pk, node.unit),
        )
        for node in asked
    )
    counting.opened(made.pk)


def _line(node: Node, over: dict[int, int | None], top: int) -> list[int]:
    """The units above one, up to the form's."""
    line: list[int] = []
    parent = node.parent
    while parent is not None and parent != top:
        line.append(parent)
        parent = over.get(parent)
    return [*line, top]


def open_due_rounds(actor: Actor, on: dt.date, *, reason: str) -> list[Round]:
    """Open all rounds that recur and whose day has come; a form whose round cannot be opened keeps
    no other from theirs.

    Raises:
        PermissionDenied: the actor may not, for a form's top unit.
        CollectionRefused, CalendarError: as for `open_round`, after all others.
    """
    opened: list[Round] = []
    failed: Exception | None = None
    for form in Form.objects.filter(recurs_from__isnull=False):
        try:
            for period in _due(form, on):
                opened.append(open_round(actor, form, period, reason=reason)[0])
        except (CollectionRefused, CalendarError) as error:
            failed = error
    if failed is not None:
        raise failed
    return opened


def _due(form: Form, on: dt.date) -> Iterator[Period]:
    """The periods of a form that recurs whose day has come and whose round is not open."""
    begins: dt.date = form.recurs_from or on
    period = Period.of(Kind(form.frequency), begins)
    if period.first < begins:
        period = period.next
    known = set(form.rounds.values_list("first_day", flat=True))
    while period.last - dt.timedelta(days=form.opens_before) <= on:
        if form.recurs_to is not None and period.last > form.recurs_to:
            return
        if period.first not in known:
            yield period
        period = period.next


def reopen_round(
    actor: Actor, number: int, until: dt.date, *, reason: str, seen: str | None = None
) -> Round:
    """Let a round take figures again until a day.

    Raises:
        PermissionDenied: the actor may not, for the form's top unit.
        CollectionRefused: the day has passed.
        ChangedMeanwhile: somebody else changed the round since; nothing was written.
    """
    with transaction.atomic(), history.reason(actor, reason):
        found: Round = Round.objects.select_for_update().get(pk=number)
        require(actor, COLLECT, found.form.top)
        editing.unchanged(seen, actor, found)
        if until < timezone.localdate():
            raise CollectionRefused("reopen_in_the_past", day=f"{until:%d/%m/%Y}")
        found.reopened_until = until
        found.save()
        return found


def hand_over(
    actor: Actor, number: int, successor: Unit, *, reason: str, seen: str | None = None
) -> Sheet:
    """Let a successor supply what a unit that has ended was asked.

    The figures stay about the unit of the sheet.

    Raises:
        PermissionDenied: the actor may not, for the form's top unit.
        CollectionRefused: the unit has not ended, or the other does not follow it.
        ChangedMeanwhile: somebody else changed the sheet since; nothing was written.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet: Sheet = Sheet.objects.select_for_update().get(pk=number)
        require(actor, COLLECT, sheet.round.form.top)
        editing.unchanged(seen, actor, sheet)
        holder = sheet.holder
        if holder.valid_to is None or holder.valid_to >= timezone.localdate():
            raise CollectionRefused("not_ended", unit=sheet.name)
        if successor.pk not in {each.successor for each in successors(holder.pk)}:
            raise CollectionRefused("not_a_successor", unit=successor.code, code=sheet.code)
        sheet.holder = successor
        sheet.save()
        return sheet


def hand_over_ended(actor: Actor, on: dt.date, *, reason: str) -> list[Sheet]:
    """Hand all unfinished sheets of units that ended before a day to their one successor.

    Where several followed, a person chooses: those sheets are left as they are.

    Raises:
        PermissionDenied: the actor may not, for a form's top unit.
    """
    ended = Sheet.objects.filter(state__in=FILLING, holder__valid_to__lt=on)
    handed = []
    for sheet in ended.select_related("round__form__top").order_by("pk"):
        found = successors(sheet.holder_id)
        followed = {each.successor for each in found if each.successor is not None}
        if len(followed) == 1:
            unit = Unit.objects.get(pk=followed.pop())
            handed.append(hand_over(actor, sheet.pk, unit, reason=reason))
    return handed
