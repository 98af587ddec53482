"""Formulas: the table of cases, order and circles, and what must always hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from namro.foundation.calendar.periods import month, quarter, year
from namro.programme.indicators.rules.formula_measures import (
    check_measures,
    check_relation,
    measure,
)
from namro.programme.indicators.rules.formula_nodes import MOST_CHARACTERS, MOST_DEPTH, MOST_NODES
from namro.programme.indicators.rules.formulas import (
    Formula,
    FormulaError,
    When,
    check_names,
    compared,
    computed,
    order,
    parse,
    parse_relation,
    reached,
    sentence,
)
from tests.programme.indicators.reading_collection_cases import Row, exact, rows

_WORDS = {"công thức", "số liệu", "đơn vị", "ra", "kết quả", "lý do", "từ chối", "ký tự"}
CASES = list(rows("02-cong-thuc", _WORDS))
_WHEN = {"": When.NOW, "trước": When.PREVIOUS, "cùng kỳ": When.SAME_LAST_YEAR}


def figures(said: Mapping[str, object]) -> dict[tuple[str, When], Fraction]:
    """The figures of a row by key and period."""
    parted = {key.partition("@"): value for key, value in said.items()}
    return {(key, _WHEN[when]): exact(value) for (key, _, when), value in parted.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_is_computed_as_the_method_says(case: Row) -> None:
    said = case.said
    if "từ chối" in said:
        with pytest.raises(FormulaError) as refused:
            check_measures(parse(said["công thức"]), said.get("đơn vị", {}), said.get("ra", ""))
        assert said["từ chối"] in refused.value.vi
        assert refused.value.at == said["ký tự"]
        assert refused.value.vi.startswith(f"Ký tự thứ {refused.value.at}: ")
        assert refused.value.en.startswith(f"Character {refused.value.at}: ")
        assert refused.value.vi.endswith((".", "?"))
        for sign in ("* 100", "/ 100"):
            hinted = f"Có phải còn thiếu “{sign}”?" in refused.value.vi
            assert hinted == (f"Is “{sign}” missing?" in refused.value.en)
        return
    formula = parse(said["công thức"])
    if "ra" in said:
        check_measures(formula, said["đơn vị"], said["ra"])
        return
    known = figures(said["số liệu"])
    found = computed(formula, lambda key, when: known.get((key, when)))
    if "lý do" in said:
        assert found.value is None
        assert said["lý do"] in sentence(found, {})
        assert sentence(found, {}, "en").startswith("No value: ")
    else:
        assert found.value == exact(said["kết quả"])
        assert sentence(found, {}) == ""


def test_the_table_is_whole() -> None:
    assert len({case.title for case in CASES}) == len(CASES) >= 60
    assert all("docs/collection.md: Công thức" in case.rule for case in CASES)


def formulas(**said: str) -> dict[str, Formula]:
    """Formulas by the key of the indicator they compute."""
    return {key: parse(text) for key, text in said.items()}


def test_each_comes_after_what_it_is_made_of() -> None:
    made = formulas(a="[b] + [c]", b="[c] * 2", c="[entered]", d="truoc([a])")
    assert order(made) == ("c", "b", "a", "d")


@pytest.mark.parametrize(
    ("made", "circle"),
    [
        ({"a": "[b]", "b": "[c] + [x]", "c": "[a]"}, "a → b → c → a"),
        ({"a": "truoc([a]) + [x]"}, "a → a"),
        ({"a": "[b]", "b": "cung_ky([a])", "z": "[a]"}, "a → b → a"),
    ],
)
def test_a_circle_is_refused_by_name(made: dict[str, str], circle: str) -> None:
    with pytest.raises(FormulaError) as refused:
        order(formulas(**made))
    assert circle in refused.value.vi
    assert circle in refused.value.en


def test_a_change_reaches_what_is_made_of_it_also_in_later_periods() -> None:
    made = formulas(rate="[done] / [all] * 100", growth="[rate] - cung_ky([rate])", x="truoc([y])")
    assert reached(made, "done", month(2026, 3)) == (
        ("rate", month(2026, 3)),
        ("growth", month(2026, 3)),
        ("growth", month(2027, 3)),
    )
    assert reached(made, "y", quarter(2025, 4)) == (("x", quarter(2026, 1)),)
    assert reached(made, "rate", year(2024))[-1] == ("growth", year(2025))
    assert reached(made, "growth", year(2024)) == ()


def test_a_name_nobody_knows_is_refused_with_those_that_are_close() -> None:
    formula = parse("1 + [ho-so-dung-hn]")
    check_names(formula, ["ho-so-dung-hn"])
    with pytest.raises(FormulaError, match="Có phải: ho-so-dung-han") as refused:
        check_names(formula, ["ho-so-dung-han", "dan-so"])
    assert refused.value.at == 5


def test_a_relation_holds_within_a_tolerance() -> None:
    relation = parse_relation("[total] = [men] + [women]")
    assert relation.keys == {"total", "men", "women"}
    known = {"total": Fraction(100), "men": Fraction(60), "women": Fraction(39)}
    assert compared(relation, lambda key, _when: known.get(key))[2] is False
    assert compared(relation, lambda key, _when: known.get(key), 1)[2] is True
    assert compared(relation, lambda key, _when: None)[2] is None
    for text, holds in (("[men] ≥ [women]", True), ("[men] < 60", False), ("[men] <= 60", True)):
        assert compared(parse_relation(text), lambda key, _when: known.get(key))[2] is holds


def test_a_relation_of_different_units_is_refused() -> None:
    units = {"total": "người", "done": "hồ sơ"}
    with pytest.raises(FormulaError, match="vế trái có đơn vị “người”, vế phải “hồ sơ”") as refused:
        check_relation(parse_relation("[total] >= [done]"), units)
    assert refused.value.at == 1
    check_relation(parse_relation("[total] >= 0"), units)
    for text in ("[total]", "1 = 2", "[total] = ", "[total] = 1 = 1"):
        with pytest.raises(FormulaError):
            parse_relation(text)


def test_a_refusal_in_english_names_the_same_units() -> None:
    units = {"a": "người", "b": "%"}
    for text, verb in (("[a] + [b]", "added"), ("[a] - [b]", "subtracted")):
        with pytest.raises(FormulaError, match=f"“người” and “%” cannot be {verb}; both must"):
            measure(parse(text), units)
    with pytest.raises(FormulaError, match="cannot be compared"):
        measure(parse("max([a]; [b])"), units)


@pytest.mark.parametrize(
    "text",
    [
        "[a]".ljust(MOST_CHARACTERS),
        "(" * (MOST_DEPTH - 1) + "[a]" + ")" * (MOST_DEPTH - 1),
        "-" * (MOST_DEPTH - 1) + "[a]",
        "-[a]" + "-[a]" * (MOST_NODES // 2 - 1),
        "max(" + "1;" * 19 + "[a])",
        "[a] * 1234567890123456789012345678",
    ],
)
def test_what_is_just_small_enough_is_read(text: str) -> None:
    assert parse(text).keys == {"a"}


@pytest.mark.parametrize(
    "text",
    [
        "[a]".ljust(MOST_CHARACTERS + 1),
        "(" * MOST_DEPTH + "[a]" + ")" * MOST_DEPTH,
        "-" * MOST_DEPTH + "[a]",
        "abs(" * MOST_DEPTH + "[a]" + ")" * MOST_DEPTH,
        "[a]" + "-[a]" * (MOST_NODES // 2),
        "max(" + "1;" * 20 + "[a])",
    ],
)
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


# What must always hold.

KEYS = st.sampled_from("abc")
LEAVES = st.one_of(
    KEYS.map("[{}]".format),
    st.integers(0, 99).map(str),
    st.decimals(0, 9, places=2, allow_nan=False).map(lambda each: f"{each:f}".replace(".", ",")),
)


def _python(text: str) -> str:
    return text.replace(",", ".")


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({' '.join(each)})"),
        inner.map("(-{})".format),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(EXPRESSIONS, st.lists(st.fractions(-9, 9, max_denominator=4), min_size=3, max_size=3))
def test_a_formula_comes_to_what_arithmetic_says(text: str, values: list[Fraction]) -> None:
    known = dict(zip("abc", values, strict=True))
    text = f"[a] * 0 + {text}"
    found = computed(parse(text), lambda key, _when: known[key])
    try:
        wanted = eval(_exactly(text), {"F": Fraction, **known})  # noqa: S307
    except ZeroDivisionError:
        assert found.value is None
        return
    assert found.value == wanted


def _exactly(text: str) -> str:
    """The formula as Python would say it, each number exact."""
    for key in "abc":
        text = text.replace(f"[{key}]", key)
    parts = text.replace("(", " ( ").replace(")", " ) ").replace("-", " - ").split()
    exactly = [f"F('{Decimal(_python(each))}')" if each[0].isdigit() else each for each in parts]
    return " ".join(exactly)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]()ab 0123456789.,;+-*/×<=%\"'_đmin", max_size=40) | st.text(max_size=20))
@example("[a]" * 700)
@example("\u0301[a]")
@example("[a] * ١٢")
def test_whatever_is_written_is_read_or_refused_in_words(text: str) -> None:
    for read in (parse, parse_relation):
        refused = refusal(read, text)
        if refused is not None:
            assert refused.at >= 1
            assert refused.vi.endswith((".", "?"))
            assert refused.en.endswith((".", "?"))
            assert refused.vi != refused.en


def refusal(what: Callable[[Any], object], said: object) -> FormulaError | None:
    """How something is refused; None: it is not."""
    try:
        what(said)
    except FormulaError as refused:
        return refused
    return None


UNITS = {"a": "hồ sơ", "b": "hồ sơ", "c": "người"}
# Without numbers of its own among what is added: those take whatever unit they stand beside.
MEASURED = st.recursive(
    KEYS.map("[{}]".format),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({' '.join(each)})"),
        inner.map("(3 * {})".format),
        st.tuples(inner, inner).map(lambda each: f"max({each[0]}; {each[1]})"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(MEASURED, st.lists(st.integers(-9, 9), min_size=3, max_size=3), st.integers(2, 1000))
def test_what_passes_does_not_depend_on_the_unit_that_is_counted_in(
    text: str, values: list[int], times: int
) -> None:
    """Dossiers counted in other bundles change the result by that factor, as often as it says."""
    formula = parse(text)
    if refusal(lambda each: measure(each, UNITS), formula) is not None:
        return
    known = {key: Fraction(value) for key, value in zip("abc", values, strict=True)}
    bundled = {key: known[key] * times if key != "c" else known[key] for key in known}
    here = computed(formula, lambda key, _when: known[key])
    there = computed(formula, lambda key, _when: bundled[key])
    assert here.reason == there.reason
    if here.value is not None and there.value is not None:
        power = dict(measure(formula, UNITS).powers).get("hồ sơ", 0)
        assert there.value == here.value * Fraction(times) ** power


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh")), min_size=1)
)
def test_an_order_is_found_unless_there_is_a_circle(uses: dict[str, set[str]]) -> None:
    made = {
        key: parse(" + ".join(["[x]", *(f"[{each}]" for each in used)]))
        for key, used in uses.items()
    }
    refused = refusal(order, made)
    if refused is not None:
        circle = refused.vi.partition(": ")[2].partition(".")[0].split(" → ")
        assert circle[0] == circle[-1]
        assert all(after in uses[before] for before, after in pairwise(circle))
        return
    found = order(made)
    assert sorted(found) == sorted(uses)
    for place, key in enumerate(found):
        assert uses[key] & uses.keys() <= set(found[:place])
