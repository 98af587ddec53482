"""The background worker killed at fourteen moments of a day on which rounds open, a city submits,
sends workbooks in and is reminded: nothing lost, nothing twice, all told in the history."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import month
from namro.foundation.history import jobs as history_jobs
from namro.foundation.history.models import Seal
from namro.foundation.history.registering import entries_of
from namro.foundation.history.rules.chain import Digest as SealDigest
from namro.foundation.history.verifying import verify
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.actions_descent import merge
from namro.foundation.organisations.choices import Kind
from namro.foundation.organisations.models import Unit
from namro.programme.indicators import jobs
from namro.programme.indicators.collection import actions_rounds, totals
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Channel, MailState
from namro.programme.indicators.collection.models import (
    Cell,
    Digest,
    Form,
    Round,
    Sheet,
    SheetFile,
)
from namro.programme.indicators.collection.models_drops import Drop
from namro.programme.indicators.collection.workbooks import dropping
from namro.programme.indicators.collection.workbooks.faults import Outcome
from namro.programme.indicators.collection.workbooks.making import make_workbook
from namro.programme.indicators.models import Indicator, Observation
from tests.config.clusters import wait_until
from tests.foundation.organisations.conftest import BASIS, new
from tests.programme.indicators.collection.conftest import WHY
from tests.programme.indicators.collection.killing import (
    MailServer,
    Worker,
    Workers,
    holding,
)
from tests.programme.indicators.collection.test_many_at_once import UNITS, People
from tests.programme.indicators.collection.test_reminders import DUE, at
from tests.programme.indicators.collection.test_workbooks import filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OFFICERS = 24
MERGED = ("00000", "00001")
BOOKS = 4
# What broke off while it was sent is given up after half an hour.
BETWEEN = dt.timedelta(minutes=31).total_seconds()


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> float:
    """How many seconds after now it is the morning on which February's figures are due."""
    now = timezone.now
    seconds = (at(DUE) - now()).total_seconds()
    monkeypatch.setattr(timezone, "now", lambda: now() + dt.timedelta(seconds=seconds))
    return seconds


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
        server.shutdown()


@pytest.fixture
def january(ahead: float, operator: Operator, indicators: dict[str, Indicator]) -> Round:
    """Of 126 communes two have merged in March; two forms recur since February, and January's
    round of the first is under way."""
    rows = [new("01", None, kind=Kind.PROVINCE)]
    rows += [new(f"{number:05}", "01", number) for number in range(UNITS)]
    top = found(operator, rows, None, reason=WHY)[0]
    said: dict[str, Any] = {"top": top, "unit_kinds": ["commune"], "steps": ["top"], "reason": WHY}
    said |= {"scope": "Thành phố Thử Nghiệm", "recurs_from": dt.date(2026, 2, 1)}
    first = [Asked(indicators["dossiers"]), Asked(indicators["on_time"], as_fraction=True)]
    form, _new = actions_rounds.define_form(operator, "a", first, name="Biểu một", **said)
    second = [Asked(indicators["worst"])]
    actions_rounds.define_form(operator, "b", second, name="Biểu hai", **said)
    until = dt.date(2026, 3, 31)
    made, _new = actions_rounds.open_round(
        operator, form, month(2026, 1), reason=WHY, due_on=until, closes_on=until
    )
    ended = list(Unit.objects.filter(code__in=MERGED))
    day = dt.date(2026, 3, 1)
    merge(operator, ended, new("90000", "01"), day, reason=WHY, basis=BASIS)
    return made


@pytest.fixture
def officers(january: Round, officer_of: Callable[..., User]) -> list[User]:
    """Officers of communes, and one of the city, who answers for all others."""
    units = Unit.objects.filter(kind="commune", valid_to__isnull=True).order_by("code")
    made = [
        officer_of(unit, f"xa-{unit.code}", Role.REPORTING_OFFICER) for unit in units[:OFFICERS]
    ]
    made.append(officer_of(january.form.top, "thanh-pho", Role.REPORTING_OFFICER))
    for user in made:
        user.email = f"{user.username}@example.org"
        user.save()
    return made


