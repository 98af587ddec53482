"""Totals follow each approval, equal a full count, and answer for an earlier day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import month
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds, actions_sheets, totals
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, RollUp, Round
from namro.programme.indicators.collection.reading import totals_of
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.rules.kinds import Stage
from tests.programme.indicators.collection.conftest import COMMUNES, WHY, publish, sheet_of


def value_of(form: Form, indicator: Indicator, known: dt.date | None = None) -> Fraction | None:
    """The city's figure of an indicator."""
    day = known or timezone.localdate()
    found = totals_of([indicator], [form.scope], day)[indicator.pk, form.scope]
    return found[0].number if found else None


def test_totals_follow_each_approval(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    publish(operator, round_, "00001", 100, (90, 100), 2, 9)
    publish(operator, round_, "00003", 300, (150, 200), 6, 30)
    assert value_of(form, indicators["dossiers"]) == 400
    # Not the mean of 90 % and 75 %.
    assert value_of(form, indicators["on_time"]) == Fraction(240, 300) * 100
    assert value_of(form, indicators["days"]) == Fraction(2 * 100 + 6 * 300, 400)
    assert value_of(form, indicators["worst"]) == 30
    district = RollUp.objects.get(
        unit=Unit.objects.get(code="001"), indicator=indicators["dossiers"]
    )
    assert (int(district.total), district.count) == (100, 1)
    # What half of the units have not reported is no verdict.
    found = totals_of([indicators["dossiers"]], [form.scope], timezone.localdate())
    (half,) = found[indicators["dossiers"].pk, form.scope]
    assert (half.stage, "2/4 đơn vị" in half.source) == (Stage.ESTIMATE, True)
    for code in ("00002", "00004"):
        publish(operator, round_, code, 0, Entry(not_applicable="Không phát sinh"))
    found = totals_of(indicators.values(), [form.scope], timezone.localdate())
    assert found[indicators["dossiers"].pk, form.scope][0].stage == Stage.FINAL
    assert found[indicators["on_time"].pk, form.scope][0].stage == Stage.FINAL
    assert not totals.differences()


def test_a_correction_is_taken_off_and_the_highest_is_sought_again(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    publish(operator, round_, "00001", 100, (90, 100), 2, 40)
    sheet = publish(operator, round_, "00003", 300, (150, 200), 6, 90)
    actions_sheets.correct(operator, sheet.pk, "Nhầm")
    publish(operator, round_, "00003", 200, (150, 150), 6, 9)
    assert value_of(form, indicators["dossiers"]) == 300
    assert value_of(form, indicators["on_time"]) == Fraction(240, 250) * 100
    # Its weight was corrected, not the mean itself.
    assert value_of(form, indicators["days"]) == Fraction(2 * 100 + 6 * 200, 300)
    assert value_of(form, indicators["worst"]) == 40
    assert not totals.differences()


def test_what_was_known_on_an_earlier_day(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    sheet = publish(operator, round_, "00001", 100, (90, 100))
    _published_days_ago(10)
    actions_sheets.correct(operator, sheet.pk, "Nhầm")
    publish(operator, round_, "00001", 70)
    today = timezone.localdate()
    dossiers = indicators["dossiers"]
    assert value_of(form, dossiers, today) == 70
    assert value_of(form, dossiers, today - dt.timedelta(days=1)) == 100
    assert value_of(form, dossiers, today - dt.timedelta(days=11)) is None


def _published_days_ago(days: int) -> None:
    """As if it had been approved then: nothing in the application can do that."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE indicators_observation SET published_on = published_on - %s", [days])
        cursor.execute("UPDATE indicators_rollup SET changed_on = changed_on - %s", [days])
        cursor.execute("SET LOCAL session_replication_role = origin")


_FIGURES = st.tuples(
    st.integers(0, 40),
    st.tuples(st.integers(0, 40), st.integers(1, 40)),
    st.none() | st.integers(0, 20),
    st.none() | st.decimals(0, 20, places=2),
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(history=st.lists(st.tuples(st.sampled_from(COMMUNES), _FIGURES), max_size=8))
def test_incremental_equals_a_full_count(
    operator: Operator,
    round_: Round,
    history: list[tuple[str, tuple[object, ...]]],
) -> None:
    with transaction.atomic():
        _live(operator, round_, history)
        assert not totals.differences()
        kept = set(_rows())
        totals.recount()
        assert set(_rows()) == kept
        transaction.set_rollback(True)


def _live(operator: Operator, round_: Round, history: list[tuple[str, tuple[object, ...]]]) -> None:
    for code, figures in history:
        sheet = sheet_of(round_, code)
        if sheet.state == SheetState.APPROVED:
            actions_sheets.correct(operator, sheet.pk, "again")
        # What is published is not emptied.
        published = {each.item_id: each.value for each in sheet.cells.all()}
        items = list(round_.form.items.all())
        figures = tuple(
            published.get(item.pk) if figure is None else figure
            for item, figure in zip(items, figures, strict=True)
        )
        publish(operator, round_, code, *figures)


def _rows() -> list[tuple[object, ...]]:
    rows = RollUp.objects.filter(count__gt=0).values_list(
        *("indicator", "unit", "count", "estimates", "total", "numerator", "denominator"),
        *("lowest", "highest", "changed_on"),
    )
    return [tuple(row) for row in rows]


def test_a_difference_is_found(operator: Operator, round_: Round) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    RollUp.objects.filter(total=100).update(total=Decimal(99))
    assert totals.differences()
    totals.recount()
    assert not totals.differences()
    assert Observation.objects.count() == 2


def test_the_year_follows_from_its_months(
    operator: Operator, form: Form, indicators: dict[str, Indicator]
) -> None:
    """A year's rate is that of all its dossiers, not of its last month; its worst the worst."""
    for key, over_time in (("on_time", "weighted"), ("worst", "maximum"), ("days", "last")):
        indicators[key].over_time = over_time
        indicators[key].save()
    year_2025 = [month(2025, number) for number in range(1, 13)]
    for number, period in enumerate(year_2025, start=1):
        round_ = actions_rounds.open_round(
            operator, form, period, reason=WHY, closes_on=dt.date(2040, 1, 1)
        )[0]
        if number == 12:
            assert not _years(indicators.values(), form)
        for code in COMMUNES:
            publish(operator, round_, code, 1, (number, 2 * number), number, 100 - number)
    told = _years(indicators.values(), form)
    assert told == {"dung-han": 50, "lau-nhat": 99, "so-ngay": 12}


def _years(indicators: Iterable[Indicator], form: Form) -> dict[str, Fraction]:
    found = totals_of(list(indicators), [form.scope], timezone.localdate())
    return {
        indicator.key: each.number
        for indicator in indicators
        for each in found[indicator.pk, form.scope]
        if (each.period.first, each.period.last) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    }
