"""Checks of a figure while it is entered: the table of cases, and what must always hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namro.programme.indicators.rules.checking import Check, Checks, Doubt, Entered, doubts
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formulas import parse_relation
from namro.programme.indicators.rules.outliers import spread_of, standing
from tests.programme.indicators.reading_cases import known_words
from tests.programme.indicators.reading_collection_cases import Row, exact, rows

CASES = list(rows("03-kiem-tra", {"kiểm tra", "nhập", "nghi", "câu"}))
FOUND = {
    "nhỏ quá": Check.BELOW,
    "lớn quá": Check.ABOVE,
    "số lẻ": Check.NOT_WHOLE,
    "tử mẫu âm": Check.NEGATIVE_PART,
    "tử quá mẫu": Check.MORE_THAN_WHOLE,
    "thay đổi": Check.JUMP,
    "thay đổi cùng kỳ": Check.JUMP_LAST_YEAR,
    "lũy kế giảm": Check.FALLING,
    "hệ thức": Check.RELATION,
    "xa kỳ trước": Check.FAR_FROM_PAST,
    "xa đơn vị khác": Check.FAR_FROM_PEERS,
    "xa khối kỳ trước": Check.FAR_FROM_PEERS_BEFORE,
}


def checks_of(said: Mapping[str, Any]) -> Checks:
    """What a row says is checked."""
    numbers = {"nhỏ nhất", "lớn nhất", "thay đổi", "thay đổi cùng kỳ", "sai số"}
    known_words(
        said, numbers | {"đơn vị", "số nguyên", "lũy kế", "là một phần", "hệ thức", "lệch xa"}
    )
    least, most, jump, last_year = (
        exact(said[word]) if word in said else None
        for word in ("nhỏ nhất", "lớn nhất", "thay đổi", "thay đổi cùng kỳ")
    )
    return Checks(
        unit=said.get("đơn vị", ""),
        least=least,
        most=most,
        jump=jump,
        jump_last_year=last_year,
        whole="số nguyên" in said,
        cumulated="lũy kế" in said,
        share="là một phần" in said,
        relations=tuple(map(parse_relation, said.get("hệ thức", ()))),
        tolerance=exact(said.get("sai số", 0)),
        outliers="lệch xa" in said,
    )


def entered_of(said: Mapping[str, Any]) -> Entered:
    """What a row says was entered, and what was known beside it."""
    words = ("giá trị", "tử số", "mẫu số", "kỳ trước", "cùng kỳ", "lũy kế trước")
    lists = ("các kỳ trước", "các đơn vị", "các đơn vị kỳ trước")
    known_words(said, {*words, *lists, "khác"})
    others = {key: exact(value) for key, value in said.get("khác", {}).items()}
    past, peers, before = ([exact(each) for each in said.get(word, ())] for word in lists)
    numbers = [exact(said[word]) if word in said else None for word in words]
    return replace(entered(numbers, past, peers, others), peers_before=spread_of(before))


def entered(
    numbers: Sequence[Fraction | None],
    past: Sequence[Fraction],
    peers: Sequence[Fraction],
    others: Mapping[str, Fraction | None],
) -> Entered:
    """A figure with what is known beside it, in the order of `Entered`."""
    value, numerator, denominator, previous, last_year, earlier = numbers
    return Entered(
        value,
        numerator,
        denominator,
        previous,
        last_year,
        earlier,
        past,
        spread_of(peers),
        None,
        lambda key, _when: others.get(key),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_is_doubted_as_the_method_says(case: Row) -> None:
    said = case.said
    found = doubts(checks_of(said["kiểm tra"]), entered_of(said["nhập"]))
    assert [each.check for each in found] == [FOUND[each] for each in said["nghi"]]
    told = " ".join(each.in_words("vi") for each in found).replace("\N{NO-BREAK SPACE}", " ")
    assert said.get("câu", "") in told
    _in_words(found)


def _in_words(found: tuple[Doubt, ...]) -> None:
    for each in found:
        assert each.vi.endswith(".")
        assert each.en.endswith(".")
        assert each.in_words("vi") != each.in_words("en")
        assert "{" not in each.vi + each.en


def test_the_table_tries_every_check() -> None:
    assert len({case.title for case in CASES}) == len(CASES) >= 45
    assert all("docs/collection.md: Kiểm tra" in case.rule for case in CASES)
    tried = {FOUND[each] for case in CASES for each in case.said["nghi"]}
    assert tried == set(Check) == set(FOUND.values())


def test_checks_that_cannot_be_are_refused() -> None:
    with pytest.raises(TargetError, match="Giá trị nhỏ nhất"):
        Checks(least=Fraction(2), most=Fraction(1))
    for what in ({"jump": Fraction(-1)}, {"tolerance": Fraction(-1)}):
        with pytest.raises(TargetError, match="không được âm"):
            replace(Checks(), **what)  # type: ignore[arg-type]


# What must always hold.

NUMBERS = st.fractions(-1000, 1000, max_denominator=8)
MAYBE = st.none() | NUMBERS
SERIES = st.lists(NUMBERS, max_size=14)
LONG = st.lists(NUMBERS, min_size=8, max_size=14)
POSITIVE = st.none() | st.fractions(0, 200, max_denominator=4)
CHECKS = st.builds(
    Checks,
    unit=st.sampled_from(["", "%", "người"]),
    least=st.none() | st.fractions(-9, 0, max_denominator=4),
    most=st.none() | st.fractions(0, 9, max_denominator=4),
    jump=POSITIVE,
    jump_last_year=POSITIVE,
    whole=st.booleans(),
    cumulated=st.booleans(),
    share=st.booleans(),
    relations=st.sampled_from([(), (parse_relation("[a] + 1 <= [b] / [c]"),)]),
    outliers=st.booleans(),
)


@settings(max_examples=120, deadline=None)
@given(CHECKS, st.tuples(*[MAYBE] * 6), SERIES, SERIES, st.tuples(MAYBE, MAYBE, MAYBE))
def test_whatever_is_entered_is_only_doubted_never_refused(
    checks: Checks,
    said: tuple[Fraction | None, ...],
    past: list[Fraction],
    peers: list[Fraction],
    others: tuple[Fraction | None, ...],
) -> None:
    known = dict(zip("abc", others, strict=True))
    figure = entered(said, past, peers, known)
    found = doubts(checks, figure)
    _in_words(found)
    assert doubts(Checks(unit=checks.unit), figure) == ()
    if said[0] is None:
        allowed = {Check.NOT_WHOLE, Check.NEGATIVE_PART, Check.MORE_THAN_WHOLE, Check.RELATION}
        assert {each.check for each in found} <= allowed


@settings(max_examples=100, deadline=None)
@given(NUMBERS, LONG, st.fractions(Fraction(1, 8), 9, max_denominator=8), NUMBERS, st.randoms())
def test_what_is_far_does_not_depend_on_unit_zero_or_order(
    value: Fraction, others: list[Fraction], times: Fraction, plus: Fraction, random: Random
) -> None:
    plain = standing(value, others)
    moved = [each * times + plus for each in others]
    random.shuffle(moved)
    other = standing(value * times + plus, moved)
    mirrored = standing(-value, [-each for each in others])
    assert plain is not None
    assert other is not None
    assert mirrored is not None
    assert (plain.score, plain.far) == (other.score, other.far)
    assert plain.far == mirrored.far


@settings(max_examples=100, deadline=None)
@given(NUMBERS, LONG, NUMBERS.map(abs))
def test_what_is_farther_out_is_no_less_far(
    value: Fraction, others: list[Fraction], more: Fraction
) -> None:
    here = standing(value, others)
    assert here is not None
    out = more if value >= here.median else -more
    farther = standing(value + out, others)
    assert farther is not None
    assert farther.far >= here.far
    middle = standing(here.median, others)
    assert middle is not None
    assert not middle.far


def test_fewer_than_eight_say_nothing() -> None:
    assert standing(Fraction(900), [Fraction(each) for each in range(7)]) is None
