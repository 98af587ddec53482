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
    "code_of_province",
    "code_of_district",
    "code_of_commune",
    "code_of_state",
    "code_of_enterprise",
    "no_place",
    "no_reason",
    "depends_event",
    "depends_child",
    "depends_held",
    "not_between",
    "overlap",
    "not_there",
    "changed_meanwhile",
    "choose_one",
    "has_event",
    "no_source",
    "no_address",
    "boundary_there",
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
    "code_of_province": (
        "“{code}” không phải là mã tỉnh, thành phố; mã thống kê cấp tỉnh gồm 2 chữ số, giữ số 0 ở "
        "đầu (ví dụ 01).",
        "“{code}” is no code of a province; the statistics office gives 2 digits, with leading "
        "zeros (such as 01).",
    ),
    "code_of_district": (
        "“{code}” không phải là mã quận, huyện; mã thống kê cấp huyện gồm 3 chữ số, giữ số 0 ở đầu "
        "(ví dụ 001).",
        "“{code}” is no code of a district; the statistics office gives 3 digits, with leading "
        "zeros (such as 001).",
    ),
    "code_of_commune": (
        "“{code}” không phải là mã xã, phường, đặc khu; mã thống kê cấp xã gồm 5 chữ số, giữ số 0 "
        "ở đầu (ví dụ 00004).",
        "“{code}” is no code of a commune; the statistics office gives 5 digits, with leading "
        "zeros (such as 00004).",
    ),
    "code_of_state": (
        "“{code}” không đúng dạng mã định danh theo QĐ 20/2020/QĐ-TTg (ví dụ H26.15 hoặc "
        "Z01.02); hãy kiểm tra lại.",
        "“{code}” has not the form of Decision 20/2020/QĐ-TTg (such as H26.15 or Z01.02); check "
        "it.",
    ),
    "code_of_enterprise": (
        "“{code}” không phải là mã số doanh nghiệp; mã gồm 10 chữ số, đơn vị phụ thuộc thêm gạch "
        "nối và 3 chữ số.",
        "“{code}” is no number of an enterprise; it has 10 digits, and a branch a hyphen and 3 "
        "more.",
    ),
    "no_place": (
        "Đơn vị {code} không có vị trí trong hệ thống này vào ngày {day}; hãy chọn hệ thống khác.",
        "Unit {code} has no place in this hierarchy on {day}; choose another hierarchy.",
    ),
    "no_reason": (
        "Chưa ghi lý do; hãy ghi vì sao, để người sau hiểu.",
        "There is no reason; say why, for those who come after.",
    ),
    "depends_event": (
        "Không rút được, vì sự kiện “{key}” ngày {day} dựa trên đơn vị {code}; hãy rút sự kiện ấy "
        "trước.",
        "It cannot be withdrawn: event “{key}” of {day} rests on unit {code}; withdraw that one "
        "first.",
    ),
    "depends_child": (
        "Không rút được, vì đơn vị {child} được ghi là trực thuộc {code}; hãy đính chính cấp trên "
        "của {child} trước.",
        "It cannot be withdrawn: unit {child} is recorded under {code}; correct the parent of "
        "{child} first.",
    ),
    "depends_held": (
        "Không rút được, vì đơn vị {code} đang được dùng: {what}; hãy chuyển các nội dung ấy sang "
        "đơn vị khác trước.",
        "It cannot be withdrawn: unit {code} is in use: {what}; give these to another unit first.",
    ),
    "not_between": (
        "Không thể ghi ngày {day} cho đơn vị {code}: ngày ấy vượt quá điều được ghi ngay trước "
        "hoặc ngay sau đó; hãy đính chính điều ấy trước hoặc chọn ngày khác.",
        "{day} cannot be for unit {code}: it passes what is recorded just before or after; correct "
        "that first, or choose another day.",
    ),
    "overlap": (
        "Không ghi được, vì sẽ có hai tên, hai cấp trên hoặc hai đơn vị cùng mã trong một ngày; "
        "hãy xem dòng thời gian và đính chính điều kia trước.",
        "It was not recorded: there would be two names, two parents or two units of one code on "
        "one day; see the time line and correct the other first.",
    ),
    "not_there": (
        "Điều này không còn được ghi như trang đã hiện; hãy mở lại trang của đơn vị.",
        "This is no longer recorded as the page showed it; open the unit's page again.",
    ),
    "changed_meanwhile": (
        "Có người vừa thay đổi các đơn vị này; chưa có gì được ghi. Hãy xem lại rồi quyết định.",
        "Somebody has just changed these units; nothing was recorded. Look again and decide.",
    ),
    "choose_one": (
        "Hãy chọn đúng một đơn vị cho việc này; đang chọn {count}.",
        "Choose exactly one unit for this; {count} are chosen.",
    ),
    "has_event": (
        "Đơn vị {code} được thành lập bởi sự kiện “{key}”; hãy rút sự kiện ấy.",
        "Unit {code} was founded by event “{key}”; withdraw that event.",
    ),
    "no_source": (
        "Chưa ghi nguồn của ranh giới; hãy ghi tên bộ dữ liệu hoặc cơ quan cung cấp.",
        "The boundaries have no source; name the data set or who provided them.",
    ),
    "boundary_there": (
        "{count} đơn vị (như {code}) đã có ranh giới khác; điều đã ghi không bị ghi đè. Hãy thêm "
        "--replace nếu đây là bản vẽ tốt hơn, hoặc --changed nếu ranh giới khác đi từ ngày ấy.",
        "{count} units (such as {code}) have another boundary already, and nothing recorded is "
        "overwritten. Add --replace if this one is better drawn, or --changed if it is another "
        "from that day.",
    ),
    "no_address": (
        "“{link}” không phải là địa chỉ của nguồn; hãy ghi địa chỉ bắt đầu bằng https://.",
        "“{link}” is no address of a source; write one that begins with https://.",
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
