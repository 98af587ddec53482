"""The block of an organisation, by its name: a table an official can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules.blocks import BLOCKS, block_of


@pytest.mark.parametrize(
    ("name", "block"),
    [
        # The eleven leads of Programme 01.
        ("Ban Cán sự Đảng UBND Thành phố", "party"),
        ("Đảng đoàn HĐND Thành phố", "party"),
        ("Ban Tổ chức Thành ủy", "party"),
        ("Ban Tuyên giáo Thành ủy", "party"),
        ("Ban Dân vận Thành ủy", "party"),
        ("Ủy ban Kiểm tra Thành ủy", "party"),
        ("Mặt trận Tổ quốc Thành phố", "front"),
        ("Hội Liên hiệp phụ nữ Thành phố", "front"),
        ("Hội Cựu chiến binh Thành phố", "front"),
        ("Hội Nông dân Thành phố", "front"),
        ("Liên đoàn Lao động Thành phố", "front"),
        # Others of real plans.
        ("Văn phòng Thành uỷ", "party"),
        ("Đảng đoàn MTTQ Thành phố", "party"),
        ("Sở Nội vụ", "departments"),
        ("CÔNG AN TỈNH", "departments"),
        ("Văn phòng UBND tỉnh", "departments"),
        ("Thanh tra Thành phố", "departments"),
        ("UBND Thành phố", "government"),
        ("Bộ Khoa học và Công nghệ", "government"),
        ("UBND các xã, phường", "communes"),
        ("Ủy ban nhân dân cấp xã", "communes"),
        ("Tỉnh đoàn", "front"),
        ("Viện Kiểm sát nhân dân tỉnh", "government"),
        ("VNPT Bắc Ninh", "other"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_the_block_of_a_name(name: str, block: str) -> None:
    assert block_of(name) == block


@given(st.text(max_size=80))
def test_every_name_has_one_block(name: str) -> None:
    assert block_of(name) in {*BLOCKS, ""}