class Day:
    """The day as it goes: the schedule, one worker after the other, and how each ends."""

    def __init__(self, workers: Workers, mail: MailServer, ahead: float) -> None:
        self.workers, self.mail, self.ahead, self.kills = workers, mail, ahead, 0

    def begin(self, *tasks: Any) -> Worker:
        """What is scheduled falls due, and a worker takes up what waits."""
        for task in tasks:
            with suppress(AlreadyEnqueued):
                task.defer(timestamp=0)
        return self.workers.begin(self.ahead + self.kills * BETWEEN)

    def end(self, worker: Worker) -> None:
        worker.kill()
        self.kills += 1

    def killed_at_lock(self, statement: str, *tasks: Any) -> None:
        """Killed when it waits for what a statement of somebody else holds."""
        with holding(statement):
            worker = self.begin(*tasks)
            worker.wait_for_lock()
            self.end(worker)


@pytest.fixture
def day(db: None, tmp_path: Path, mail: MailServer, ahead: float) -> Iterator[Day]:
    workers = Workers(tmp_path, mail)
    yield Day(workers, mail, ahead)
    workers.stop()


def locked(table: str, where: str) -> str:
    return f"SELECT FROM {table} WHERE {where} FOR UPDATE"


def workbooks_killed(day: Day, person: User) -> Drop:
    """Workbooks of four communes, sent in at once."""
    asked = Sheet.objects.filter(round__form__key="a", round__first_day=dt.date(2026, 2, 1))
    sheets = list(asked.exclude(unit__code__in=MERGED).order_by("pk")[:BOOKS])
    cells = {"G9": 100, "G10": 90, "H10": 100}
    drop = dropping.receive(
        person, [(f"{each.code}.xlsx", filled(make_workbook(each), cells)) for each in sheets]
    )
    dropping.send_to_work(drop.pk)
    # Before the third is looked at; then while it is entered.
    day.killed_at_lock(locked(Sheet._meta.db_table, f"id = {sheets[2].pk}"))
    outcomes = drop.files.order_by("place").values_list("outcome", flat=True)
    assert list(outcomes) == ["taken", "taken", "waiting", "waiting"]
    held = f"LOCK TABLE {Cell._meta.db_table} IN SHARE MODE"
    day.killed_at_lock(held, jobs.take_up_drops)
    assert list(outcomes.all()) == ["taken", "taken", "waiting", "waiting"]
    return drop


def sent() -> int:
    return Digest.objects.filter(state=MailState.SENT).count()


def test_killed_fourteen_times(
    january: Round,
    officers: list[User],
    operator: Operator,
    day: Day,
) -> None:
    handed_over = list(january.sheets.filter(unit__code__in=MERGED).values_list("pk", flat=True))
    people = People(january, january.sheets.exclude(pk__in=handed_over))
    with ThreadPoolExecutor(4) as pool:
        for act in (people.officer, people.officer, people.approver, people.approver):
            pool.submit(people.run, act, 1)
        opening_killed(day, handed_over)
    assert people.errors == []
    reminding_killed(day, officers)
    uncertain = sending_killed(day)
    day.killed_at_lock(f"LOCK TABLE {Seal._meta.db_table} IN SHARE MODE", history_jobs.seal_history)
    drop = workbooks_killed(day, officers[-1])
    assert day.kills == 14

    # The hours after: what was broken off is taken up again, by whoever works next.
    worker = day.begin(jobs.open_rounds, jobs.remind, jobs.take_up_drops)
    unsettled = Digest.objects.filter(state__in=(MailState.WAITING, MailState.SENDING))
    todo = ProcrastinateJob.objects.filter(status="todo")
    unread = drop.files.filter(outcome=Outcome.WAITING)
    left = (unsettled, todo, unread)
    assert wait_until(lambda: not any(each.exists() for each in left), 20), [
        *unsettled.values_list("state", "tries"), worker.log.read_text()
    ]  # fmt: skip
    before = everything()
    again: tuple[Any, ...] = (jobs.open_rounds, jobs.remind, history_jobs.seal_history)
    for task in again:
        task.defer(timestamp=0)
    assert wait_until(lambda: bool(sealed()), 20), worker.log.read_text()
    assert everything() == before
    day.end(worker)

    each_round_opened_once(handed_over)
    each_figure_once(people)
    each_reminder_once(officers, day.mail, uncertain)
    each_workbook_once(drop)
    # All of it is told, and sealed.
    told = verify(operator, sealed())
    assert (told.findings, told.unguarded, sum(told.unsealed.values())) == ([], [], 0)


