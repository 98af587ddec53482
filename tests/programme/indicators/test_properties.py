"""What must hold for every target and all figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from namro.foundation.calendar import Kind
from namro.foundation.calendar.periods import year
from namro.programme.indicators.rules import (
    Attainment,
    Baseline,
    Bridge,
    Comparator,
    Judging,
    Observation,
    Stage,
    Status,
    Target,
    attainment,
    sentence,
)
from namro.programme.indicators.rules.showing import truthful
from tests.programme.indicators.strategies import (
    DAYS,
    ONE_SIDED,
    VALUES,
    observations,
    settled,
    targets,
)

FIGURES = st.lists(observations(), max_size=12)
BRIDGES = st.sampled_from(
    [(), (Bridge("cũ", "mới", Decimal("0.9"), Decimal(2), "12/QĐ-UBND"),), (Bridge("cũ", "mới"),)]
)
# From worst to best; what is no verdict has no place among them.
_ORDER = (
    (Status.MISSED,),
    (Status.OFF_TRACK,),
    (Status.AT_RISK,),
    (Status.ON_TRACK,),
    (Status.REACHED,),
    (Status.EXCEEDED,),
)
_PLACE = {status: place for place, step in enumerate(_ORDER) for status in step}
_DOWN = (
    Comparator.LESS_THAN,
    Comparator.AT_MOST,
    Comparator.REDUCE,
    Comparator.REDUCE_AT_LEAST,
)


@settings(max_examples=80, deadline=None)
@given(targets(), FIGURES, DAYS, st.none() | DAYS, BRIDGES)
def test_every_valid_target_has_an_answer_that_can_be_told(
    target: Target,
    figures: list[Observation],
    on: date,
    known: date | None,
    bridges: tuple[Bridge, ...],
) -> None:
    answer = attainment(target, figures, on, known, bridges=bridges)
    for language in ("vi", "en"):
        text = sentence(target, answer, language)
        assert text.endswith(".")
        assert "{" not in text
    if answer.status in (Status.NO_DATA, Status.NEEDS_JUDGEMENT, Status.NOT_COMPARABLE):
        assert answer.reason is not None


@settings(max_examples=60, deadline=None)
@given(targets(), FIGURES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_entry_plays_no_role(
    target: Target, figures: list[Observation], on: date, random: object
) -> None:
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert attainment(target, figures, on) == attainment(target, shuffled, on)


@settings(max_examples=60, deadline=None)
@given(targets(), FIGURES, FIGURES, DAYS, DAYS)
def test_what_is_published_later_changes_nothing_that_was_known(
    target: Target, figures: list[Observation], more: list[Observation], on: date, known: date
) -> None:
    later = [
        replace(each, published_on=known + timedelta(days=1 + place))
        for place, each in enumerate(more)
    ]
    assert attainment(target, figures, on, known) == attainment(
        target, [*figures, *later], on, known
    )


@settings(max_examples=60, deadline=None)
@given(targets(), FIGURES, FIGURES, DAYS)
def test_figures_about_later_days_play_no_role(
    target: Target, figures: list[Observation], more: list[Observation], on: date
) -> None:
    later = [each for each in more if each.period.last > on and not each.part]
    earlier = [each for each in figures if each.period.last <= on]
    now = attainment(target, earlier, on)
    then = attainment(target, [*earlier, *later], on)
    if target.baseline is None or target.baseline.period is None:
        assert now == then


@settings(max_examples=60, deadline=None)
@given(targets(), FIGURES, DAYS)
def test_an_estimate_is_never_a_verdict(
    target: Target, figures: list[Observation], on: date
) -> None:
    guessed = [replace(each, stage=Stage.ESTIMATE) for each in figures]
    answer = attainment(target, guessed, on)
    verdicts = (Status.REACHED, Status.EXCEEDED, Status.MISSED)
    assert answer.status not in verdicts
    assert all(each.status not in verdicts for each in answer.periods)


def _judged(target: Target, numbers: list[Decimal], on: date) -> Attainment:
    figures = [Observation(year(2020 + place), number) for place, number in enumerate(numbers)]
    return attainment(target, figures, on)


_JUDGED_DAYS = st.sampled_from([date(2022, 3, 1), date(2023, 12, 31), date(2024, 6, 30)])


@settings(max_examples=80, deadline=None)
@given(
    targets(ONE_SIDED),
    st.lists(VALUES, min_size=4, max_size=4),
    st.integers(1, 3),
    st.decimals(min_value=0, max_value=100, places=1),
    _JUDGED_DAYS,
)
def test_a_better_figure_never_gives_a_worse_answer(
    target: Target, numbers: list[Decimal], place: int, better: Decimal, on: date
) -> None:
    target = replace(
        target.read_as(target.readings[0]),
        each=Kind.YEAR,
        upper=None,
        concept="",
        due=date(2023, 12, 31),
    )
    against_year_before = target.baseline is not None and target.baseline.previous
    if target.geometric or (against_year_before and place != on.year - 2021):
        return  # a better year is also a higher baseline for the next
    if target.baseline is not None and target.baseline.period == year(2020 + place):
        return
    down = target.comparator in _DOWN or target.fewer_is_better
    improved = list(numbers)
    improved[place] += -better if down else better
    before, after = _judged(target, numbers, on), _judged(target, improved, on)
    if before.status in _PLACE and after.status in _PLACE:
        assert _PLACE[after.status] >= _PLACE[before.status]
    else:
        assert before.status == after.status


@settings(max_examples=60, deadline=None)
@given(targets(), FIGURES, DAYS, st.sampled_from([Decimal(1000), Decimal("0.001"), Decimal(3)]))
def test_the_answer_does_not_depend_on_the_size_of_the_unit(
    target: Target, figures: list[Observation], on: date, factor: Decimal
) -> None:
    if target.comparator.is_rank or target.geometric or target.unit == "%":
        target_scaled = None
    else:
        target_scaled = _scaled(target, factor)
    if target_scaled is None:
        return
    scaled = [_times(each, factor) for each in figures]
    one, other = attainment(target, figures, on), attainment(target_scaled, scaled, on)
    assert (one.status, one.reason, one.flags) == (other.status, other.reason, other.flags)
    if one.gap is not None:
        assert other.gap == one.gap * Fraction(factor)
    assert one.share == other.share


@settings(max_examples=60, deadline=None)
@given(targets(ONE_SIDED[5:]), FIGURES, DAYS, st.sampled_from([Decimal(1000), Decimal("0.001")]))
def test_a_change_in_percent_does_not_depend_on_the_size_of_the_unit(
    target: Target, figures: list[Observation], on: date, factor: Decimal
) -> None:
    target = replace(
        target, unit="%", upper=None, value=min(target.value or Decimal(0), Decimal(100))
    )
    scaled_target = replace(target, baseline=_baseline(target.baseline, factor))
    scaled = [_times(each, factor) for each in figures]
    one, other = attainment(target, figures, on), attainment(scaled_target, scaled, on)
    assert (one.status, one.reason, one.flags) == (other.status, other.reason, other.flags)
    assert one.gap == other.gap


def _scaled(target: Target, factor: Decimal) -> Target:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    return replace(
        target,
        value=times(target.value),
        upper=times(target.upper),
        tolerance=target.tolerance * factor,
        baseline=_baseline(target.baseline, factor),
    )


def _baseline(baseline: Baseline | None, factor: Decimal) -> Baseline | None:
    if baseline is None or baseline.value is None:
        return baseline
    return replace(baseline, value=baseline.value * factor)


def _times(figure: Observation, factor: Decimal) -> Observation:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    return replace(
        figure, value=times(figure.value), low=times(figure.low), high=times(figure.high)
    )


@given(st.fractions(), st.lists(st.fractions(), max_size=4), st.integers(0, 3))
def test_a_number_is_never_shown_on_another_side_than_it_is(
    value: Fraction, ends: list[Fraction], decimals: int
) -> None:
    # Ends are written with few decimals; numbers may lie ever so close to them.
    ends = [Fraction(round(end, 3)) for end in ends]
    close = [value, *(end + Fraction(1, 10**9) for end in ends), *(end for end in ends)]
    for number in close:
        shown = Fraction(truthful(number, ends, decimals))
        for end in ends:
            assert (shown > end) - (shown < end) == (number > end) - (number < end)


@settings(max_examples=60, deadline=None)
@given(FIGURES, DAYS)
def test_one_settled_figure_a_year_decides_whatever_else_is_estimated(
    figures: list[Observation], on: date
) -> None:
    target = Target(
        Comparator.AT_LEAST,
        span=year(2021),
        value=Decimal(10),
        unit="căn",
        readings=(Judging.EACH_PERIOD,),
    )
    whole = settled(Observation(year(2021), Decimal(10)))
    guessed = [replace(each, stage=Stage.ESTIMATE, declared=False) for each in figures]
    answer = attainment(target, [*guessed, whole], on)
    expected = Status.REACHED if on >= date(2021, 12, 31) else Status.NOT_DUE
    assert answer.status is expected
