"""Names in a lead as written, and the way of a task through hand-overs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules import blocks
from namro.programme.programmes.rules.leading import Passed, name_key, names_in, path

DAY = dt.date(2025, 2, 1)


NAMES = st.sampled_from(
    ["Sở Khoa học và Công nghệ", "Văn phòng HĐND và UBND xã", "Các sở, ban, ngành", "Bộ Công an"]
)


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("Ban Tổ chức Thành ủy", ["Ban Tổ chức Thành ủy"]),
        ("Sở Công Thương; Sở Xây dựng", ["Sở Công Thương", "Sở Xây dựng"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Văn phòng HĐND và UBND phường", ["Văn phòng HĐND và UBND phường"]),
        ("VP Đoàn ĐBQH và HĐND, UBND tỉnh", ["VP Đoàn ĐBQH và HĐND, UBND tỉnh"]),
        ("Các sở, ban, ngành", ["Các sở, ban, ngành"]),
        (
            "Sở Khoa học và Công nghệ; Sở Giáo dục & Đào tạo, Sở Nội vụ",
            ["Sở Khoa học và Công nghệ", "Sở Giáo dục & Đào tạo", "Sở Nội vụ"],
        ),
        ("Bộ Công an (Trung tâm Dữ liệu quốc gia)", ["Bộ Công an"]),
        (
            "Văn phòng HĐND và UBND xã; VP HĐND, UBND phường",
            ["Văn phòng HĐND và UBND xã", "VP HĐND, UBND phường"],
        ),
        ("Sở Tài chính phối hợp với Sở Nội vụ", ["Sở Tài chính"]),
        ("", []),
    ],
)
def test_the_names_in_a_lead(lead: str, names: list[str]) -> None:
    assert names_in(lead) == names


@given(lead=st.text(max_size=80) | st.lists(NAMES, max_size=4).map("; ".join))
def test_every_name_stands_in_the_lead(lead: str) -> None:
    bare = " ".join(re.sub(r"\([^)]*\)", " ", lead).split())
    for name in names_in(lead):
        assert name in bare


def test_spellings_of_one_name_have_one_key() -> None:
    assert name_key("Ban Cán sự Đảng  UBND") == name_key("ban cán sự đảng UBND")
    assert name_key("Uỷ ban Kiểm tra") == name_key("Ủy ban Kiểm tra")
    assert name_key("Ban Dân vận") != name_key("Ban Dân vân")


def test_what_was_handed_over_twice_is_with_the_last_by_that_day() -> None:
    later = DAY + dt.timedelta(100)
    passed = [Passed(1, 2, DAY), Passed(2, 3, later), Passed(9, 8, DAY)]
    assert path(1, passed, DAY - dt.timedelta(1)) == []
    assert [each.successor for each in path(1, passed, DAY)] == [2]
    assert [each.successor for each in path(1, passed, later)] == [2, 3]


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1))
STEPS = st.lists(st.builds(Passed, st.integers(1, 6), st.integers(1, 6), DAYS), max_size=8)


@given(steps=STEPS, unit=st.integers(1, 6), day=DAYS)
def test_a_way_is_joined_and_dated_and_ends(steps: list[Passed], unit: int, day: dt.date) -> None:
    found = path(unit, steps, day)
    at, since = unit, dt.date.min
    for each in found:
        assert each in steps
        assert each.unit == at
        assert since <= each.on <= day
        at, since = each.successor, each.on
    visited = [unit, *(each.successor for each in found)]
    assert len(set(visited)) == len(visited)


@pytest.mark.parametrize(
    ("unit", "block"),
    [
        ("party", blocks.PARTY),
        ("council", blocks.GOVERNMENT),
        ("services", blocks.DEPARTMENTS),
        ("districts", blocks.DISTRICTS),
        ("something new", blocks.OTHER),
    ],
)
def test_the_block_of_a_unit_is_counted_in_one_of_the_tables(unit: str, block: str) -> None:
    assert blocks.of_unit(unit) == block
