"""The sample's collection: made-up figures of real communes, as if sent sheet by sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection import totals
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.models import Cell, Form, Remark, RollUp, Round, Sheet
from namro.sample.collection import (
    ITEMS,
    OFFICERS_UNIT,
    give_officer_role,
    load_collection,
)
from namro.sample.load import load_organisations


@pytest.mark.django_db
def test_three_months_published_and_one_under_way_in_every_state() -> None:
    assert load_collection() == 0  # without the sample's units there is nobody to ask
    load_organisations()
    entered = load_collection()
    assert entered == Cell.objects.count() > 3 * 126 * len(ITEMS)
    form = Form.objects.get()
    assert form.illustrative
    assert all(each.indicator.illustrative for each in form.items.select_related("indicator"))
    under_way, *past = Round.objects.order_by("-last_day")
    assert len(past) == 3
    assert all(each.sheets.count() == 126 for each in (under_way, *past))
    states = Counter(under_way.sheets.values_list("state", flat=True))
    assert set(states) == {"open", "submitted", "returned", "approved", "correcting"}
    assert set(Sheet.objects.exclude(round=under_way).values_list("state", flat=True)) == {
        "approved"
    }
    returned = under_way.sheets.filter(state="returned")
    assert set(Remark.objects.filter(kind="return").values_list("sheet", flat=True)) == set(
        returned.values_list("pk", flat=True)
    )
    # What was kept at one stroke is what sheet by sheet would give.
    assert totals.differences() == []
    assert RollUp.objects.filter(unit=form.top, last_day=past[0].last_day).count() == len(ITEMS)
    assert load_collection() == 0


@pytest.mark.django_db
def test_the_officer_of_the_demonstration_fills_one_sheet_in(
    make_user: Callable[..., User],
) -> None:
    user = make_user("can-bo-xa")
    assert not give_officer_role("can-bo-xa", "reporting_officer")  # no units yet
    load_organisations()
    assert not give_officer_role("can-bo-xa", "reporting_officer")  # somebody's own account
    with history.reason(Operator.here(), "to test"):
        User.objects.filter(pk=user.pk).update(is_demo=True)
    load_collection()
    assert give_officer_role("can-bo-xa", "reporting_officer")
    assert not give_officer_role("can-bo-xa", "reporting_officer")
    user = User.objects.get(pk=user.pk)
    to_fill = Sheet.objects.to_fill(user)
    assert {each.unit.code for each in to_fill} == {OFFICERS_UNIT}
    under_way = Round.objects.latest("last_day")
    sheet = to_fill.get(round=under_way)
    assert (sheet.state, sheet.cells.count()) == ("open", 3)
    plans = {
        row.item.indicator.key: (row.plan.plan.source.value, int(row.plan.plan.low))
        for row in rows_of(sheet, plans=True)
        if row.plan is not None
    }
    assert plans == {
        "mc-dung-han": ("target", 95),
        "mc-truc-tuyen": ("target", 60),
        "mc-luu-tru": ("given", 3600),
    }
