"""Tables of cases: due dates, order and filters, spreadsheets, pictures, the book."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.interface import tables
from namro.foundation.interface.spreadsheets import (
    DIRECTION,
    csv_text,
    read_csv_text,
    visible,
    xlsx_text,
)
from namro.programme.programmes.rules import book, pictures
from namro.programme.programmes.rules.due_order import last_day
from namro.programme.programmes.rules.places import own_ends
from namro.programme.programmes.templatetags.programmes import plain_number


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Quý I/2022", "2022-03-31"),
        ("Quý III Năm 2026", "2026-09-30"),
        ("Quý IV/2025- Quý II/2026", "2026-06-30"),
        ("Tháng 02/2026", "2026-02-28"),
        ("Tháng 2 năm 2024", "2024-02-29"),
        ("12/2025", "2025-12-31"),
        ("Năm 2025-2030", "2030-12-31"),
        ("2026", "2026-12-31"),
        ("Trước ngày 15/6/2023", "2023-06-15"),
        ("ngày 30 tháng 4 năm 2022", "2022-04-30"),
        ("6 tháng đầu năm 2023", "2023-06-30"),
        ("6 tháng cuối năm 2023", "2023-12-31"),
        ("Bắt đầu triển khai từ năm 2026", "2026-12-31"),
        ("31/2/2022", None),
        ("Thường xuyên", None),
        ("Hàng năm", None),
        ("", None),
    ],
)
def test_the_last_day_of_a_due_date_as_written(written: str, day: str | None) -> None:
    assert last_day(written) == (dt.date.fromisoformat(day) if day else None)


@given(st.text(max_size=60))
def test_any_words_have_a_last_day_or_none(written: str) -> None:
    day = last_day(written)
    assert day is None or 1900 <= day.year <= 2099


Row = tuple[str, int | None]
COLUMNS: list[tables.Column[Row]] = [
    tables.Column("ten", "Name", lambda row: row[0], lambda row: row[0]),
    tables.Column("so", "Number", lambda row: row[1], lambda row: row[1]),
    tables.Column("x", "Fixed", lambda row: ""),
]
FILTERS: list[tables.Filter[Row]] = [
    tables.Filter("ten", "Name", lambda row: [row[0]]),
    tables.Filter("so", "Number", lambda row: [str(row[1] or "")]),
]
ROWS: list[Row] = [("b", 2), ("a", None), ("b", 1), ("c", 2)]


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("", [0, 1, 2, 3]),
        ("so", [2, 0, 3, 1]),
        ("-so", [0, 3, 2, 1]),
        ("ten", [1, 0, 2, 3]),
        ("x", [0, 1, 2, 3]),
        ("khong-co", [0, 1, 2, 3]),
    ],
)
def test_order_keeps_equals_and_puts_the_empty_last(said: str, order: list[int]) -> None:
    found = tables.ordered(ROWS, tables.order_from(said, COLUMNS), COLUMNS)
    assert found == [ROWS[place] for place in order]


def test_filters_hold_together_and_count_what_the_others_leave() -> None:
    assert tables.filtered(ROWS, {"ten": "b"}, FILTERS) == [("b", 2), ("b", 1)]
    assert tables.filtered(ROWS, {"ten": "b", "so": "1"}, FILTERS) == [("b", 1)]
    assert tables.filtered(ROWS, {"so": tables.EMPTY}, FILTERS) == [("a", None)]
    found = tables.choices(ROWS, {"ten": "b"}, FILTERS[1], FILTERS)
    assert [(each.value, each.count) for each in found] == [("1", 1), ("2", 1)]
    kept = tables.choices(ROWS, {"so": "9"}, FILTERS[1], FILTERS)
    assert [(each.value, each.count) for each in kept if each.chosen] == [("9", 0)]


class Letters(tables.Grouped[Row]):
    """Rows known by how many are alike."""

    def __init__(self, rows: list[Row]) -> None:
        self.groups = sorted(set(rows), key=str)
        self.rows = rows

    def count(self, group: Row) -> int:
        return self.rows.count(group)

    def read(self, groups: Any, order: tables.Order | None, part: slice) -> list[Row]:
        return [row for row in self.rows if row in groups][part]


_ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 2)))


@given(_ROWS, st.sampled_from(["", "a", "z"]), st.sampled_from(["", "1", tables.EMPTY]))
def test_rows_known_by_groups_give_the_choices_of_all_rows(
    rows: list[Row], name: str, number: str
) -> None:
    grouped, asked = Letters(rows), {"ten": name, "so": number}
    assert len(grouped) == len(rows)
    for one in FILTERS:
        assert tables.choices(grouped, asked, one, FILTERS) == tables.choices(
            rows, asked, one, FILTERS
        )
    wanted = tables.Unread(grouped, tables.filtered(grouped.groups, asked, FILTERS), None)
    assert list(wanted) == tables.filtered(rows, asked, FILTERS)
    assert len(wanted) == len(list(wanted))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-5 %", "'-5 %"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =cmd|'/c calc'!A0", "'  =cmd|'/c calc'!A0"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("Đề án", "Đề án"),
        ("'quoted", "'quoted"),
        ("'|", "''|"),
        ("''=1", "'''=1"),
        ("a\u202eb", "a\ufffdb"),
    ],
)
def test_no_cell_of_csv_is_a_formula(text: str, cell: str) -> None:
    assert csv_text(text) == cell
    assert read_csv_text(cell) == visible(text)


@given(st.text(max_size=40))
def test_csv_reads_back_equal_and_never_begins_a_formula(text: str) -> None:
    cell = csv_text(text)
    assert cell.lstrip(" \u00a0")[:1] not in set("=+-@")
    assert read_csv_text(cell) == visible(text)
    assert len(visible(text)) == len(text)
    assert not set(visible(text)) & set(DIRECTION)


def test_a_cell_of_xlsx_holds_what_xml_can() -> None:
    assert xlsx_text("a\x00b\x0bc\nd") == "a\ufffdb\ufffdc\nd"
    assert len(xlsx_text("x" * 40_000)) == 32_767


def test_bars_are_of_one_scale_and_say_all() -> None:
    stack = pictures.stacked([("A", "x"), ("B", "x"), ("A", "y"), ("A", "x"), ("C", "")])
    assert [(bar.label, bar.total) for bar in stack.bars] == [("A", 3), ("B", 1), ("C", 1)]
    first = stack.bars[0].segments
    assert [(part.label, part.count, part.colour) for part in first] == [("x", 2, 1), ("y", 1, 2)]
    assert first[0].x == 0
    assert first[-1].x + first[-1].width == pytest.approx(100, abs=0.01)
    assert stack.kinds == (("x", 3, 1), ("y", 1, 2), ("", 1, 3))
    assert pictures.stacked([]).bars == ()


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("uvwxyz12"))))
def test_no_deliverable_is_lost_in_the_bars(pairs: list[tuple[str, str]]) -> None:
    stack = pictures.stacked(pairs)
    assert sum(bar.total for bar in stack.bars) == len(pairs)
    assert all(bar.total == sum(part.count for part in bar.segments) for bar in stack.bars)
    assert all(part.x + part.width <= 100.01 for bar in stack.bars for part in bar.segments)


def test_steps_stand_on_the_line_of_years() -> None:
    years = pictures.years_of([(2021, 2024), (2025, None)], 2021, 2025)
    assert list(years) == [2021, 2022, 2023, 2024, 2025]
    assert pictures.span(2021, 2024, years) == pictures.Span(2021, 2024, 0, 80)
    assert pictures.span(2025, None, years) == pictures.Span(2025, 2025, 80, 20)
    assert pictures.span(None, None, years) is None
    assert pictures.span(2030, 2031, years) is None


@given(st.data())
def test_the_pages_of_the_book_are_the_whole_text(data: st.DataObject) -> None:
    length = data.draw(st.integers(0, 50))
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (min(p), max(p))))
    )
    headings = data.draw(st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)))
    pages = book.leaves(length, spans, headings)
    assert pages[0].start == 0
    assert pages[-1].end == length
    assert all(one.end == two.start for one, two in itertools.pairwise(pages))
    wanted = [n for n, heading in enumerate(headings) if heading] or list(range(len(spans)))
    assert [page.node for page in pages if page.node is not None] == wanted


def test_the_own_words_of_a_node_end_before_its_first_child() -> None:
    assert own_ends([(0, 100), (10, 40), (40, 90)], [None, 0, 0]) == [10, 40, 90]


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [("vi", 5_900, "5.900"), ("en", 5_900, "5,900"), ("vi", 600, "600"), ("vi", 0, "0")],
)
def test_how_many_is_written_as_the_language_writes_it(
    language: str, number: int, written: str
) -> None:
    with translation.override(language):
        assert plain_number(number) == written
