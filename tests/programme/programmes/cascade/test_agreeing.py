"""Whether a lower document says the same as the upper one: a table an official can read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules.agreeing import (
    Difference,
    deliverable_differences,
    target_differences,
)
from namro.programme.programmes.rules.wording import COMPARATORS, TargetValues


def target(
    comparator: str,
    low: str | None = None,
    due: int | dt.date | None = 2025,
    unit: str = "%",
    high: str | None = None,
    **more: object,
) -> TargetValues:
    return TargetValues(
        comparator=comparator,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        unit=unit,
        due=due,
        **more,  # type: ignore[arg-type]
    )


OVER_90 = target("more_than", "90")
# (what it is a case of, above, below, differences)
CASES = [
    ("the same", OVER_90, target("more_than", "90"), []),
    ("SIPAS above 90 here, 95 there", OVER_90, target("more_than", "95"), [("value", "tighter")]),
    ("less", OVER_90, target("more_than", "85"), [("value", "looser")]),
    ("'at least' is less than 'above'", OVER_90, target("at_least", "90"), [("value", "looser")]),
    ("'reach' asks for as much as 'at least'", target("at_least", "80"), target("reach", "80"), []),
    ("a ceiling lowered", target("at_most", "5"), target("at_most", "3"), [("value", "tighter")]),
    ("a ceiling raised", target("at_most", "5"), target("less_than", "6"), [("value", "looser")]),
    ("a larger reduction", target("reduce", "10"), target("reduce", "12"), [("value", "tighter")]),
    ("a smaller one", target("reduce_at_least", "10"), target("reduce", "8"),
     [("value", "looser")]),
    ("a better rank", target("rank_within", "10", unit="tỉnh"),
     target("rank_within", "5", unit="tỉnh"), [("value", "tighter")]),
    ("fewer places a year", target("improve_rank_at_least", "5", unit="bậc"),
     target("improve_rank_at_least", "3", unit="bậc"), [("value", "looser")]),
    ("a range begun lower", target("between", "65", high="65.5"),
     target("between", "64", high="65.5"), [("value", "looser")]),
    ("a range ended higher", target("between", "65", high="65.5"),
     target("between", "65", high="66"), [("value", "tighter")]),
    ("less by an earlier year is a milestone", OVER_90, target("more_than", "85", 2023), []),
    ("more by a later year is a further step", OVER_90, target("more_than", "95", 2030), []),
    ("the same, later", OVER_90, target("more_than", "90", 2026), [("due", "looser")]),
    ("less, and later", OVER_90, target("more_than", "80", 2026),
     [("due", "looser"), ("value", "looser")]),
    ("the same, sooner", OVER_90, target("more_than", "90", 2024), [("due", "tighter")]),
    ("more, and sooner", OVER_90, target("more_than", "95", 2024),
     [("due", "tighter"), ("value", "tighter")]),
    ("a year is its last day", OVER_90, target("more_than", "90", dt.date(2025, 12, 31)), []),
    ("a day within the year is sooner", OVER_90, target("more_than", "90", dt.date(2025, 6, 30)),
     [("due", "tighter")]),
    ("no date there", OVER_90, target("more_than", "85", None), [("value", "looser")]),
    ("another unit", target("at_least", "5", unit="xã"), target("at_least", "5", unit="phường"),
     [("unit", "other")]),
    ("units alike but for letters", target("reach", "5", unit="Đảng viên"),
     target("reach", "5", unit="đảng viên"), []),
    ("a rise is no level", target("increase", "10"), target("at_least", "10"),
     [("direction", "other")]),
    ("another baseline", target("reduce", "10", baseline_year=2021),
     target("reduce", "10", baseline_year=2020), [("baseline", "other")]),
    ("every year no more", target("reach", "80", each_year=True), target("reach", "80"),
     [("each_year", "looser")]),
    ("every year, not once", target("reach", "80"), target("reach", "80", each_year=True),
     [("each_year", "tighter")]),
    ("the figure left out", OVER_90, target("qualitative", unit=""), [("figure", "looser")]),
    ("a figure added", target("qualitative", unit=""), OVER_90, []),
    ("words alone, later", target("qualitative", unit="", due=2025),
     target("qualitative", unit="", due=2027), [("due", "looser")]),
    ("a figure that was not read says nothing", OVER_90, target("at_least", None), []),
]  # fmt: skip


@pytest.mark.parametrize(("upper", "lower", "wanted"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_targets(upper: TargetValues, lower: TargetValues, wanted: list[tuple[str, str]]) -> None:
    assert target_differences(upper, lower) == [Difference(*each) for each in wanted]


_ANY = st.builds(
    TargetValues,
    comparator=st.sampled_from(sorted(COMPARATORS)),
    low=st.one_of(st.none(), st.integers(0, 5).map(Decimal)),
    unit=st.sampled_from(["%", "xã"]),
    due=st.one_of(st.none(), st.integers(2021, 2024)),
    baseline_year=st.one_of(st.none(), st.just(2020)),
    each_year=st.booleans(),
)
_OPPOSITE = {"looser": "tighter", "tighter": "looser", "other": "other"}


@given(_ANY)
def test_a_target_agrees_with_itself(one: TargetValues) -> None:
    assert target_differences(one, one) == []


@given(_ANY, _ANY)
def test_looser_one_way_is_tighter_the_other(one: TargetValues, other: TargetValues) -> None:
    if "qualitative" in (one.comparator, other.comparator):
        return  # a figure added is none, a figure left out is one
    there = {(each.field, each.change) for each in target_differences(one, other)}
    back = {(each.field, _OPPOSITE[each.change]) for each in target_differences(other, one)}
    assert there == back


@pytest.mark.parametrize(
    ("upper", "lower", "wanted"),
    [
        (("Sở Nội vụ", "Quý I/2022"), ("Sở Nội vụ", "Quý I năm 2022"), []),
        (("Sở TTTT", ""), ("Sở Thông tin và Truyền thông", "2022"), []),
        (("Sở Nội vụ", "Năm 2022"), ("Sở Tài chính", "2022"), [("lead", "other")]),
        (("Sở Nội vụ", "2022"), ("Sở Nội vụ", "2023"), [("due", "other")]),
        (("", "2022"), ("Sở Nội vụ", ""), []),
    ],
)
def test_deliverables(
    upper: tuple[str, str], lower: tuple[str, str], wanted: list[tuple[str, str]]
) -> None:
    assert deliverable_differences(*upper, *lower) == [Difference(*each) for each in wanted]
