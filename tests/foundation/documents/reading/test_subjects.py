"""What each figure of a sentence is about, and which date is its own."""

from __future__ import annotations

import pytest

from namro.foundation.documents.reading import read_bytes
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.subjects import is_unclear

HEAD = """ỦY BAN NHÂN DÂN
TỈNH AN TÂY
Số: 12/KH-UBND An Tây, ngày 05 tháng 01 năm 2025

KẾ HOẠCH
Chuyển đổi số của tỉnh

I. MỤC TIÊU

1. Chỉ tiêu cụ thể

- {line}

II. NHIỆM VỤ

1. Nhiệm vụ chung

Các cơ quan thực hiện theo chức năng được giao.
"""


def read(line: str) -> Draft:
    return read_bytes(HEAD.format(line=line).encode(), "kế hoạch.txt")


@pytest.mark.parametrize(
    ("line", "subjects"),
    [
        (
            "100% xã đạt cấp độ 4 và 90% sở đạt cấp độ 5 về dữ liệu.",
            ["xã đạt cấp độ 4", "sở đạt cấp độ 5 về dữ liệu"],
        ),
        (
            "Hình thành ít nhất 100 doanh nghiệp khởi nghiệp, 50 doanh nghiệp công nghệ.",
            ["Hình thành doanh nghiệp khởi nghiệp", "doanh nghiệp công nghệ"],
        ),
        (
            "Đưa tỷ lệ doanh nghiệp dùng phần mềm trong sản xuất, quản lý, kinh doanh lên tối "
            "thiểu 80%.",
            ["tỷ lệ doanh nghiệp dùng phần mềm trong sản xuất, quản lý, kinh doanh"],
        ),
        (
            "Sửa cách chấm điểm hằng năm, đảm bảo 100% phòng ban có quy chế.",
            ["phòng ban có quy chế"],
        ),
        (
            "Tỷ lệ hộ thiếu nước giảm dưới 8% (khu vực miền núi dưới 25%).",
            ["Tỷ lệ hộ thiếu nước", "Tỷ lệ hộ thiếu nước (khu vực miền núi)"],
        ),
        (
            "Số bài báo tăng 10%/năm, tỉ lệ khai thác bằng sáng chế đạt 8 - 10%.",
            ["Số bài báo", "tỉ lệ khai thác bằng sáng chế"],
        ),
        (
            "Tỉnh thuộc nhóm 10 tỉnh dẫn đầu cả nước về năng lực cạnh tranh số.",
            ["Tỉnh về năng lực cạnh tranh số"],
        ),
        ("Kinh tế số của các ngành ở mức trên 15%.", ["Kinh tế số của các ngành"]),
    ],
)
def test_each_figure_has_its_own_subject(line: str, subjects: list[str]) -> None:
    assert [target.subject for target in read(line).targets] == subjects


@pytest.mark.parametrize(
    ("line", "dues"),
    [
        (
            "Các sở: (1) rà soát quy trình, xong trước ngày 22 tháng 12 năm 2025; (2) bảo đảm "
            "100% hồ sơ được xử lý trực tuyến.",
            [None],
        ),
        (
            "Các sở số hóa sổ sách trong tháng 12 năm 2025, số hóa 100% văn bằng trong năm 2026.",
            [2026],
        ),
        (
            "Đơn giản hóa thủ tục theo Nghị quyết số 66/NQ-CP về Chương trình cắt giảm thủ tục "
            "năm 2025 và 2026, đảm bảo cắt giảm tối thiểu 30% thời gian.",
            [None],
        ),
    ],
)
def test_a_date_of_another_clause_is_not_taken(line: str, dues: list[int | str | None]) -> None:
    assert [target.due for target in read(line).targets] == dues


def test_what_is_rated_every_year_is_not_reached_every_year() -> None:
    (target,) = read("Sửa cách xếp loại hằng năm, đảm bảo 100% phòng ban có quy chế.").targets
    assert not target.each_year
    (target,) = read("Hằng năm, đảm bảo 100% phòng ban có quy chế.").targets
    assert target.each_year


def test_a_basic_level_is_no_qualifier() -> None:
    (target,) = read("Tỷ lệ người dân được bảo vệ ở mức cơ bản đạt 80%.").targets
    assert target.qualifier is None


def test_a_code_of_many_digits_is_no_figure() -> None:
    assert read(f"Đạt {'9' * 400} hồ sơ được xử lý.").targets == []


def test_a_piece_of_a_subject_is_pointed_out() -> None:
    assert is_unclear("/năm, giảm")
    assert is_unclear("Việt Nam thuộc")
    assert not is_unclear("trình độ trung bình tiên tiến trở lên")