def opening_killed(day: Day, handed_over: list[int]) -> None:
    first, second = Form.objects.order_by("key")
    form = Form._meta.db_table
    day.killed_at_lock(locked(form, f"id = {first.pk}"), jobs.open_rounds)
    assert Round.objects.count() == 1
    # Within a round: its row is there, none of its sheets.
    day.killed_at_lock(f"LOCK TABLE {Sheet._meta.db_table} IN SHARE MODE", jobs.open_rounds)
    assert Round.objects.count() == 1
    # Between two rounds.
    day.killed_at_lock(locked(form, f"id = {second.pk}"), jobs.open_rounds)
    assert Round.objects.count() == 2
    # Between two sheets that are handed over.
    last = max(Sheet.objects.filter(unit__code__in=MERGED).values_list("pk", flat=True))
    assert last not in handed_over
    held = locked(Sheet._meta.db_table, f"id = {last}")
    day.killed_at_lock(held, jobs.open_rounds)
    assert Round.objects.count() == 3
    successor = Unit.objects.get(code="90000")
    assert 0 < Sheet.objects.filter(holder=successor).count() < 3 * len(MERGED)


def reminding_killed(day: Day, officers: list[User]) -> None:
    # Somebody else makes the digest of one in the middle: the worker stands before it.
    people = sorted(each.pk for each in officers)
    one = f"""
        INSERT INTO indicators_digest (person_id, "on", overdue, due_soon, returned, waiting,
            state, tries, error, surely_not_sent, made_at, changed_at)
        VALUES ({people[len(people) // 2]}, '{DUE}', '{{}}', '{{}}', '{{}}', '{{}}',
            'waiting', 0, '', false, now(), now())
    """  # noqa: S608
    day.killed_at_lock(one, jobs.remind)
    made = Digest.objects.count()
    assert 0 < made < len(officers)
    # Taken up, and not yet claimed: nobody was told anything.
    day.killed_at_lock(locked(Digest._meta.db_table, "state = 'waiting'"))
    assert not day.mail.taken
    # The rest go; then: a row is written, and the job that sends it is not yet.
    with holding(one) as other:
        worker = day.begin(jobs.remind)
        worker.wait_for_lock()
        with holding("LOCK TABLE procrastinate_jobs IN SHARE MODE"):
            other.rollback()
            worker.wait_for_lock("procrastinate_defer")
            day.end(worker)
    assert Digest.objects.count() == made


def sending_killed(day: Day) -> int:
    """Returns of how many digests nobody can know whether they went."""
    digest = Digest._meta.db_table
    with day.mail.held("greeting"):  # claimed; the server has not said a word
        worker = day.begin(jobs.remind)
        day.mail.wait()
        day.end(worker)
    with day.mail.held("taken"):  # the server has it, and has not said so
        worker = day.begin()
        day.mail.wait()
        day.end(worker)
    with day.mail.held("taken"):  # the server has said so, and nobody has written it down
        worker = day.begin()
        day.mail.wait()
        with holding(locked(digest, "state = 'sending'")):
            day.mail.go_on()
            worker.wait_for_lock()
            day.end(worker)
    assert broken_off() == 3
    # Somewhere between one e-mail and the next, whichever it is.
    before = sent()
    worker = day.begin()
    assert wait_until(lambda: sent() > before + 2)
    day.end(worker)
    return broken_off()


