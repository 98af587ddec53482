"""A sheet from opening to publication, and what it refuses on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import month
from namro.foundation.history import editing
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds, actions_sheets
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Channel, SheetState
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Remark, Round, Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.rules.kinds import Stage
from tests.programme.indicators.collection.conftest import (
    COMMUNES,
    WHY,
    entries,
    fill,
    publish,
    sheet_of,
)

OfficerOf = Callable[[Unit, str, Role], User]


def test_a_round_asks_each_unit_once(round_: Round, operator: Operator, form: Form) -> None:
    assert list(round_.sheets.values_list("unit__code", flat=True)) == list(COMMUNES)
    sheet = sheet_of(round_, "00001")
    district = Unit.objects.get(code="001")
    assert sheet.above == [district.pk, form.top_id]
    again, new = actions_rounds.open_round(
        operator, form, month(round_.first_day.year, round_.first_day.month), reason=WHY
    )
    assert (again, new) == (round_, False)
    assert Sheet.objects.count() == len(COMMUNES)


def test_rounds_recur_by_themselves(operator: Operator, form: Form) -> None:
    form.recurs_from = dt.date(2025, 9, 15)
    form.save()
    opened = actions_rounds.open_due_rounds(operator, dt.date(2025, 11, 24), reason=WHY)
    # November's opens five days before it ends.
    assert [each.first_day.month for each in opened] == [10]
    opened = actions_rounds.open_due_rounds(operator, dt.date(2025, 11, 25), reason=WHY)
    assert [each.first_day.month for each in opened] == [11]
    # A Sunday counts as the Monday after it: five working days later, closed after ten.
    assert (opened[0].due_on, opened[0].closes_on) == (dt.date(2025, 12, 8), dt.date(2025, 12, 15))
    assert not actions_rounds.open_due_rounds(operator, dt.date(2025, 11, 25), reason=WHY)


def test_a_round_that_cannot_be_opened_keeps_no_other_from_it(
    operator: Operator, form: Form
) -> None:
    form.recurs_from = dt.date(2025, 10, 1)
    form.save()
    # It comes first, and asks units of which there are none.
    Form.objects.create(
        key="a",
        name="Biểu trống",
        top=form.top,
        unit_kinds=["department"],
        scope=form.scope,
        steps=["top"],
        recurs_from=form.recurs_from,
    )
    with pytest.raises(CollectionRefused):
        actions_rounds.open_due_rounds(operator, dt.date(2025, 11, 3), reason=WHY)
    assert [each.form for each in Round.objects.all()] == [form]


def test_one_figure_is_asked_once(
    operator: Operator, form: Form, indicators: dict[str, Indicator]
) -> None:
    with pytest.raises(CollectionRefused) as refused:
        actions_rounds.define_form(
            operator,
            "khac",
            [Asked(indicators["dossiers"])],
            name="Biểu khác",
            top=form.top,
            unit_kinds=["commune"],
            scope="x",
            steps=["top"],
            reason=WHY,
        )
    assert refused.value.code == "asked_already"
    assert "Kết quả một cửa" in refused.value.message("vi")
    assert Form.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "as_fraction", "code"),
    [("on_time", False, "fraction_needed"), ("days", True, "value_needed")],
)
def test_asked_as_it_is_totalled(
    operator: Operator,
    city: dict[str, Unit],
    indicators: dict[str, Indicator],
    key: str,
    as_fraction: bool,
    code: str,
) -> None:
    with pytest.raises(CollectionRefused) as refused:
        actions_rounds.define_form(
            operator,
            "khac",
            [Asked(indicators[key], as_fraction=as_fraction)],
            name="Biểu khác",
            top=city["01"],
            unit_kinds=["commune"],
            scope="x",
            steps=["top"],
            reason=WHY,
        )
    assert refused.value.code == code


def test_from_the_officer_to_the_city(
    round_: Round, city: dict[str, Unit], officer_of: OfficerOf
) -> None:
    officer = officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)
    district = officer_of(city["001"], "huyen", Role.APPROVER)
    other = officer_of(city["002"], "huyen-khac", Role.APPROVER)
    leader = officer_of(city["01"], "thanh-pho", Role.APPROVER)
    sheet = fill(officer, round_, "00001", 120, (110, 118))
    actions_sheets.submit(officer, sheet.pk, reason=WHY)
    for nobody in (officer, other):
        with pytest.raises(PermissionDenied):
            actions_sheets.approve(nobody, sheet.pk, reason=WHY)
    assert actions_sheets.approve(district, sheet.pk, reason=WHY).awaiting == city["01"]
    with pytest.raises(PermissionDenied):
        actions_sheets.approve(district, sheet.pk, reason=WHY)
    assert not Observation.objects.exists()
    done = actions_sheets.approve(leader, sheet.pk, reason=WHY)
    assert (done.state, done.same_person, done.awaiting) == (SheetState.APPROVED, False, None)
    made = Observation.objects.order_by("pk")
    assert [(each.value, each.numerator, each.denominator) for each in made] == [
        (120, None, None),
        (None, 110, 118),
    ]
    first = made[0]
    assert (first.unit, first.first_day, first.sheet) == (city["00001"], round_.first_day, sheet)
    assert first.published_on == timezone.localdate()


def test_who_sees_and_fills_which(
    round_: Round, city: dict[str, Unit], officer_of: OfficerOf
) -> None:
    officer = officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)
    district = officer_of(city["001"], "huyen", Role.APPROVER)
    codes = Sheet.objects.visible_to(officer).values_list("unit__code", flat=True)
    assert list(codes) == ["00001"]
    assert set(Sheet.objects.visible_to(district).values_list("unit__code", flat=True)) == {
        "00001",
        "00002",
    }
    assert list(Round.objects.visible_to(officer)) == [round_]
    with pytest.raises(PermissionDenied):
        fill(officer, round_, "00002", 1)
    with pytest.raises(PermissionDenied):
        fill(district, round_, "00001", 1)
    sheet = fill(officer, round_, "00001", 120, (110, 118))
    assert list(Sheet.objects.to_fill(officer)) == [sheet]
    assert not Sheet.objects.to_approve(district)
    actions_sheets.submit(officer, sheet.pk, reason=WHY)
    assert not Sheet.objects.to_fill(officer)
    assert list(Sheet.objects.to_approve(district)) == [sheet]


def test_one_person_who_enters_and_approves_is_flagged(operator: Operator, round_: Round) -> None:
    assert publish(operator, round_, "00001", 120, (110, 118)).same_person


def test_returned_with_a_reason_and_submitted_again(operator: Operator, round_: Round) -> None:
    sheet = fill(operator, round_, "00001", 120, (110, 118))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    with pytest.raises(CollectionRefused) as refused:
        actions_sheets.send_back(operator, sheet.pk, "  ")
    assert refused.value.code == "say_why"
    back = actions_sheets.send_back(operator, sheet.pk, "Số hồ sơ không khớp sổ theo dõi")
    assert back.state == SheetState.RETURNED
    assert Remark.objects.get().text == "Số hồ sơ không khớp sổ theo dõi"
    fill(operator, round_, "00001", 118)
    assert actions_sheets.submit(operator, sheet.pk, reason=WHY).state == SheetState.SUBMITTED


def test_a_correction_supersedes_and_keeps_what_was(operator: Operator, round_: Round) -> None:
    sheet = publish(operator, round_, "00001", 120, (110, 118))
    actions_sheets.correct(operator, sheet.pk, "Cộng nhầm hồ sơ tháng trước")
    # What is published stands until the correction is approved.
    assert Observation.objects.count() == 2
    publish(operator, round_, "00001", 117)
    first, later = Observation.objects.filter(value__isnull=False).order_by("pk")
    assert (first.value, later.value, later.supersedes) == (120, 117, first)
    assert later.stage == Stage.CORRECTED
    actions_sheets.correct(operator, sheet.pk, "Vẫn còn sai")
    publish(operator, round_, "00001", 116)  # on the same day
    assert Observation.objects.get(value=116).supersedes == later


def test_a_published_figure_is_not_emptied(operator: Operator, round_: Round) -> None:
    sheet = publish(operator, round_, "00001", 120, (110, 118), 4)
    actions_sheets.correct(operator, sheet.pk, "Bỏ số ngày")
    fill(operator, round_, "00001", None, None, Entry())
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    actions_sheets.approve(operator, sheet.pk, reason=WHY)
    with pytest.raises(CollectionRefused) as refused:
        actions_sheets.approve(operator, sheet.pk, reason=WHY)
    assert refused.value.code == "published_stays"
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED


def test_zero_is_a_figure_and_does_not_apply_is_said(operator: Operator, round_: Round) -> None:
    none = Entry(not_applicable="Không phát sinh hồ sơ")
    publish(operator, round_, "00001", 0, none)
    assert [each.value for each in Observation.objects.all()] == [Decimal(0)]


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        (((1, 2), None), "hãy ghi một giá trị"),
        ((None, 93), "hãy ghi tử số và mẫu số"),
        ((None, (1, 0)), "mẫu số bằng 0"),
        ((Entry(Decimal(1), not_applicable="x"), None), "thì để trống"),
    ],
)
def test_a_wrong_entry_is_told_and_nothing_kept(
    operator: Operator, round_: Round, figures: tuple[object, ...], says: str
) -> None:
    with pytest.raises(EntriesRefused) as refused:
        fill(operator, round_, "00001", *figures)
    assert says in refused.value.faults[0].vi
    assert not sheet_of(round_, "00001").cells.exists()


def test_missing_figures_are_named(operator: Operator, round_: Round) -> None:
    sheet = sheet_of(round_, "00001")
    with pytest.raises(CollectionRefused) as refused:
        actions_sheets.submit(operator, sheet.pk, reason=WHY)
    assert refused.value.code == "nothing_entered"
    fill(operator, round_, "00001", 120)
    with pytest.raises(CollectionRefused) as refused:
        actions_sheets.submit(operator, sheet.pk, reason=WHY)
    assert "Tỷ lệ đúng hạn" in refused.value.message("vi")


def test_a_closed_round_is_opened_again_for_a_reason(operator: Operator, round_: Round) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    round_.opens_on, round_.due_on, round_.closes_on = (yesterday,) * 3
    round_.save()
    with pytest.raises(CollectionRefused) as refused:
        fill(operator, round_, "00001", 1)
    assert refused.value.code == "round_closed"
    with pytest.raises(CollectionRefused):
        actions_rounds.reopen_round(operator, round_.pk, yesterday, reason=WHY)
    actions_rounds.reopen_round(operator, round_.pk, timezone.localdate(), reason=WHY)
    fill(operator, round_, "00001", 1)


def test_two_who_enter_the_same_field(operator: Operator, round_: Round) -> None:
    sheet = fill(operator, round_, "00001", 1, (1, 2))
    seen = editing.version(actions_sheets.fields_of(sheet))
    fill(operator, round_, "00001", 2)
    with pytest.raises(editing.ChangedMeanwhile):
        actions_sheets.enter(
            operator,
            sheet.pk,
            entries(round_, 3),
            channel=Channel.WEB,
            reason=WHY,
            seen=seen,
        )
    # Another field than the one that was changed.
    actions_sheets.enter(
        operator,
        sheet.pk,
        entries(round_, None, (2, 2)),
        channel=Channel.WEB,
        reason=WHY,
        seen=seen,
    )
    with pytest.raises(editing.ChangedMeanwhile):
        actions_sheets.submit(operator, sheet.pk, reason=WHY, seen=seen)
