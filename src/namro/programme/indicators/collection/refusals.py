"""Why something about collection was refused: one sentence in both languages, with a remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal[
    "fraction_needed",
    "value_needed",
    "computed",
    "no_units",
    "no_items",
    "asked_already",
    "asked_stays",
    "equation_wrong",
    "key_taken",
    "retired",
    "say_from",
    "not_filling",
    "not_open",
    "round_closed",
    "nothing_entered",
    "missing",
    "not_submitted",
    "not_approved",
    "say_why",
    "published_stays",
    "reopen_in_the_past",
    "not_ended",
    "not_a_successor",
    "paper_unnamed",
    "paper_day",
    "scan_large",
    "scan_kind",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "fraction_needed": (
        "Chỉ số “{indicator}” được tổng hợp bằng tử số và mẫu số nên biểu phải hỏi cả hai; hãy "
        "chọn hỏi tử số và mẫu số.",
        "“{indicator}” is totalled from numerators and denominators, so the form asks for both; "
        "choose to ask for numerator and denominator.",
    ),
    "value_needed": (
        "Chỉ số “{indicator}” được tổng hợp từ giá trị nên biểu phải hỏi một giá trị; hãy bỏ chọn "
        "hỏi tử số và mẫu số.",
        "“{indicator}” is totalled from values, so the form asks for one value; do not ask for "
        "numerator and denominator.",
    ),
    "computed": (
        "Chỉ số “{indicator}” được tính bằng công thức nên không hỏi đơn vị nào; hãy hỏi các chỉ "
        "số trong công thức.",
        "“{indicator}” is computed by a formula and asked of nobody; ask for the indicators in "
        "the formula.",
    ),
    "no_units": (
        "Ngày {day} không có đơn vị nào thuộc diện của biểu “{form}”; hãy xem lại đơn vị trên "
        "cùng, hệ thống và loại đơn vị.",
        "On {day} no unit is asked by the form “{form}”; check its top unit, hierarchy and kinds "
        "of units.",
    ),
    "no_items": (
        "Biểu “{form}” chưa có chỉ số nào; hãy thêm ít nhất một chỉ số.",
        "The form “{form}” asks for no indicator; add at least one.",
    ),
    "asked_already": (
        "Chỉ số “{indicator}” đã được hỏi các đơn vị này trong biểu “{form}”; hãy dùng số liệu "
        "của biểu đó, không hỏi lại.",
        "“{indicator}” is asked of these units already by the form “{form}”; use its figures and "
        "do not ask again.",
    ),
    "asked_stays": (
        "Biểu “{form}” đã có đợt nên những gì đã hỏi được giữ nguyên; muốn hỏi khác đi, hãy lập "
        "biểu thay thế từ một kỳ sau.",
        "Rounds have asked the form “{form}” already, so what it asks stays; to ask otherwise, "
        "define a form that takes its place from a later period.",
    ),
    "equation_wrong": (
        "Hệ thức “{line}” không dùng được. {vi}",
        "The relation “{line}” cannot be used. {en}",
    ),
    "key_taken": (
        "Đã có biểu mang mã “{key}”; hãy chọn mã khác, hoặc sửa biểu đó.",
        "There is a form with the key “{key}” already; choose another key, or change that form.",
    ),
    "retired": (
        "Biểu “{form}” thôi hỏi sau ngày {day}; hãy mở đợt của biểu thay thế, hoặc sửa ngày đó.",
        "The form “{form}” asks no more after {day}; open a round of the form in its place, or "
        "change that day.",
    ),
    "say_from": (
        "Hãy ghi biểu thay thế hỏi từ ngày nào; biểu cũ thôi hỏi từ ngày hôm trước.",
        "Say from which day the new form asks; the old one ends the day before.",
    ),
    "not_filling": (
        "Phiếu {code} đang ở trạng thái “{state}” nên không nhập được; nếu cần sửa, đề nghị "
        "người duyệt trả lại hoặc bấm đính chính.",
        "Sheet {code} is “{state}” and takes no figures; to change it, have it returned or "
        "correct it.",
    ),
    "not_open": (
        "Đợt này mở từ ngày {day}; hãy nhập từ ngày đó.",
        "This round opens on {day}; fill it in from then.",
    ),
    "round_closed": (
        "Đợt này đã đóng ngày {day}; đề nghị cơ quan chủ trì mở lại đợt.",
        "This round closed on {day}; ask the body that keeps it to open it again.",
    ),
    "nothing_entered": (
        "Phiếu {code} chưa có số liệu nào; hãy nhập trước khi trình.",
        "Nothing is entered in sheet {code}; fill it in before you submit it.",
    ),
    "missing": (
        "Phiếu {code} còn thiếu: {items}. Hãy nhập số, hoặc ghi “không phát sinh/không áp dụng” "
        "kèm lý do.",
        "Sheet {code} lacks: {items}. Enter figures, or say that they do not apply and why.",
    ),
    "not_submitted": (
        "Phiếu {code} không chờ duyệt (trạng thái: {state}); hãy tải lại trang.",
        "Sheet {code} does not wait for approval (it is {state}); load the page again.",
    ),
    "not_approved": (
        "Phiếu {code} chưa được duyệt nên chưa cần đính chính; hãy sửa ngay trong phiếu.",
        "Sheet {code} is not approved yet and needs no correction; change it as it is.",
    ),
    "say_why": ("Hãy ghi lý do.", "Say why."),
    "published_stays": (
        "Số liệu đã công bố của “{items}” không thể bỏ trống; hãy ghi số đúng để thay thế.",
        "The published figure of “{items}” cannot be left empty; enter the right one in its place.",
    ),
    "reopen_in_the_past": (
        "Ngày {day} đã qua; hãy chọn một ngày từ hôm nay trở đi.",
        "{day} has passed; choose today or a later day.",
    ),
    "not_ended": (
        "{unit} vẫn hoạt động nên phiếu của đơn vị không được giao cho đơn vị khác.",
        "{unit} still exists, so its sheet is not handed to another unit.",
    ),
    "not_a_successor": (
        "{unit} không kế thừa đơn vị của phiếu {code}; hãy chọn một trong các đơn vị kế thừa.",
        "{unit} does not follow the unit of sheet {code}; choose one of its successors.",
    ),
    "paper_unnamed": (
        "Hãy ghi số và ngày của báo cáo đã ký; thiếu một trong hai thì chưa nhập từ giấy được.",
        "Give the number and the day (dd/mm/yyyy) of the signed report; both are needed.",
    ),
    "paper_day": (
        "Ngày báo cáo {day} không hợp lý: báo cáo được ký từ {first} đến hôm nay; hãy xem lại "
        "ngày trên giấy.",
        "The report cannot be of {day}: it was signed between {first} and today; look at the "
        "paper again.",
    ),
    "scan_large": (
        "Bản quét lớn hơn {limit} MB; hãy quét lại ở 200–300 dpi, đen trắng.",
        "The scan is over {limit} MB; scan it again at 200–300 dpi in black and white.",
    ),
    "scan_kind": (
        "Bản quét phải là PDF, JPEG hoặc PNG; hãy lưu lại ở một trong các dạng đó.",
        "The scan must be PDF, JPEG or PNG; save it as one of these.",
    ),
}


class CollectionRefused(Refusal[Code]):
    """Nothing about collection was changed; `message` says why and what to do."""

    messages = MESSAGES


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one field of a sheet, and what would be right."""

    item: int
    vi: str
    en: str


class EntriesRefused(Exception):
    """Nothing of what was entered was kept; `faults` says why, by item."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def by_item(self) -> Mapping[int, Fault]:
        """The first fault of each item."""
        return {each.item: each for each in reversed(self.faults)}