def broken_off() -> int:
    """How many were being sent, some of which were given up since."""
    return Digest.objects.filter(state__in=(MailState.SENDING, MailState.FAILED)).count()


def everything() -> tuple[Any, ...]:
    """How much there is of what must come once."""
    sheets = sorted(Sheet.objects.values_list("pk", "state", "holder"))
    digests = sorted(Digest.objects.values_list("pk", "state", "tries"))
    return Round.objects.count(), sheets, digests


def sealed() -> list[SealDigest]:
    end = Seal.objects.defer("entries").order_by("number").last()
    waits = ProcrastinateJob.objects.filter(status="todo").exists()
    return [end.digest()] if end is not None and not waits else []


def each_round_opened_once(handed_over: list[int]) -> None:
    assert sorted(Round.objects.values_list("form__key", "first_day")) == [
        ("a", dt.date(2026, 1, 1)), ("a", dt.date(2026, 2, 1)), ("b", dt.date(2026, 2, 1))
    ]  # fmt: skip
    for model, count in ((Round, 3), (Sheet, 3 * UNITS)):
        made: Any = entries_of(model)
        made = made.filter(pgh_label="insert").values_list("pgh_obj", flat=True)
        assert sorted(made) == sorted(model.objects.values_list("pk", flat=True))
        assert len(made) == count
    # Each sheet of the two that ended went to their successor, once.
    successor = Unit.objects.get(code="90000")
    theirs = sorted(Sheet.objects.filter(unit__code__in=MERGED).values_list("pk", flat=True))
    events: Any = entries_of(Sheet)
    handed = events.filter(pgh_label="update", holder=successor)
    assert len(theirs) == 3 * len(MERGED)
    assert set(handed_over) < set(theirs)
    assert sorted(handed.values_list("pgh_obj", flat=True)) == theirs


def each_figure_once(people: People) -> None:
    states = Counter(Sheet.objects.values_list("round", "state"))
    january = people.round.pk
    assert states[january, "approved"] == people.told["approved"] == UNITS - len(MERGED)
    assert sum(number for key, number in states.items() if key[0] != january) == 2 * UNITS
    assert Observation.objects.count() == 2 * people.told["approved"]
    assert totals.differences() == []


def each_workbook_once(drop: Drop) -> None:
    assert [each.outcome for each in drop.files.all()] == ["taken"] * BOOKS
    cells = Cell.objects.filter(channel=Channel.WORKBOOK)
    assert cells.count() == 2 * BOOKS
    assert SheetFile.objects.count() == BOOKS
    events: Any = entries_of(Cell)
    written = events.filter(channel=Channel.WORKBOOK).values_list("pgh_obj", flat=True)
    assert sorted(written) == sorted(cells.values_list("pk", flat=True))


def each_reminder_once(officers: list[User], mail: MailServer, uncertain: int) -> None:
    digests = list(Digest.objects.all())
    assert sorted(each.person_id for each in digests) == sorted(each.pk for each in officers)
    assert set(mail.taken.values()) == {1}
    state = {each.message_id: each.state for each in digests}
    assert set(mail.taken) <= set(state)
    assert {name for name, each in state.items() if each == "sent"} <= set(mail.taken)
    # Of those that a killed worker had in hand nobody can know: they are shown, not sent again.
    doubtful = [each for each in digests if each.state == MailState.FAILED]
    assert len(doubtful) == uncertain <= 4
    assert not any(each.surely_not_sent for each in doubtful)
    assert len(state) - len(doubtful) == sum(each == "sent" for each in state.values())
