"""What stands beside each field, and what deserves a second look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar import Period
from namro.foundation.calendar.periods import month
from namro.programme.indicators.collection import actions_rounds
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.rules.checking import Check
from tests.programme.indicators.collection.conftest import WHY, fill, publish, sheet_of


def opened(operator: Operator, form: Form, period: Period) -> Round:
    """A round that takes sheets now, whatever its period."""
    until = timezone.localdate() + dt.timedelta(days=30)
    return actions_rounds.open_round(
        operator, form, period, reason=WHY, due_on=until, closes_on=until
    )[0]


def rows(round_: Round, *, peers: bool = False) -> dict[str, Row]:
    found = rows_of(sheet_of(round_, "00001"), peers=peers)
    return {each.item.indicator.key: each for each in found}


@pytest.fixture
def year_so_far(operator: Operator, form: Form) -> Round:
    """June 2024, April and May 2025 are published; June 2025 is open."""
    for period, dossiers in ((month(2024, 6), 80), (month(2025, 4), 90), (month(2025, 5), 100)):
        publish(operator, opened(operator, form, period), "00001", dossiers, (9, 10))
    dossiers_ = form.items.get(indicator__key="ho-so")
    dossiers_.indicator.over_time = "sum"
    dossiers_.indicator.save()
    dossiers_.jump, dossiers_.lowest = 50, 0
    dossiers_.save()
    return opened(operator, form, month(2025, 6))


def test_what_is_known_stands_beside(operator: Operator, year_so_far: Round) -> None:
    fill(operator, year_so_far, "00001", 110)
    found = rows(year_so_far)
    dossiers = found["ho-so"]
    assert [dossiers.previous, dossiers.last_year, dossiers.value] == [100, 80, 110]
    assert dossiers.cumulated == 90 + 100 + 110  # not 2024's
    assert [found["dung-han"].previous, found["dung-han"].cumulated] == [90, None]
    assert [found[key].missing for key in ("ho-so", "dung-han", "so-ngay")] == [False, True, False]


def test_a_jump_is_doubted_and_not_refused(operator: Operator, year_so_far: Round) -> None:
    fill(operator, year_so_far, "00001", 1000, (11, 10))
    found = rows(year_so_far)
    assert {each.check for each in found["ho-so"].doubts} == {Check.JUMP, Check.JUMP_LAST_YEAR}
    assert [each.check for each in found["dung-han"].doubts] == [Check.MORE_THAN_WHOLE]
    fill(operator, year_so_far, "00001", 110, (10, 10))
    assert not any(row.doubts for row in rows(year_so_far).values())


def test_a_relation_between_fields(operator: Operator, year_so_far: Round) -> None:
    item = year_so_far.form.items.get(indicator__key="lau-nhat")
    item.equation = "[lau-nhat] >= [so-ngay]"
    item.save()
    fill(operator, year_so_far, "00001", 110, (10, 10), 5, 3)
    assert [each.check for each in rows(year_so_far)["lau-nhat"].doubts] == [Check.RELATION]


def test_what_is_cumulated_is_held_beside_the_same_month(
    operator: Operator, year_so_far: Round
) -> None:
    """It grows all year: December is no jump from November, nor from January."""
    year_so_far.form.items.filter(indicator__key="lau-nhat").update(measure="since_year_start")
    publish(operator, opened(operator, year_so_far.form, month(2025, 1)), "00001", 1, (1, 1), 1, 1)
    item = year_so_far.form.items.get(indicator__key="lau-nhat")
    item.jump = 10
    item.save()
    fill(operator, year_so_far, "00001", 110, (10, 10), 5, 60)
    assert rows(year_so_far)["lau-nhat"].doubts == ()
    fill(operator, year_so_far, "00001", None, None, None, 0)
    assert [each.check for each in rows(year_so_far)["lau-nhat"].doubts] == [Check.FALLING]
