"""The tree of provisions: ambiguous markers, restarts, titles on the next line, slips."""

from __future__ import annotations

import pytest

from tests.foundation.documents.reading.documents import read


def _ids(body: str, *, headings: bool = False) -> list[str]:
    nodes = read(body)["outline"]
    return [one["id"] for one in nodes if one["heading"] or not headings]


def test_letters_and_numerals_are_told_apart_by_the_open_sequence() -> None:
    letters = "ABCDEGHIKLMN"
    body = "\n\n".join(f"{letter}. NHÓM {letter}\n\nMột đoạn văn." for letter in letters)
    assert _ids(body) == list(letters)
    numerals = ["I", "II", "III", "IV", "V", "VI"]
    body = "\n\n".join(f"{numeral}. PHẦN VIỆC\n\nMột đoạn văn." for numeral in numerals)
    assert _ids(body) == numerals


def test_letters_above_numerals_and_numerals_above_letters() -> None:
    above = "A. VIỆC\n\nI. MỘT\n\n1. Nhỏ\n\nII. HAI\n\nB. KHÁC\n\nI. MỘT\n\n"
    assert _ids(above) == ["A", "A/I", "A/I/1", "A/II", "B", "B/I"]
    below = "I. VIỆC\n\nA. MỘT\n\n1. Nhỏ\n\nB. HAI\n\nII. KHÁC\n\nA. MỘT\n\n"
    assert _ids(below) == ["I", "I/A", "I/A/1", "I/B", "II", "II/A"]


def test_identity_is_the_path_since_labels_restart() -> None:
    body = "I. VIỆC\n\n1. Một\n\n(1) a.\n\n(2) b.\n\n2. Hai\n\n(1) c.\n\nII. KHÁC\n\n1. Một\n"
    assert _ids(body) == ["I", "I/1", "I/1/(1)", "I/1/(2)", "I/2", "I/2/(1)", "II", "II/1"]


def test_a_label_printed_twice_keeps_both_nodes_and_is_reported() -> None:
    draft = read("I. MỘT\n\nĐoạn.\n\nII. HAI\n\nĐoạn.\n\nII. BA\n\nĐoạn.\n")
    assert [one["id"] for one in draft["outline"]] == ["I", "II", "II~2"]
    assert "label_repeated" in [one["code"] for one in draft["issues"]]


def test_a_gap_is_reported_and_the_vietnamese_alphabet_has_none() -> None:
    gap = read("I. VIỆC\n\n1. Một\n\n2. Hai\n\n4. Bốn\n")
    assert [one["code"] for one in gap["issues"]].count("numbering_gap") == 1
    letters = read("I. VIỆC\n\n" + "\n\n".join(f"{x}) Việc này." for x in "abcdđeghiklmn"))
    assert "numbering_gap" not in [one["code"] for one in letters["issues"]]
    latin = read("I. VIỆC\n\n" + "\n\n".join(f"{x}) Việc này." for x in "abcdefgh"))
    assert "numbering_gap" not in [one["code"] for one in latin["issues"]]


def test_titles_on_the_next_line() -> None:
    draft = read(
        "Phần thứ nhất\n\nMỞ ĐẦU\n\nChương I\nQUY ĐỊNH CHUNG\n\n1.\nPhạm vi\n\nĐoạn văn.\n"
    )
    assert [(one["label"], one["title"]) for one in draft["outline"]] == [
        ("Phần thứ nhất", "MỞ ĐẦU"),
        ("Chương I", "QUY ĐỊNH CHUNG"),
        ("1", "Phạm vi"),
    ]


def test_slips_of_recognition_are_repaired_and_reported() -> None:
    draft = read(
        "Phần thứ nhất\nMỘT\n\nPhân thứ hai\nHAI\n\n"
        "I. A\n\nĐoạn.\n\nlI. ĐẨY MẠNH CÀI CÁCH\n\nĐoạn.\n"
    )
    labels = [(one["label"], one["label_raw"]) for one in draft["outline"]]
    assert ("Phần thứ hai", "Phân thứ hai") in labels
    assert ("II", "lI") in labels
    codes = [one["code"] for one in draft["issues"]]
    assert codes.count("label_mended") == 2
    assert "word_slip" in codes


@pytest.mark.parametrize(
    ("line", "heading", "title"),
    [
        ("1. Phát triển hạ tầng", True, "Phát triển hạ tầng"),
        ("1. Các sở phối hợp thực hiện việc này theo chức năng được giao.", False, None),
        ("1. Mục tiêu.", True, "Mục tiêu."),
        ("1. Sở Tài chính: Chủ trì tham mưu bố trí kinh phí.", True, "Sở Tài chính"),
        ("1. Để làm tốt việc này, các đơn vị cần:", True, "Để làm tốt việc này, các đơn vị cần"),
        ("(1) Nâng cao chất lượng", False, None),
    ],
)
def test_headings(line: str, heading: bool, title: str | None) -> None:
    draft = read(f"I. NHIỆM VỤ\n\n{line}\n\n- Một dòng ở dưới.\n")
    node = draft["outline"][1]
    assert node["heading"] is heading
    if title is not None:
        assert node["title"] == title


def test_letters_are_headings_only_where_all_of_them_head_lines() -> None:
    heads = "1. Nhóm việc\n\na) Hạ tầng\n\n- Dòng.\n\nb) Dữ liệu\n\n- Dòng.\n"
    assert _ids(heads, headings=True) == ["1", "1/a", "1/b"]
    mixed = "1. Nhóm việc\n\na) Hạ tầng\n\n- Dòng.\n\nb) Làm ngay việc này trong năm.\n"
    assert _ids(mixed, headings=True) == ["1"]


def test_articles_and_appendices() -> None:
    body = (
        "Điều 1. Ban hành kèm theo Quyết định này kế hoạch.\n\nĐiều 2. Quyết định có hiệu lực.\n\n"
        "PHỤ LỤC\n\nDANH MỤC\n\nPHỤ LỤC II\n\nBIỂU MẪU\n\nĐoạn văn.\n"
    )
    assert _ids(body, headings=True) == ["Điều 1", "Điều 2", "Phụ lục II"]
    assert "Phụ lục" in _ids(body)
