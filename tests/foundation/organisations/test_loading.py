"""Loading tables: what each row means, what is said of a faulty one, all or nothing, twice."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import Workbook

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.choices import EventKind
from namro.foundation.organisations.loading import Loaded, load
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.questions import on_units_of, tree
from namro.foundation.organisations.refusals import LoadRefused
from namro.foundation.organisations.rules.sheet import COLUMNS
from namro.foundation.organisations.tables import read_file
from tests.foundation.organisations.conftest import BEFORE, DAY, WHY, unit

OPERATOR = Operator("tests")
Table = list[list[Any]]
HEAD = [
    *("date", "event", "code", "name", "kind", "block", "hierarchy", "parent", "order", "to"),
    *("share", "share_basis", "act", "source"),
]
UNITS = [
    ["", "exists", "01", "Thành phố", "province", "government", "territory", "", "1"],
    ["", "exists", "001", "Quận A", "district", "districts", "territory", "01", "1"],
    ["", "exists", "00001", "Phường B", "commune", "communes", "territory", "001", "2"],
    ["", "exists", "00002", "Phường C", "commune", "communes", "territory", "001", "1"],
]
EVENTS = [
    [
        *("2025-07-01", "founded", "00001", "Phường D", "commune", "communes", "territory", "01"),
        *("1", "", "", "", "sắp xếp", "https://example.org"),
    ],
    ["1/7/2025", "reorganised", "00001", *[""] * 6, "00001", "1", "published", "sắp xếp"],
    ["2025-07-01", "reorganised", "00002", *[""] * 6, "00001", "", "", "sắp xếp"],
    ["2025-07-01", "reorganised", "00002", *[""] * 9, "sắp xếp"],
    ["2025-07-01", "dissolved", "001", *[""] * 10, "https://example.org"],
    ["2025-08-01", "renamed", "00001", "Phường E", *[""] * 9, "https://example.org"],
    ["2025-09-01", "moved", "00001", "", "", "", "state", "01", "3", *[""] * 4, "x"],
]
TABLE: Table = [HEAD, *UNITS, *EVENTS]


def _rows() -> list[Any]:
    models = (Unit, UnitName, Place, Event, EventPart)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.mark.django_db
def test_each_row_is_one_fact_and_twice_changes_nothing() -> None:
    assert load(OPERATOR, TABLE, reason=WHY) == Loaded(11, 0)
    assert [(node.depth, node.name) for node in tree(BEFORE)] == [
        (0, "Thành phố"),
        (1, "Quận A"),
        (2, "Phường C"),
        (2, "Phường B"),
    ]
    assert [(node.depth, node.name) for node in tree(DAY)] == [(0, "Thành phố"), (1, "Phường D")]
    assert list(Event.objects.values_list("kind", flat=True)) == [
        EventKind.REORGANISED,
        EventKind.DISSOLVED,
        EventKind.RENAMED,
        EventKind.MOVED,
    ]
    old = {each.code: each.pk for each in Unit.objects.filter(valid_to=BEFORE)}
    into = unit("00001").pk
    found = on_units_of({old["00001"]: 3, old["00002"]: 4}, BEFORE)
    assert found.units == {into: 3}
    assert found.groups == {frozenset({into, None}): 4}
    before = _rows()
    assert load(OPERATOR, TABLE, reason=WHY) == Loaded(0, 11)
    assert _rows() == before
    more = ["", "exists", "002", "Huyện", "district", "districts", "territory", "01", "2"]
    assert load(OPERATOR, [*TABLE, more], reason=WHY) == Loaded(1, 11)


@pytest.mark.django_db
def test_vietnamese_heads_and_words() -> None:
    head = [COLUMNS[name].capitalize() for name in HEAD]
    row = ["", "Đã có", "01", "Hà Nội", "Tỉnh, thành phố trực thuộc Trung ương"]
    table: Table = [head, [*row, "Khối chính quyền", "Lãnh thổ", "", 1]]
    assert load(OPERATOR, table, reason=WHY).added == 1
    assert [node.code for node in tree(DAY)] == ["01"]


def _with(row: int, **cells: Any) -> Table:
    """The table with other cells in one row (1 is the head)."""
    table = [list(line) + [""] * (len(HEAD) - len(line)) for line in TABLE]
    for name, value in cells.items():
        table[row - 1][HEAD.index(name)] = value
    return table


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ([], 1, ""),
        ([HEAD], 1, ""),
        ([["event", "mã", "màu"]], 1, "màu"),
        ([["event", "code", "mã"]], 1, "mã"),
        ([["code", "name"]], 1, "event"),
        (_with(3, event="vanished"), 3, "event"),
        (_with(3, code=1), 3, "code"),
        (_with(3, parent=1.0), 3, "parent"),
        (_with(3, code="q1"), 3, "code"),
        (_with(3, name=""), 3, "name"),
        (_with(3, kind="planet"), 3, "kind"),
        (_with(3, order="một"), 3, "order"),
        (_with(3, date="2020-01-01"), 3, "date"),
        (_with(3, parent="999"), 3, "parent"),
        (_with(4, code="00002"), 4, "code"),
        (_with(6, date="31/6/2025"), 6, "date"),
        (_with(6, date="2025-07-02"), 7, "act"),
        (_with(6, source=""), 6, "basis_number"),
        (_with(7, share="0,5"), 7, "share"),
        (_with(7, share="1,5"), 7, "share"),
        (_with(7, share_basis=""), 7, "share_basis"),
        (_with(8, to="00009"), 8, "to"),
        (_with(8, code="00009"), 8, "code"),
        (_with(9, event="dissolved"), 9, "act"),
        (_with(10, code="01"), 10, "code"),
        (_with(11, name="Phường D"), 11, "name"),
        (_with(12, parent="00001"), 12, "parent"),
    ],
)
def test_a_fault_is_said_with_row_column_and_remedy_and_nothing_is_loaded(
    table: Table, row: int, column: str
) -> None:
    with pytest.raises(LoadRefused) as refused:
        load(OPERATOR, table, reason=WHY)
    assert (row, column) in {(each.row, each.column) for each in refused.value.errors}
    for error in refused.value.errors:
        for language, word in (("vi", "Dòng"), ("en", "Row")):
            assert error.message(language).startswith(f"{word} {error.row}")
            assert "{" not in error.message(language)
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_all_faulty_rows_are_said_at_once() -> None:
    table = _with(3, kind="planet", code="q1")
    table[5][HEAD.index("date")] = "hôm qua"
    with pytest.raises(LoadRefused) as refused:
        load(OPERATOR, table, reason=WHY)
    assert [(each.row, each.column) for each in refused.value.errors] == [
        (3, "kind"),
        (3, "code"),
        (6, "date"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "cells", "column"),
    [
        (3, {"name": "Quận khác"}, "name"),
        (3, {"kind": "commune"}, "kind"),
        (4, {"parent": "01"}, "parent"),
        (6, {"name": "Phường khác"}, "act"),
        (8, {"share": "0,5", "share_basis": "area"}, "act"),
        (11, {"name": "Phường F"}, "act"),
    ],
)
def test_what_was_recorded_differently_is_not_overwritten(
    row: int, cells: dict[str, str], column: str
) -> None:
    load(OPERATOR, TABLE, reason=WHY)
    before = _rows()
    with pytest.raises(LoadRefused) as refused:
        load(OPERATOR, _with(row, **cells), reason=WHY)
    assert column in {each.column for each in refused.value.errors}
    assert _rows() == before


@pytest.mark.django_db
def test_only_the_secretariat_loads(reader: User) -> None:
    with pytest.raises(PermissionDenied):
        load(reader, TABLE, reason=WHY)
    assert not Unit.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_keeps_leading_zeros(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "don-vi.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(TABLE)
    assert read_file(path)[3][2] == "00001"
    assert read_file(path)[0] == HEAD


def test_xlsx_is_read_and_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "don-vi.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["date", "code", "order", "name"])
    sheet.append([DAY, "00001", 3, None])
    sheet.append(["", 1, 0.5, "Phường"])
    book.save(path)
    assert read_file(path) == [
        ["date", "code", "order", "name"],
        ["2025-07-01", "00001", 3, None],
        [None, 1, 0.5, "Phường"],
    ]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"PK nothing"), ("a.csv", "mã".encode("utf-16"))):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(LoadRefused) as refused:
            read_file(path)
        assert "CSV" in refused.value.errors[0].message()
