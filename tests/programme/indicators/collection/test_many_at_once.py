"""A city submits while ten approve, return and correct: nothing lost, nothing twice, all told."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.foundation.history.registering import entries_of
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Kind
from namro.programme.indicators.collection import actions_rounds, actions_sheets, totals
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Channel, SheetState
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Remark, Round, Sheet
from namro.programme.indicators.collection.reading import totals_of
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.models import Indicator, Observation
from tests.foundation.organisations.conftest import new
from tests.programme.indicators.collection.conftest import (
    COMMUNES,
    WHY,
    fill,
    last_month,
    publish,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
UNITS, OFFICERS, APPROVERS = 126, 6, 10
Refused = (CollectionRefused, editing.ChangedMeanwhile)


@pytest.fixture
def city_round(operator: Operator, indicators: dict[str, Indicator]) -> Round:
    """A round for 126 communes, approved by the city alone."""
    rows = [new("01", None, kind=Kind.PROVINCE)]
    rows += [new(f"{number:05}", "01", number) for number in range(UNITS)]
    top = found(operator, rows, None, reason=WHY)[0]
    form, _new = actions_rounds.define_form(
        operator,
        "mot-cua",
        [Asked(indicators["dossiers"]), Asked(indicators["on_time"], as_fraction=True)],
        name="Kết quả một cửa",
        top=top,
        unit_kinds=["commune"],
        scope="Thành phố Thử Nghiệm",
        steps=["top"],
        reason=WHY,
    )
    until = timezone.localdate() + dt.timedelta(days=30)
    made, _ = actions_rounds.open_round(
        operator, form, last_month(), reason=WHY, due_on=until, closes_on=until
    )
    return made


def entered(round_: Round, number: int) -> dict[int, Entry]:
    first, second = round_.form.items.order_by("order")
    return {
        first.pk: Entry(value=Decimal(number)),
        second.pk: Entry(numerator=Decimal(number), denominator=Decimal(number + 1)),
    }


class People:
    """What happens to those who work at the same time."""

    def __init__(self, round_: Round, sheets: Any = None) -> None:
        """`sheets`: of all of the round these alone."""
        self.round = round_
        self.sheets: Any = round_.sheets if sheets is None else sheets
        self.waiting = list(self.sheets.values_list("pk", flat=True))
        self.all = len(self.waiting)
        self.lock = threading.Lock()
        self.submitted = 0
        self.told: Counter[str] = Counter()
        self.errors: list[BaseException] = []

    def run(self, act: Callable[[int], None], number: int) -> None:
        try:
            act(number)
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()

    def officer(self, number: int) -> None:
        """Fills in and submits sheets until none is left."""
        actor = Operator(f"can-bo-{number}")
        while True:
            with self.lock:
                if not self.waiting:
                    return
                key = self.waiting.pop()
            said = entered(self.round, key)
            actions_sheets.enter(actor, key, said, channel=Channel.WEB, reason=WHY)
            actions_sheets.submit(actor, key, reason=WHY)
            with self.lock:
                self.submitted += 1

    def approver(self, number: int) -> None:
        """Approves what waits, as the others do, and now and then returns a sheet."""
        actor, seed = Operator(f"nguoi-duyet-{number}"), random.Random(number)
        while True:
            done = self.submitted == self.all
            waiting = list(self.sheets.filter(state=SheetState.SUBMITTED)[:5])
            if not waiting and done:
                return
            if waiting:
                self.decide(actor, seed, seed.choice(waiting))

    def decide(self, actor: Operator, seed: random.Random, sheet: Sheet) -> None:
        seen = editing.version(sheet, actions_sheets.fields_of(sheet))
        try:
            if seed.random() < 0.1:
                actions_sheets.send_back(actor, sheet.pk, "Xem lại", seen=seen)
                self.told["returned"] += 1
                self.submitted_again(sheet.pk)
            else:
                actions_sheets.approve(actor, sheet.pk, reason=WHY, seen=seen)
                self.told["approved"] += 1
        except Refused:
            self.told["told that somebody else had decided"] += 1

    def submitted_again(self, key: int) -> None:
        actor = Operator("can-bo-sua")
        said = entered(self.round, key + 1)
        actions_sheets.enter(actor, key, said, channel=Channel.WEB, reason=WHY)
        actions_sheets.submit(actor, key, reason=WHY)


def test_a_city_at_once(
    city_round: Round, operator: Operator, indicators: dict[str, Indicator]
) -> None:
    people = People(city_round)
    work: list[tuple[Callable[[int], None], int]] = [
        *((people.officer, number) for number in range(OFFICERS)),
        *((people.approver, number) for number in range(APPROVERS)),
    ]
    with ThreadPoolExecutor(len(work)) as pool:
        for act, number in work:
            pool.submit(people.run, act, number)
    assert people.errors == []
    assert people.told["approved"] == UNITS
    sheets = city_round.sheets
    assert set(sheets.values_list("state", flat=True)) == {"approved"}
    # Nothing lost, nothing twice.
    assert Observation.objects.count() == 2 * UNITS
    assert totals.differences() == []
    returned = {each.sheet_id for each in Remark.objects.all()}
    wanted = sum(key + (key in returned) for key in sheets.values_list("pk", flat=True))
    assert city_total(city_round.form, indicators) == wanted
    # All told: who approved which sheet, once; who returned it.
    events: Any = entries_of(Sheet)
    approved = events.filter(pgh_label="update", state="approved")
    assert Counter(approved.values_list("pgh_obj", flat=True)) == Counter(
        sheets.values_list("pk", flat=True)
    )
    returns = events.filter(pgh_label="update", state="returned")
    assert returns.count() == people.told["returned"] == Remark.objects.count()
    # A correction after publication, by two who saw the same.
    one = sheets.order_by("pk")[0]
    seen = editing.version(one, actions_sheets.fields_of(one))
    actions_sheets.correct(operator, one.pk, "Nhầm", seen=seen)
    with pytest.raises(editing.ChangedMeanwhile):
        actions_sheets.correct(Operator("khac"), one.pk, "Cũng thấy nhầm", seen=seen)
    said = entered(city_round, 100_000)
    before = Observation.objects.values_list("value", flat=True).get(sheet=one, value__gte=0)
    actions_sheets.enter(operator, one.pk, said, channel=Channel.WEB, reason=WHY)
    actions_sheets.submit(operator, one.pk, reason=WHY)
    actions_sheets.approve(operator, one.pk, reason=WHY)
    assert city_total(city_round.form, indicators) == wanted - int(before or 0) + 100_000
    assert totals.differences() == []


def city_total(form: Form, indicators: dict[str, Indicator]) -> object:
    dossiers = indicators["dossiers"]
    known = totals_of([dossiers], [form.scope], timezone.localdate())
    (figure,) = known[dossiers.pk, form.scope]
    return figure.number


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What comes of acts that begin at the same moment: how each was answered."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            together.wait(10)
            act()
        except Refused as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("other", ["approves", "returns", "corrects"])
def test_two_at_the_same_sheet_and_what_both_saw(
    round_: Round, operator: Operator, indicators: dict[str, Indicator], other: str
) -> None:
    for number, code in enumerate(COMMUNES):
        if other == "corrects":
            sheet = publish(operator, round_, code, 10, (9, 10))
        else:
            sheet = fill(operator, round_, code, 10, (9, 10))
            actions_sheets.submit(operator, sheet.pk, reason=WHY)
        sheet = Sheet.objects.get(pk=sheet.pk)
        seen = editing.version(sheet, actions_sheets.fields_of(sheet))
        key, one, two = sheet.pk, Operator(f"mot-{number}"), Operator(f"hai-{number}")
        approve = partial(actions_sheets.approve, reason=WHY, seen=seen)
        send_back = partial(actions_sheets.send_back, seen=seen)
        correct = partial(actions_sheets.correct, seen=seen)
        pairs: dict[str, tuple[Callable[[], object], ...]] = {
            "approves": (partial(approve, one, key), partial(approve, two, key)),
            "returns": (partial(approve, one, key), partial(send_back, two, key, "Xem lại")),
            "corrects": (partial(correct, one, key, "Nhầm"), partial(correct, two, key, "Nhầm")),
        }
        # Of two steps one is taken, by one of them; the other is told who was first.
        assert sorted(at_once(*pairs[other])) == ["ChangedMeanwhile", "done"]
        sheet = Sheet.objects.get(pk=key)
        wanted = {
            "approves": {("submitted", 1)},
            "returns": {("submitted", 1), ("returned", 0)},
            "corrects": {("correcting", 1)},
        }
        assert (sheet.state, sheet.step) in wanted[other]
        assert sheet.remarks.count() == (sheet.state != "submitted")
    assert Observation.objects.count() == (2 * len(COMMUNES) if other == "corrects" else 0)
    assert totals.differences() == []
