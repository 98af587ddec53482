"""Figures made by formulas, of what units reported and of what others published."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.programme.indicators import actions, computing
from namro.programme.indicators.choices import IndicatorKind
from namro.programme.indicators.collection import actions_forms
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.reading import totals_of
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules import Observation
from namro.programme.indicators.rules.kinds import Stage
from tests.programme.indicators.collection.conftest import COMMUNES, WHY, publish


def define(operator: Operator, key: str, formula: str, unit: str = "%") -> Indicator:
    return actions.define(
        operator,
        key,
        name=key,
        kind=IndicatorKind.INDEX,
        unit=unit,
        formula=formula,
        reason=WHY,
    )[0]


def figures_of(indicator: Indicator, form: Form) -> list[Observation]:
    """The figures of an indicator about the whole city, known today."""
    today = timezone.localdate()
    about = computing.with_inputs([indicator])
    figures = totals_of(about.values(), [form.scope], today)
    computing.compute(about, figures, [form.scope], today)
    return figures.get((indicator.pk, form.scope), [])


def test_of_the_whole_and_not_of_the_parts(
    operator: Operator, round_: Round, form: Form, indicators: dict[str, Indicator]
) -> None:
    lost = define(operator, "tre-han", "100 - [dung-han]")
    twice = define(operator, "gap-doi", "2 * [tre-han]")
    for code, part in zip(COMMUNES, ((9, 10), (1, 10), (40, 100), (30, 30)), strict=True):
        publish(operator, round_, code, 10, part)
    (figure,) = figures_of(lost, form)
    assert figure.number == 100 - Fraction(80, 150) * 100
    assert (figure.stage, figure.source) == (Stage.FINAL, "Công thức: 100 - [dung-han]")
    assert figures_of(twice, form)[0].number == 2 * figure.number
    assert figure.period.last == round_.last_day


def test_as_sure_as_what_it_is_made_of(operator: Operator, round_: Round, form: Form) -> None:
    lost = define(operator, "tre-han", "100 - [dung-han]")
    publish(operator, round_, "00001", 10, (9, 10))
    assert [each.stage for each in figures_of(lost, form)] == [Stage.ESTIMATE]


def test_a_missing_part_is_no_zero(operator: Operator, round_: Round, form: Form) -> None:
    total = define(operator, "tong", '[ho-so] + don_vi([lau-nhat] * 0; "hồ sơ")', "hồ sơ")
    publish(operator, round_, "00001", 10, Entry(not_applicable="x"))
    assert figures_of(total, form) == []


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("100 - [dung-hạn", "Công thức"),
        ("100 - [dung-hang]", "dung-han"),  # did you mean
        ("[ho-so] + [dung-han]", "hồ sơ"),
        ("[tre-han] + 1", "vòng"),
    ],
)
def test_a_formula_that_cannot_be_is_refused(
    operator: Operator, indicators: dict[str, Indicator], formula: str, says: str
) -> None:
    made = Indicator(key="tre-han", name="x", kind="index", unit="%", formula=formula)
    with pytest.raises(IndicatorRefused) as refused:
        computing.check(made)
    assert says in refused.value.message("vi")


def test_the_figure_is_known_when_the_last_part_was(
    operator: Operator, round_: Round, form: Form
) -> None:
    lost = define(operator, "tre-han", "100 - [dung-han]")
    publish(operator, round_, "00001", 10, (9, 10))
    (figure,) = figures_of(lost, form)
    assert figure.known_on == timezone.localdate()
    assert figure.known_on > round_.last_day - dt.timedelta(days=1)


def test_a_formula_is_written_on_the_page_of_an_indicator(
    operator: Operator,
    indicators: dict[str, Indicator],
    signed_in: Callable[[User], Client],
    secretariat: User,
) -> None:
    client = signed_in(secretariat)
    said = {
        "key": "tre-han",
        "name": "Tỷ lệ trễ hạn",
        "unit": "%",
        "kind": "index",
        "frequency": "month",
        "over_time": "none",
        "over_units": "none",
        "level": "internal",
        "keywords": "",
        "reason": WHY,
    }
    refused = client.post("/chi-tieu/chi-so/tat-ca/khai-bao/", said | {"formula": "100 - [dung-h]"})
    assert refused.status_code == 422
    assert "dung-han" in refused.context["form"].errors["formula"][0]
    assert not Indicator.objects.filter(key="tre-han").exists()
    done = client.post("/chi-tieu/chi-so/tat-ca/khai-bao/", said | {"formula": "100 - [dung-han]"})
    assert done.status_code == 302
    page = client.get("/chi-tieu/chi-so/tre-han/").content.decode()
    assert 'href="/chi-tieu/chi-so/dung-han/"' in page

    edit = client.get("/chi-tieu/chi-so/dung-han/sua/").context
    form = edit["form"]
    shown = {name: form[name].value() for name in form.fields}
    shown = {name: "" if value is None else value for name, value in shown.items()}
    shown |= {"unit": "điểm", "reason": WHY, editing.FIELD: edit["version"]}
    refused = client.post("/chi-tieu/chi-so/dung-han/sua/", shown)
    assert refused.status_code == 422
    assert "Tỷ lệ trễ hạn" in refused.context["form"].errors["unit"][0]
    assert Indicator.objects.get(key="dung-han").unit == "%"


def test_what_units_are_asked_for_is_not_computed(
    operator: Operator, form: Form, indicators: dict[str, Indicator]
) -> None:
    asked = indicators["on_time"]
    with pytest.raises(IndicatorRefused) as refused:
        actions.redefine(operator, asked, {"formula": "100 - [lau-nhat]"}, reason=WHY)
    assert form.name in refused.value.message("vi")
    actions_forms.retire_form(
        operator, form.pk, timezone.localdate() - dt.timedelta(days=1), reason=WHY
    )
    actions.redefine(operator, asked, {"formula": "100 * [ho-so] / [ho-so]"}, reason=WHY)
    asked.refresh_from_db()
    assert asked.formula


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_circle(operator: Operator) -> None:
    """Each is sound alone; the second is checked when the first is there."""
    one, other = (
        actions.define(operator, key, name=key, kind="index", unit="%", reason=WHY)[0]
        for key in ("mot", "hai")
    )
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def redefine(which: Indicator, formula: str) -> None:
        together.wait()
        try:
            actions.redefine(operator, which, {"formula": formula}, reason=WHY)
            outcomes.append("kept")
        except IndicatorRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    both = [
        threading.Thread(target=redefine, args=(one, "[hai] + 1")),
        threading.Thread(target=redefine, args=(other, "[mot] + 1")),
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(outcomes) == ["formula", "kept"]
