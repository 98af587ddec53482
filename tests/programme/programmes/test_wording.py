"""The words of a target: a table of cases in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules.wording import (
    COMPARATORS,
    TargetValues,
    target_in_words,
)

D = Decimal


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


CASES = [
    (
        TargetValues("more_than", D(75), unit="%", each_year=True),
        "hằng năm trên 75%",
        "more than 75% each year",
    ),
    (
        TargetValues("between", D(9000), D(10000), unit="đảng viên", each_year=True),
        "hằng năm từ 9.000 đến 10.000 đảng viên",
        "9,000 to 10,000 đảng viên each year",
    ),
    (
        TargetValues("at_least", D(15), unit="%", due=2025, aspiration=True),
        "phấn đấu tối thiểu 15%, đến năm 2025",
        "strive to: at least 15%, by 2025",
    ),
    (
        TargetValues("reach", D(40), unit="%", due=2025),
        "đạt 40%, đến năm 2025",
        "reach 40%, by 2025",
    ),
    (
        TargetValues("reduce_at_least", D(10), unit="%", due=2025, baseline_year=2021),
        "giảm tối thiểu 10% so với năm 2021, đến năm 2025",
        "reduce by at least 10% compared with 2021, by 2025",
    ),
    (
        TargetValues("at_least", D(20), unit="%", due=2025, baseline_year=2015),
        "tối thiểu 20% so với năm 2015, đến năm 2025",
        "at least 20% compared with 2015, by 2025",
    ),
    (
        TargetValues(
            "improve_rank_at_least", D(5), unit="bậc", each_year=True, from_previous_year=True
        ),
        "hằng năm tăng tối thiểu 5 bậc so với năm trước",
        "rise by at least 5 places on the year before each year",
    ),
    (
        TargetValues("increase", D(16), D(18), unit="%"),
        "tăng từ 16 đến 18%",
        "increase by 16 to 18%",
    ),
    (
        TargetValues("increase_at_least", D("7.5"), unit="%"),
        "tăng tối thiểu 7,5%",
        "increase by at least 7.5%",
    ),
    (
        TargetValues("reduce", D("1.0"), D("1.5"), unit="%"),
        "giảm từ 1 đến 1,5%",
        "reduce by 1 to 1.5%",
    ),
    (TargetValues("less_than", D("0.5"), unit="%"), "dưới 0,5%", "less than 0.5%"),
    (TargetValues("at_most", D(3), unit="ngày"), "tối đa 3 ngày", "at most 3 days"),
    (TargetValues("rank_within", D(3)), "trong nhóm 3 đứng đầu", "within the top 3"),
    (
        TargetValues("qualitative", due=2025, qualifier="cơ bản"),
        "cơ bản hoàn thành, đến năm 2025",
        "essentially completed, by 2025",
    ),
    (
        TargetValues("qualitative", due=dt.date(2026, 6, 30)),
        "hoàn thành, đến ngày 30/06/2026",
        "completed, by 30/06/2026",
    ),
    (
        TargetValues("reach", D(30), unit="%", qualifier="khoảng"),
        "đạt khoảng 30%",
        "reach about 30%",
    ),
    (TargetValues("reach"), "chưa đọc được số", "figure not read"),
    (
        TargetValues("reach", D(1234567), unit="tỷ đồng"),
        "đạt 1.234.567 tỷ đồng",
        "reach 1,234,567 billion VND",
    ),
]


@pytest.mark.parametrize(("target", "vietnamese", "english"), CASES)
def test_a_target_in_words(target: TargetValues, vietnamese: str, english: str) -> None:
    assert plain(target_in_words(target, "vi")) == vietnamese
    assert plain(target_in_words(target, "en")) == english


def test_the_cases_cover_every_comparator() -> None:
    assert {target.comparator for target, _, _ in CASES} == set(COMPARATORS)


def test_an_unknown_comparator_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown comparator"):
        target_in_words(TargetValues("about"), "vi")


def test_a_figure_is_never_torn_from_its_unit() -> None:
    words = target_in_words(TargetValues("reach", D(40), unit="đảng viên"), "vi")
    assert words == "đạt 40\u00a0đảng viên"
    assert target_in_words(TargetValues("reach", D(40), unit="%"), "vi") == "đạt 40%"


@given(
    comparator=st.sampled_from(COMPARATORS),
    low=st.decimals(0, 10**9, places=3),
    high=st.none() | st.decimals(0, 10**9, places=3),
    due=st.none() | st.integers(1945, 2100) | st.dates(),
    each_year=st.booleans(),
    aspiration=st.booleans(),
)
def test_every_target_has_words_of_its_own(
    comparator: str,
    low: Decimal,
    high: Decimal | None,
    due: int | dt.date | None,
    each_year: bool,
    aspiration: bool,
) -> None:
    target = TargetValues(
        comparator, low, high, "%", due, each_year=each_year, aspiration=aspiration
    )
    vietnamese, english = target_in_words(target, "vi"), target_in_words(target, "en")
    assert vietnamese
    assert english
    # "75%" is the same in both; words never are.
    if any(sign.isalpha() for sign in vietnamese):
        assert vietnamese != english
    assert not vietnamese.startswith((" ", ","))
    assert ("hằng năm" in vietnamese) == each_year
    assert ("each year" in english) == each_year
