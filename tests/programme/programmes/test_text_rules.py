"""Numbers, dates, sort keys, search text and places: cases, and what always holds."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.interface import text
from namro.programme.programmes.rules import numbers, places


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("75.00000000", "75", "75"),
        ("9000", "9.000", "9,000"),
        ("7.5", "7,5", "7.5"),
        ("1234567.125", "1.234.567,125", "1,234,567.125"),
        ("0", "0", "0"),
        ("-0.0", "0", "0"),
        ("-12.50", "-12,5", "-12.5"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_numbers(value: str, vietnamese: str, english: str) -> None:
    assert numbers.number(Decimal(value), "vi") == vietnamese
    assert numbers.number(Decimal(value), "en") == english


@given(st.decimals(-(10**12), 10**12, places=6))
def test_a_number_shown_is_the_number(value: Decimal) -> None:
    shown = numbers.number(value, "vi")
    assert Decimal(shown.replace(".", "").replace(",", ".")) == value


def test_dates_are_day_month_year() -> None:
    assert numbers.date(dt.date(2021, 3, 17)) == "17/03/2021"
    assert numbers.date(dt.date(987, 1, 2)) == "02/01/0987"


@pytest.mark.parametrize(
    ("code", "language"), [("vi", "vi"), ("en", "en"), ("en-GB", "en"), (None, "vi"), ("fr", "vi")]
)
def test_languages(code: str | None, language: str) -> None:
    assert numbers.as_language(code) == language


def test_vietnamese_dictionary_order() -> None:
    # Letters before tones; level, huyền, hỏi, ngã, sắc, nặng; đ after d; numbers as numbers.
    ordered = [
        "01-CTr/TU",
        "2",
        "10",
        "an",
        "anh",
        "ăn",
        "ân",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "bà con",
        "cơm",
        "da",
        "đa",
        "đá",
        "em",
        "êm",
        "ung",
        "ưng",
        "yên",
    ]
    keyed = {text.sort_key(each).encode(): each for each in reversed(ordered)}
    assert [keyed[key] for key in sorted(keyed)] == ordered


@given(st.text())
def test_sort_keys_ignore_case_and_form(written: str) -> None:
    assert text.sort_key(unicodedata.normalize("NFD", written)) == text.sort_key(
        unicodedata.normalize("NFC", written)
    )


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Chỉnh đốn Đảng", "chinh don dang"),
        ("01-CTr/TU", "01 ctr tu"),
        ("  Hà  Nội; (Thủ đô)", "ha noi thu do"),
        (unicodedata.normalize("NFD", "Tiếng Việt"), "tieng viet"),
        ("", ""),
    ],
)
def test_search_text(written: str, plain: str) -> None:
    assert text.search_text(written) == plain


@given(st.text(alphabet="aáàạăắâấbcdđĐeêếoôốơớuưứyý ,.-/", max_size=40))
def test_a_text_is_found_with_and_without_marks(written: str) -> None:
    found = text.search_text(written)
    for word in text.search_words(written):
        assert word in found
    assert text.search_words(found) == text.search_words(written)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("01-CTr/TU", "01 - ctr / tu", True),
        ("01-CTr/TU", "01–CTr/TU", True),
        ("Thành ủy Hà Nội", "THÀNH UỶ HÀ NỘI", True),
        ("01-CTr/TU", "10-CTr/TU", False),
        ("Ban", "Bàn", False),
        ("144/KH-UBND", "144-KH/UBND", False),
    ],
)
def test_identity(one: str, other: str, same: bool) -> None:
    assert (text.identity_key(one) == text.identity_key(other)) is same


@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 50))
def test_parts_are_the_whole_text(written: str, size: int) -> None:
    cut = places.parts(written, size)
    assert "".join(written[part.start : part.end] for part in cut) == written
    for index, part in enumerate(cut):
        for offset in range(part.start, part.end):
            assert places.part_of(cut, offset) == index


@given(st.text(alphabet="ab \n", max_size=200), st.data())
def test_the_marked_passage_is_what_is_shown_marked(written: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))
    whole = places.Place(0, len(written))
    shown = places.paragraphs(written, whole, places.Place(start, end))
    marked = "".join(paragraph.marked for paragraph in shown)
    # Lines of spaces alone are not shown; nothing else is lost.
    assert "".join(marked.split()) == "".join(written[start:end].split())
    for paragraph in shown:
        line = paragraph.before + paragraph.marked + paragraph.after
        assert written[paragraph.start : paragraph.start + len(line)] == line
