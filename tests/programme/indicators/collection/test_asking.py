"""What stands beside each field, and what deserves a second look."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from django.utils import timezone

from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar import Period
from namro.foundation.calendar.periods import month
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds, actions_sheets
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules import outliers
from namro.programme.indicators.rules.checking import Check
from tests.programme.indicators.collection.conftest import COMMUNES, WHY, fill, publish, sheet_of


def opened(operator: Operator, form: Form, period: Period) -> Round:
    """A round that takes sheets now, whatever its period."""
    until = timezone.localdate() + dt.timedelta(days=30)
    return actions_rounds.open_round(
        operator, form, period, reason=WHY, due_on=until, closes_on=until
    )[0]


def rows(round_: Round, *, peers: Peers | None = None) -> dict[str, Row]:
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


def test_a_share_so_far_is_of_all_that_was_counted(operator: Operator, year_so_far: Round) -> None:
    """The year's share is no mean of the months'."""
    share = year_so_far.form.items.get(indicator__key="dung-han").indicator
    share.over_time = "weighted"
    share.save()
    assert rows(year_so_far)["dung-han"].cumulated == 90
    fill(operator, year_so_far, "00001", 110, (10, 30))
    assert rows(year_so_far)["dung-han"].cumulated == Fraction(9 + 9 + 10, 10 + 10 + 30) * 100


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


@pytest.fixture
def may_of_all(monkeypatch: pytest.MonkeyPatch, operator: Operator, form: Form) -> Round:
    """May 2025 is published of all four, who are enough to say; June is open."""
    monkeypatch.setattr(outliers, "LEAST", 4)
    may = opened(operator, form, month(2025, 5))
    for code, dossiers in zip(COMMUNES, (98, 100, 101, 103), strict=True):
        publish(operator, may, code, dossiers, (9, 10))
    return opened(operator, form, month(2025, 6))


def told(round_: Round, peers: Peers) -> list[str]:
    """What is doubtful of the dossiers beside those of others."""
    kinds = (Check.FAR_FROM_PEERS, Check.FAR_FROM_PEERS_BEFORE)
    return [each.vi for each in rows(round_, peers=peers)["ho-so"].doubts if each.check in kinds]


def test_who_fills_in_is_told_of_what_the_block_published_before_and_of_nothing_newer(
    operator: Operator, may_of_all: Round
) -> None:
    fill(operator, may_of_all, "00001", 900, (9, 10))
    (said,) = told(may_of_all, Peers.BEFORE)
    assert said.startswith("900")
    assert "lệch xa số đã công bố kỳ trước của 4 đơn vị cùng khối: trung vị 100,5" in said
    assert told(may_of_all, Peers.NOW) == []
    # What others send and publish of this period changes nothing of what is told.
    for code in ("00002", "00003", "00004"):
        publish(operator, may_of_all, code, 905, (9, 10))
    assert told(may_of_all, Peers.BEFORE) == [said]
    fill(operator, may_of_all, "00001", 102, (9, 10))
    assert told(may_of_all, Peers.BEFORE) == []


def test_what_is_told_of_the_block_follows_its_corrections(
    operator: Operator, may_of_all: Round
) -> None:
    fill(operator, may_of_all, "00001", 900, (9, 10))
    assert told(may_of_all, Peers.BEFORE)
    may = Round.objects.get(last_day=dt.date(2025, 5, 31))
    for code in ("00002", "00003", "00004"):
        sheet = sheet_of(may, code)
        actions_sheets.correct(operator, sheet.pk, "cộng nhầm")
        publish(operator, may, code, 899 + int(code), (9, 10))
    assert told(may_of_all, Peers.BEFORE) == []


def test_nothing_is_told_of_restricted_figures_of_others(
    operator: Operator, may_of_all: Round
) -> None:
    fill(operator, may_of_all, "00001", 900, (9, 10))
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    assert told(may_of_all, Peers.BEFORE) == []


def test_who_approves_is_told_of_the_others_as_they_are_published_by_now(
    operator: Operator, may_of_all: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outliers, "LEAST", 2)
    fill(operator, may_of_all, "00001", 900, (9, 10))
    publish(operator, may_of_all, "00002", 100, (9, 10))
    assert told(may_of_all, Peers.NOW) == []  # one other is too few to say
    publish(operator, may_of_all, "00003", 103, (9, 10))
    (said,) = told(may_of_all, Peers.NOW)
    assert "lệch xa 2 đơn vị khác trong kỳ: trung vị 101,5" in said
    # What the unit itself published is not among the others when it is put right.
    publish(operator, may_of_all, "00001", 900, (9, 10))
    actions_sheets.correct(operator, sheet_of(may_of_all, "00001").pk, "xem lại")
    assert told(may_of_all, Peers.NOW) == [said]
    publish(operator, may_of_all, "00004", 901, (9, 10))
    (said,) = told(may_of_all, Peers.NOW)
    assert "lệch xa 3 đơn vị khác trong kỳ: trung vị 103" in said
    actions_sheets.correct(operator, sheet_of(may_of_all, "00002").pk, "cộng nhầm")
    assert told(may_of_all, Peers.NOW) == [said]  # what is published stands meanwhile
    publish(operator, may_of_all, "00002", 905, (9, 10))
    assert told(may_of_all, Peers.NOW) == []


def test_what_others_publish_stands_while_a_correction_of_it_waits(
    operator: Operator, may_of_all: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outliers, "LEAST", 2)
    fill(operator, may_of_all, "00001", 900, (9, 10))
    for code, dossiers in (("00002", 100), ("00003", 103)):
        publish(operator, may_of_all, code, dossiers, (9, 10))
    (before,) = told(may_of_all, Peers.NOW)
    publish(operator, may_of_all, "00004", 106, (9, 10))
    (said,) = told(may_of_all, Peers.NOW)
    assert said != before
    actions_sheets.correct(operator, sheet_of(may_of_all, "00004").pk, "cộng nhầm")
    fill(operator, may_of_all, "00004", 107, (9, 10))
    actions_sheets.submit(operator, sheet_of(may_of_all, "00004").pk, reason=WHY)
    assert told(may_of_all, Peers.NOW) == [said]
    # A unit that is found to be of another block is no longer one of the others.
    Unit.objects.filter(code="00004").update(block="party")
    assert told(may_of_all, Peers.NOW) == [before]


def test_the_past_is_held_beside_what_is_filled_and_shown_beside_what_is_not(
    operator: Operator, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three years back beside a figure; beside an empty field the periods that are shown."""
    monkeypatch.setattr(outliers, "LEAST", 3)
    for period, dossiers in ((month(2023, 7), 99), (month(2024, 6), 100), (month(2025, 5), 102)):
        publish(operator, opened(operator, form, period), "00001", dossiers, (9, 10))
    june = opened(operator, form, month(2025, 6))
    empty = rows(june)["ho-so"]
    assert [empty.previous, empty.last_year, empty.doubts] == [102, 100, ()]
    fill(operator, june, "00001", 900)
    filled = rows(june)
    (said,) = [each.vi for each in filled["ho-so"].doubts if each.check is Check.FAR_FROM_PAST]
    assert "lệch xa 3 kỳ trước của đơn vị: trung vị 100" in said
    assert [filled["dung-han"].previous, filled["dung-han"].last_year] == [90, 90]
