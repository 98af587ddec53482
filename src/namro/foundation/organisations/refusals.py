"""Why something about units was refused: one sentence in Vietnamese and English, with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from namro.foundation.organisations.rules.sheet import RowError
from namro.foundation.refusals import Refusal

Code = Literal[
    "code",
    "no_name",
    "code_taken",
    "no_such_unit",
    "parent_not_there",
    "order",
    "in_circle",
    "not_alive",
    "has_later",
    "has_children",
    "same_day",
    "nothing_new",
    "no_basis",
    "no_parts",
    "shares_twice",
    "shares_not_positive",
    "shares_over",
    "shares_under",
    "share_without_basis",
    "already_that_day",
    "key_taken",
    "backwards",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "code": (
        "“{code}” không phải là mã đơn vị; hãy dùng chữ in hoa, chữ số, dấu chấm, gạch nối, không "
        "quá 35 ký tự.",
        "“{code}” is no unit's code; use capital letters, digits, dots and hyphens, 35 at most.",
    ),
    "no_name": ("Đơn vị {code} chưa có tên; hãy ghi tên.", "Unit {code} has no name; give it one."),
    "code_taken": (
        "Mã {code} đang thuộc về một đơn vị khác trong thời gian này; hãy dùng mã khác hoặc kết "
        "thúc đơn vị kia trước.",
        "Code {code} belongs to another unit at that time; use another, or end that unit first.",
    ),
    "no_such_unit": (
        "Không có đơn vị nào mang mã “{code}” vào ngày {day}; hãy kiểm tra mã và ngày.",
        "No unit has code “{code}” on {day}; check the code and the day.",
    ),
    "parent_not_there": (
        "Đơn vị cấp trên {parent} không tồn tại trong suốt thời gian của {code}; hãy chọn đơn vị "
        "khác hoặc ngày khác.",
        "The parent {parent} does not exist all the time that {code} does; choose another parent "
        "or day.",
    ),
    "order": (
        "Thứ tự “{order}” của {code} không phải là số nguyên từ 0 trở lên; hãy ghi lại.",
        "The order “{order}” of {code} is not a whole number from 0 on; write it anew.",
    ),
    "in_circle": (
        "{code} không thể trực thuộc {parent}, vì chính {parent} trực thuộc {code}; hãy chọn đơn "
        "vị cấp trên khác.",
        "{code} cannot stand under {parent}, which stands under {code}; choose another parent.",
    ),
    "not_alive": (
        "Đơn vị {code} không tồn tại vào ngày {day}; hãy kiểm tra ngày.",
        "Unit {code} does not exist on {day}; check the day.",
    ),
    "has_later": (
        "Đơn vị {code} đã có tên hoặc vị trí ghi từ ngày {day} trở đi; hãy chọn ngày kết thúc sau "
        "ngày ấy.",
        "Unit {code} has a name or place recorded from {day} on; choose a later end.",
    ),
    "has_children": (
        "Đơn vị {code} còn {count} đơn vị trực thuộc từ ngày {day}; hãy chuyển hoặc kết thúc các "
        "đơn vị ấy trước.",
        "Unit {code} still has {count} units under it from {day} on; move or end them first.",
    ),
    "same_day": (
        "Đơn vị {code} đã có một lần sáp nhập hoặc chia tách trong ngày {day}; hãy ghi chung vào "
        "một sự kiện.",
        "Unit {code} was merged or split already on {day}; record it as one event.",
    ),
    "nothing_new": (
        "Đơn vị {code} đã như vậy vào ngày {day}; không có gì để thay đổi.",
        "Unit {code} is so already on {day}; there is nothing to change.",
    ),
    "no_basis": (
        "Sự kiện ngày {day} chưa có căn cứ; hãy ghi số văn bản hoặc nguồn.",
        "The event of {day} rests on nothing; give the document's number or a source.",
    ),
    "no_parts": (
        "Sự kiện ngày {day} không nói đơn vị nào về đâu; hãy ghi ít nhất một đơn vị.",
        "The event of {day} does not say which unit goes where; name at least one.",
    ),
    "shares_twice": (
        "Đơn vị {code} giao hai lần cho cùng một đơn vị; hãy gộp lại.",
        "Unit {code} gives twice to the same unit; put the two together.",
    ),
    "shares_not_positive": (
        "Tỷ lệ của {code} phải lớn hơn 0; hãy sửa hoặc để trống khi chưa rõ.",
        "A share of {code} must be more than 0; correct it, or leave it out where it is unknown.",
    ),
    "shares_over": (
        "Các tỷ lệ của {code} cộng lại quá toàn bộ; hãy kiểm tra lại.",
        "The shares of {code} are more than the whole; check them.",
    ),
    "shares_under": (
        "Các tỷ lệ của {code} cộng lại chưa đủ toàn bộ; hãy ghi phần còn lại, hoặc để trống tỷ lệ "
        "chưa rõ.",
        "The shares of {code} are less than the whole; say where the rest goes, or leave unknown "
        "shares out.",
    ),
    "share_without_basis": (
        "Tỷ lệ của {code} chưa có căn cứ (công bố, dân số, diện tích, đơn vị nêu); hãy ghi căn cứ, "
        "hoặc bỏ trống cả hai khi chưa rõ.",
        "The share of {code} has no basis (published, population, area, stated); give it, or leave "
        "both out where it is unknown.",
    ),
    "already_that_day": (
        "Đơn vị {code} đã có thay đổi bắt đầu đúng ngày {day}; điều đã ghi không bị ghi đè. Hãy "
        "chọn ngày khác.",
        "Something of unit {code} begins on {day} already; what is recorded is not overwritten. "
        "Choose another day.",
    ),
    "key_taken": (
        "Sự kiện “{key}” đã được ghi với nội dung khác; hãy dùng tên khác hoặc bỏ các dòng này.",
        "Event “{key}” is recorded already with other content; use another name or leave these "
        "rows out.",
    ),
    "backwards": (
        "Đơn vị {code} kết thúc trước khi bắt đầu; hãy kiểm tra hai ngày.",
        "Unit {code} ends before it begins; check the two days.",
    ),
}


class OrganisationRefused(Refusal[Code]):
    """Nothing about units was changed; `message` says why and what to do."""

    messages = MESSAGES


class LoadRefused(Exception):
    """A table was not loaded and nothing was changed; `errors` says why, row by row."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(errors)
        self.errors = list(errors)
