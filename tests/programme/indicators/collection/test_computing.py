"""Figures made by formulas, of what units reported and of what others published."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from django.utils import timezone

from namro.foundation.accounts.operators import Operator
from namro.programme.indicators import actions, computing
from namro.programme.indicators.choices import IndicatorKind
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
    total = define(operator, "tong", "[ho-so] + [lau-nhat] * 0", "hồ sơ")
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
