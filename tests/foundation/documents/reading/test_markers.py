"""The heads of lines: what is a marker, what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading.letters import clean, fold, without_marks
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.numbers import number, roman


@pytest.mark.parametrize(
    ("line", "style", "label", "title"),
    [
        ("Phần thứ nhất", Style.PART, "Phần thứ nhất", ""),
        ("PHẦN I. MỞ ĐẦU", Style.PART, "Phần I", "MỞ ĐẦU"),
        ("Phân thứ hai", Style.PART, "Phần thứ hai", ""),
        ("Chương II", Style.CHAPTER, "Chương II", ""),
        ("Mục 1. Quy định chung", Style.SECTION, "Mục 1", "Quy định chung"),
        ("Điều 12. Hiệu lực", Style.ARTICLE, "Điều 12", "Hiệu lực"),
        ("PHỤ LỤC II DANH MỤC NHIỆM VỤ", Style.APPENDIX, "Phụ lục II", "DANH MỤC NHIỆM VỤ"),
        ("Phụ lục", Style.APPENDIX, "Phụ lục", ""),
        ("II- MỤC TIÊU", Style.ROMAN, "II", "MỤC TIÊU"),
        ("IV. TỔ CHỨC", Style.ROMAN, "IV", "TỔ CHỨC"),
        ("lI. MỤC TIÊU", Style.ROMAN, "II", "MỤC TIÊU"),
        ("B. CẢI CÁCH", Style.UPPER, "B", "CẢI CÁCH"),
        ("1. Mục tiêu", Style.DECIMAL, "1", "Mục tiêu"),
        ("1- Mục tiêu", Style.DECIMAL, "1", "Mục tiêu"),
        ("2.10. Nội dung", Style.DECIMAL, "2.10", "Nội dung"),
        ("1.2 Nội dung", Style.DECIMAL, "1.2", "Nội dung"),
        ("(14) Đạt 100%", Style.PAREN, "(14)", "Đạt 100%"),
        ("đ) Bảo đảm", Style.LOWER, "đ", "Bảo đảm"),
        ("a/ Bảo đảm", Style.LOWER, "a", "Bảo đảm"),
        ("- Dòng", Style.BULLET, "-", "Dòng"),
        ("+ Dòng", Style.BULLET, "+", "Dòng"),
    ],
)
def test_markers(line: str, style: Style, label: str, title: str) -> None:
    found = [one for one in read_markers(line) if one.style is style]
    assert found, read_markers(line)
    assert found[0].label == label
    assert line[found[0].after :] == title


@pytest.mark.parametrize(
    "line",
    [
        "2021 - 2025 là giai đoạn quan trọng",
        "9.000 - 10.000 đảng viên",
        "3 tháng đầu năm",
        "10 - 15 doanh nghiệp",
        "15/11 hằng năm",
        "Điều 5 của Luật này quy định",
        "Mục tiêu chung",
        "Chương trình hành động",
        "Phần lớn các xã",
        "Internet vạn vật",
        "",
    ],
)
def test_what_only_looks_like_a_marker(line: str) -> None:
    assert read_markers(line) == []


def test_letters_that_are_numerals_have_two_readings() -> None:
    assert {one.style for one in read_markers("V. KINH PHÍ")} == {Style.ROMAN, Style.UPPER}


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("9.000", 9000),
        ("1.234.567", 1234567),
        ("83,57", 83.57),
        ("0.7", 0.7),
        ("05", 5),
        ("12.345.678.901.234.567", 12345678901234567),  # no float could hold it
    ],
)
def test_numbers(printed: str, value: float) -> None:
    assert number(printed) == value


def test_roman_numerals() -> None:
    assert [roman(text) for text in ("I", "IV", "IX", "XIV", "IIII", "VX", "")] == [
        1, 4, 9, 14, None, None, None,
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=300))
def test_any_line_is_read(text: str) -> None:
    for found in read_markers(clean(text)):
        assert 0 < found.after <= len(clean(text))


def test_both_styles_of_tone_marks_are_one() -> None:
    assert fold("HOÀ, thuỷ, quý") == fold("HÒA, thủy, quý")
    assert without_marks("Ủy ban Đắk Lắk") == "uy ban dak lak"
