"""Who is reminded of what on a day: a digest for a person and day, never one e-mail a sheet.

Before the due date three working days, one, and on the day itself; after it on the first working
day and each fifth. What was returned, or waits for approval, on the first working day after, and
each third. A day that is not worked reminds nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from namro.foundation.accounts.holding import held_by
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.permissions import roles_asked_once
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.calendar.working import WorkingCalendar, national_calendar
from namro.foundation.organisations.questions import descendants
from namro.foundation.organisations.scoping import read_key
from namro.programme.indicators.collection.choices import RemarkKind, SheetState
from namro.programme.indicators.collection.models import Remark, Sheet
from namro.programme.indicators.collection.models_reminders import Digest

BEFORE = (3, 1, 0)
EACH_AFTER, EACH_WAITING = 5, 3
_ROLES = (Role.REPORTING_OFFICER, Role.APPROVER)
#: The office's hours, in which the day's digests are made.
FIRST_HOUR, LAST_HOUR = 7, 17


def said_of_due(due: dt.date, today: dt.date, calendar: WorkingCalendar) -> bool:
    """Whether a due date is a reason to remind somebody today."""
    if today <= due:
        return calendar.working_days_between(today, due) in BEFORE
    after = calendar.working_days_between(due, today)
    return after == 1 or (after > 0 and after % EACH_AFTER == 0)


def said_of_waiting(since: dt.date, today: dt.date, calendar: WorkingCalendar) -> bool:
    """Whether something that waits since a day is a reason to remind somebody today."""
    waited = calendar.working_days_between(since, today) if since < today else 0
    return waited == 1 or (waited > 0 and waited % EACH_WAITING == 0)


@dataclass(slots=True)
class Told:
    """What one person is told, sheets by their keys; `due`: whether any of it is due today."""

    overdue: list[int] = field(default_factory=list)
    due_soon: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    due: bool = False

    LISTS: ClassVar[tuple[str, ...]] = ("overdue", "due_soon", "returned", "waiting")


class _Sheet(NamedTuple):
    """What is asked of one sheet; `since`: when it was submitted, or came back."""

    key: int
    holder: int
    awaiting: int | None
    state: str
    due: dt.date
    since: dt.datetime | None
    taking: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    """What somebody answers for: these units exactly, and those below that nobody nearer does."""

    exact: frozenset[int]
    below: frozenset[int]
    everywhere: bool


class Reminders:
    """The reminders of one day, for all people; what is asked of all is asked once."""

    def __init__(self, today: dt.date, only: Any = None) -> None:
        """`only`: of all sheets those of this queryset, for the page of one person."""
        self.today = today
        self.calendar = national_calendar()
        self._below: dict[str, frozenset[int]] = {}
        #: By role, the units for which somebody answers exactly.
        self._taken: dict[str, set[int]] = defaultdict(set)
        held = RoleAssignment.objects.valid().filter(role__in=_ROLES, scope_kind=ScopeKind.UNIT)
        for role, key in held.values_list("role", "scope_key"):
            read = read_key(key)
            if read is not None:
                self._taken[role].add(read[1])
        self._sheets = self._asked(Sheet.objects.all() if only is None else only)

    @staticmethod
    def people() -> list[User]:
        """Who may have something to do."""
        held = RoleAssignment.objects.valid().filter(role__in=_ROLES)
        return list(User.objects.filter(is_active=True, pk__in=held.values("user")))

    def _reach_of(self, person: User, role: str) -> _Reach:
        exact: set[int] = set()
        below: set[int] = set()
        everywhere = False
        for held in held_by(person):
            if held.role != role:
                continue
            everywhere |= held.scope.kind is ScopeKind.EVERYWHERE
            read = read_key(held.scope.key) if held.scope.kind is ScopeKind.UNIT else None
            if read is not None:
                exact.add(read[1])
                key = held.scope.key
                if key not in self._below:
                    nodes = descendants(read[1], read[0], self.today)
                    self._below[key] = frozenset(node.unit for node in nodes)
                below |= self._below[key]
        return _Reach(frozenset(exact), frozenset(below), everywhere)

    def _asked(self, sheets: Any) -> list[_Sheet]:
        # What nobody sent in a year is a matter of the map, not of reminders.
        since = self.today - dt.timedelta(days=366)
        rows = (
            sheets.exclude(state=SheetState.APPROVED)
            .filter(round__opens_on__lte=self.today, round__last_day__gte=since)
            .order_by("round__due_on", "pk")
            .select_related("round")
        )
        returned = dict(
            Remark.objects.filter(kind=RemarkKind.RETURN, sheet__state=SheetState.RETURNED)
            .order_by()
            .values_list("sheet")
            .annotate(Max("said_at"))
        )
        return [
            _Sheet(
                *(each.pk, each.holder_id, each.awaiting_id, each.state, each.round.due_on),
                returned.get(each.pk) if each.state == SheetState.RETURNED else each.submitted_at,
                # What is closed nobody can fill in.
                self.today <= each.round.takes_until,
            )
            for each in rows
        ]

    def of(self, person: User) -> Told:
        """What one person is told today."""
        told = Told()
        with roles_asked_once():
            reaches = {role: self._reach_of(person, role) for role in _ROLES}
        for key, holder, awaiting, state, due, since, taking in self._sheets:
            waits = state == SheetState.SUBMITTED
            role = Role.APPROVER if waits else Role.REPORTING_OFFICER
            unit = awaiting if waits else holder
            if unit is None or not self._answers(reaches[role], role, unit):
                continue
            if waits:
                told.waiting.append(key)
                told.due |= self._since(since)
            elif state == SheetState.RETURNED:
                told.returned.append(key)
                told.due |= self._since(since) or self._due(due)
            elif state == SheetState.OPEN and taking:
                if due < self.today:
                    told.overdue.append(key)
                elif self.calendar.working_days_between(self.today, due) <= max(BEFORE):
                    told.due_soon.append(key)
                told.due |= self._due(due)
        return told

    def _since(self, moment: dt.datetime | None) -> bool:
        if moment is None:
            return False
        return said_of_waiting(timezone.localdate(moment), self.today, self.calendar)

    def _due(self, due: dt.date) -> bool:
        return said_of_due(due, self.today, self.calendar)

    def _answers(self, reach: _Reach, role: str, unit: int) -> bool:
        """Whether whoever reaches so far is the nearest who answers for a unit."""
        if unit in reach.exact:
            return True
        if unit in self._taken[role]:
            return False
        return reach.everywhere or unit in reach.below


def remind(
    moment: dt.datetime, defer: Callable[[int], None], people: Collection[int] | None = None
) -> int:
    """Write the day's digest of each person who has none yet, and hand it over to be sent.

    The row and the job that sends it stand in one transaction: killed in between, there is neither,
    and the next hour makes both. Done again it makes nothing twice.

    Args:
        moment: when; on a day that is not worked, and outside office hours, nothing is done.
        defer: hands a digest, by its key, over to be sent, in the transaction that is open.
        people: only these, by key.

    Returns:
        How many digests were made.
    """
    here = timezone.localtime(moment)
    today = here.date()
    if not FIRST_HOUR <= here.hour < LAST_HOUR or not national_calendar().is_working(today):
        return 0
    reminders = Reminders(today)
    done = set(Digest.objects.filter(on=today).values_list("person", flat=True))
    made, failed = 0, None
    for person in reminders.people():
        if person.pk in done or (people is not None and person.pk not in people):
            continue
        try:
            told = reminders.of(person)
            made += bool(told.due) and _write(person, today, told, defer)
        except Exception as error:  # what is wrong with one person keeps no other from theirs
            failed = error
    if failed is not None:
        raise failed
    return made


def _write(person: User, today: dt.date, told: Told, defer: Callable[[int], None]) -> bool:
    """Write a digest and hand it over, both or neither; whether it is new."""
    with transaction.atomic():
        lists = {name: getattr(told, name) for name in Told.LISTS}
        digest, new = Digest.objects.get_or_create(person=person, on=today, defaults=lists)
        if new:
            defer(digest.pk)
    return new
