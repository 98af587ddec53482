"""Periods read from text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.calendar import CalendarError, Period, in_words, parse
from tests.foundation.calendar.strategies import PERIODS

#: What is written, and the canonical text of what it means.
WRITTEN = [
    ("tháng 3/2025", "2025-03"),
    ("tháng 03 năm 2025", "2025-03"),
    ("Tháng 3, năm 2025", "2025-03"),
    ("tháng 12 của năm 2025", "2025-12"),
    ("tháng ba năm 2025", "2025-03"),
    ("tháng năm năm 2025", "2025-05"),
    ("tháng mười một năm 2025", "2025-11"),
    ("T3/2025", "2025-03"),
    ("3/2025", "2025-03"),
    ("tháng 3-2025", "2025-03"),
    ("tháng 3.2025", "2025-03"),
    ("quý I, năm 2025", "2025-Q1"),
    ("thang 3 nam 2025", "2025-03"),
    ("quý I/2025", "2025-Q1"),
    ("Quý IV/2025", "2025-Q4"),
    ("quý 1 năm 2025", "2025-Q1"),
    ("quý tư năm 2025", "2025-Q4"),
    ("QUÝ III NĂM 2025", "2025-Q3"),
    ("Q2/2025", "2025-Q2"),
    ("6 tháng đầu năm 2025", "2025-S1"),
    ("06 tháng đầu năm 2025", "2025-S1"),
    ("6 tháng cuối năm 2025", "2025-S2"),
    ("sáu tháng cuối năm 2025", "2025-S2"),
    ("6 tháng năm 2025", "2025-S1"),
    ("6 tháng 2025", "2025-S1"),
    ("nửa cuối năm 2025", "2025-S2"),
    ("9 tháng năm 2025", "2025-9M"),
    ("9 tháng đầu năm 2025", "2025-9M"),
    ("9 tháng 2025", "2025-9M"),
    ("chín tháng đầu năm 2025", "2025-9M"),
    ("năm 2025", "2025"),
    ("cả năm 2025", "2025"),
    ("giai đoạn 2021-2025", "2021/2025"),
    ("giai đoạn 2021 – 2025", "2021/2025"),
    ("thời kỳ 2021-2030", "2021/2030"),
    ("từ năm 2021 đến năm 2025", "2021/2025"),
    ("2021-2025", "2021/2025"),
    ("nhiệm kỳ 2020-2025", "term:2020/2025"),
    ("nhiệm kỳ 2020 - 2025.", "term:2020/2025"),
    ("ngày 17/3/2021", "2021-03-17"),
    ("17/03/2021", "2021-03-17"),
    ("17-3-2021", "2021-03-17"),
    ("17.3.2021", "2021-03-17"),
    ("ngày 17 tháng 3 năm 2021", "2021-03-17"),
    ("ngày 29/02/2024", "2024-02-29"),
    ("2025", "2025"),
    ("2025-03", "2025-03"),
    ("2025-Q1", "2025-Q1"),
    ("2025q1", "2025-Q1"),
    ("2025-S1", "2025-S1"),
    ("2025-H2", "2025-S2"),
    ("2025-9M", "2025-9M"),
    ("2025-03-17", "2025-03-17"),
    ("2021/2025", "2021/2025"),
    ("  năm\u00a02025 ", "2025"),
]

#: What is refused, what the message names, and where it points.
REFUSED = [
    ("", "Chưa nêu kỳ nào", 0),
    ("tháng 13/2025", "Tháng “13” không có", 6),
    ("quý V năm 2025", "Không hiểu “V”", 4),
    ("quý 5/2025", "Quý “5” không có", 4),
    ("2025-S3", "Nửa năm “3” không có", 6),
    ("quý II", "chưa nêu năm", 6),
    ("6 tháng cuối năm", "chưa nêu năm", 16),
    ("tháng 3/25", "bốn chữ số", 8),
    ("năm 3025", "từ 1900 đến 2199", 4),
    ("ngày 30/2/2021", "Ngày 30/2/2021 không có", 5),
    ("2023-02-29", "Ngày 29/02/2023 không có", 8),
    ("giai đoạn 2025-2021", "Năm cuối 2021 phải sau", 15),
    ("tuần 3 năm 2025", "Không hiểu “tuần”", 0),
    ("quý I năm 2025 và quý II", "Không hiểu “và”", 15),
    ("nửa năm 2025", "chưa thành một kỳ", 0),
    ("tháng", "chưa thành một kỳ", 0),
]


@pytest.mark.parametrize(("text", "meant"), WRITTEN)
def test_reads(text: str, meant: str) -> None:
    assert str(parse(text)) == meant
    assert str(parse(unicodedata.normalize("NFD", text))) == meant


@pytest.mark.parametrize(("text", "says", "at"), REFUSED)
def test_refuses_and_teaches(text: str, says: str, at: int) -> None:
    with pytest.raises(CalendarError) as caught:
        parse(text)
    error = caught.value
    assert says in error.in_words("vi")
    assert error.at == at
    assert error.text == text
    assert error.in_words("en")
    assert error.in_words("en") != error.in_words("vi")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("quý II", "2024-Q2"), ("6 tháng cuối năm", "2024-S2"), ("tháng 3/2025", "2025-03")],
)
def test_takes_the_year_of_the_context_only_where_none_is_written(text: str, meant: str) -> None:
    assert str(parse(text, year=2024)) == meant


@given(PERIODS)
def test_canonical_text_and_official_words_read_back(period: Period) -> None:
    assert parse(str(period)) == period
    assert parse(in_words(period)) == period


_WORDS = [
    "tháng", "quý", "ngày", "năm", "giai", "đoạn", "nhiệm", "kỳ", "đầu", "cuối", "nửa", "6", "9",
    "3", "13", "2020", "2025", "17/3/2021", "I", "iv", "Q1", "S2", "9M", "/", "-", ".", "term:",
    "đến", "từ", "cả", "của", "và",
]  # fmt: skip


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join)
    | st.lists(st.sampled_from(_WORDS), max_size=6).map("".join)
)
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = parse(text)
    except CalendarError:
        return
    assert parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("2025-02-07", "ngày 07 tháng 02 năm 2025", "7 February 2025"),
        ("2025-03", "tháng 3 năm 2025", "March 2025"),
        ("2025-Q4", "quý IV năm 2025", "fourth quarter of 2025"),
        ("2025-S2", "6 tháng cuối năm 2025", "last six months of 2025"),
        ("2025-9M", "9 tháng đầu năm 2025", "first nine months of 2025"),
        ("2021/2025", "giai đoạn 2021-2025", "2021 to 2025"),
        ("term:2020/2025", "nhiệm kỳ 2020-2025", "2020-2025 term"),
    ],
)
def test_words(text: str, vietnamese: str, english: str) -> None:
    assert in_words(parse(text)) == vietnamese
    assert in_words(parse(text), "en") == english
