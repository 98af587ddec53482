"""Blocks of cells copied out of a spreadsheet, and numbers written so that they read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.interface.text import search_text
from namro.programme.indicators.collection.filling import written
from namro.programme.indicators.rules.numbers_said import read_number
from namro.programme.indicators.rules.pasting import Asked, read_block

ITEMS = [
    Asked("ho-so", "Số hồ sơ", 1, 1),
    Asked("dung-han", "Tỷ lệ đúng hạn", 2, 2),
    Asked("so-ngay", "Số ngày bình quân", 3, 1),
]


@pytest.mark.parametrize(
    ("block", "figures", "lines"),
    [
        ("Số hồ sơ\t12", {0: ("12",)}, []),
        ("so ho so\t12", {0: ("12",)}, []),
        ("SO-NGAY\t3,5", {2: ("3,5",)}, []),
        ("2.\t110\t118", {1: ("110", "118")}, []),
        ("1\tSố hồ sơ\thồ sơ\t9.370\tghi chú", {0: ("9.370",)}, []),
        ("\r\n\nho-so\t12\r\nso-ngay\t3", {0: ("12",), 2: ("3",)}, []),
        ("dung-han\t110", {}, [1]),
        ("ho-so\t12\nho-so\t13", {0: ("12",)}, [2]),
        ("khác\t12", {}, [1]),
        ("12", {}, [1]),
        ("", {}, []),
        # Signs of another country, which one figure betrays: all are said as fields read them.
        ("ho-so\t1,250,000\nso-ngay\t1,250.5", {0: ("1250000",), 2: ("1250,5",)}, []),
    ],
)
def test_what_a_block_says(
    block: str, figures: dict[int, tuple[str, ...]], lines: list[int]
) -> None:
    found, wrong = read_block(block, ITEMS, search_text)
    assert {each.item: each.figures for each in found} == figures
    assert [each.line for each in wrong] == lines
    assert all(each.in_words("vi") != each.in_words("en") for each in wrong)


@given(
    st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=8),
    st.booleans(),
)
def test_a_figure_reads_back_as_itself(value: Decimal, things: bool) -> None:
    assert read_number(written(value, things=things), counted=things) == value
    short = round(value, 3)
    assert read_number(written(short, things=things), counted=things) == short
    assert read_number(written(Decimal(round(value)), things=things), counted=things) == round(
        value
    )
