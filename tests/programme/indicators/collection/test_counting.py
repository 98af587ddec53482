"""How many are asked is kept and counted anew alike; what is remembered is what would be made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators import rules
from namro.programme.indicators.collection import actions_sheets, counting, reading
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.counting import Asked
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, RollUp, Round, RoundCount
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.remembering import Remembered
from tests.programme.indicators.collection.conftest import COMMUNES, WHY, fill, publish, sheet_of

_WITHOUT = Entry(not_applicable="Không phát sinh")
_COUNT = st.sampled_from([1, 2, 30]) | st.just(_WITHOUT)
_RATE = st.sampled_from([(1, 2), (0, 5), (7, 7)]) | st.just(_WITHOUT)
_STEP = st.tuples(st.sampled_from(COMMUNES), _COUNT, _RATE, st.booleans())


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(history=st.lists(_STEP, min_size=1, max_size=8))
def test_counts_and_what_is_remembered_equal_what_is_made_anew(
    operator: Operator,
    round_: Round,
    form: Form,
    indicators: dict[str, Indicator],
    history: list[tuple[str, object, object, bool]],
) -> None:
    with transaction.atomic():
        for code, count, rate, opened_again in history:
            _report(operator, round_, code, count, rate)
            if opened_again:
                actions_sheets.correct(operator, sheet_of(round_, code).pk, "again")
            assert counting.differences() == []
            remembered = _told(indicators, form)
            reading._MADE.clear()
            assert remembered == _told(indicators, form)
        kept = set(RoundCount.objects.filter(count__gt=0).values_list("round", "item", "count"))
        counting.recount()
        assert set(RoundCount.objects.values_list("round", "item", "count")) == kept
        transaction.set_rollback(True)


def _report(operator: Operator, round_: Round, code: str, *figures: object) -> None:
    sheet = sheet_of(round_, code)
    if sheet.state == SheetState.APPROVED:
        actions_sheets.correct(operator, sheet.pk, "again")
    # What is published is not emptied.
    published = set(sheet.observations.values_list("indicator", flat=True))
    items = list(round_.form.items.all())
    said = [
        None if figure is _WITHOUT and item.indicator_id in published else figure
        for item, figure in zip(items, figures, strict=False)
    ]
    publish(operator, round_, code, *said)


def _told(indicators: dict[str, Indicator], form: Form) -> dict[object, set[rules.Observation]]:
    found = reading.totals_of(indicators.values(), [form.scope], timezone.localdate())
    return {key: set(figures) for key, figures in found.items() if figures}


def test_whom_an_item_does_not_apply_to_is_not_asked(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    of = (form.pk, round_.first_day, round_.last_day, indicators["dossiers"].pk, "in_period")
    assert Asked([form.pk])(*of) == len(COMMUNES)
    sheet = publish(operator, round_, "00001", _WITHOUT, (1, 2))
    assert Asked([form.pk])(*of) == len(COMMUNES) - 1
    actions_sheets.correct(operator, sheet.pk, "again")
    assert Asked([form.pk])(*of) == len(COMMUNES)


def test_a_wrong_count_is_found_and_put_right(operator: Operator, round_: Round) -> None:
    RoundCount.objects.update(count=99)
    assert counting.differences()
    counting.recount()
    assert not counting.differences()


def test_what_is_remembered_says_nothing_of_an_earlier_day(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    dossiers = [indicators["dossiers"]]
    today = timezone.localdate()
    assert reading.totals_of(dossiers, [form.scope], today)[dossiers[0].pk, form.scope]
    before = reading.totals_of(dossiers, [form.scope], today - dt.timedelta(days=1))
    assert not before[dossiers[0].pk, form.scope]


def test_a_row_changed_by_whatever_is_read_anew(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    dossiers = indicators["dossiers"]

    def value() -> object:
        found = reading.totals_of([dossiers], [form.scope], timezone.localdate())
        return found[dossiers.pk, form.scope][0].number

    assert value() == 100
    RollUp.objects.filter(indicator=dossiers).update(total=7)
    assert value() == 7
    with CaptureQueriesContext(connection) as asked:
        assert value() == 7
    assert not any("numerator" in each["sql"] for each in asked)


def test_the_oldest_is_forgotten_first() -> None:
    known: Remembered[int] = Remembered(2)
    for key in ("a", "b"):
        known.keep(key, 1)
    known.get("a")
    known.keep("c", 1)
    assert (known.get("a"), known.get("b"), known.get("c")) == (1, None, 1)


def test_what_is_remembered_goes_by_the_values_of_its_key() -> None:
    known: Remembered[str] = Remembered(9)
    known.keep((-1, "a"), "one")
    known.keep((-2, "a"), "two")  # Python gives -1 and -2 the same hash
    assert hash((-1, "a")) == hash((-2, "a"))
    assert (known.get((-1, "a")), known.get((-2, "a"))) == ("one", "two")
    known.keep((-1, "a"), "other")
    assert known.made((-1, "a"), lambda: "made anew") == "other"
    assert known.made((-3, "a"), lambda: "made") == "made"


@pytest.fixture
def approver(officer_of: Callable[[Unit, str, Role], User], city: dict[str, Unit]) -> User:
    """Approves all that comes from below the city."""
    return officer_of(city["01"], "duyet", Role.APPROVER)


def test_the_queue_asks_as_often_for_many_as_for_one(
    operator: Operator, round_: Round, approver: User, client: Client
) -> None:
    client.force_login(approver)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page = client.get("/chi-tieu/thu-thap/cho-duyet/")
        assert page.status_code == 200
        return len(found)

    def submit(code: str) -> None:
        sheet = fill(operator, round_, code, 10, (9, 10))
        actions_sheets.submit(operator, sheet.pk, reason=WHY)
        if round_.form.steps[0] == "above":
            actions_sheets.approve(operator, sheet.pk, reason=WHY)

    submit("00001")
    asked()
    one = asked()
    for code in ("00002", "00003", "00004"):
        submit(code)
    assert asked() == one
