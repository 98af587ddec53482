"""The sample's collection: made-up figures of real communes, as if sent sheet by sheet."""

from __future__ import annotations

from collections import Counter

import pytest

from namro.programme.indicators.collection import totals
from namro.programme.indicators.collection.models import Cell, Form, Remark, RollUp, Round, Sheet
from namro.sample.collection import ITEMS, load_collection
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
