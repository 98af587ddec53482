"""Why nothing was said of who leads: one sentence in Vietnamese and English, with what to do."""

from __future__ import annotations

from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal[
    "gone",
    "no_unit",
    "not_alive",
    "moved",
    "not_leading",
    "not_ended",
    "too_early",
    "successor_not_there",
    "itself",
    "in_circle",
    "no_basis",
    "no_hand_over",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "gone": (
        "Có tên cơ quan chủ trì không còn trong phiên bản này; hãy tải lại trang rồi chọn lại. "
        "Không có gì thay đổi.",
        "A lead is no longer in this version; load the page again and choose anew. Nothing was "
        "changed.",
    ),
    "no_unit": (
        "“{name}” chưa có đơn vị nào để xác nhận; hãy chọn đơn vị, hoặc ghi là không có trong "
        "danh mục. Không có gì thay đổi.",
        "“{name}” has no unit to confirm; choose one, or say that it is not in the register. "
        "Nothing was changed.",
    ),
    "not_alive": (
        "{unit} không tồn tại vào ngày {day} của văn bản nên không thể là “{name}”; hãy chọn đơn "
        "vị có vào ngày ấy. Không có gì thay đổi.",
        "{unit} did not exist on {day}, the document's day, and cannot be “{name}”; choose a unit "
        "of that day. Nothing was changed.",
    ),
    "moved": (
        "Có người đã quyết định “{name}” từ khi trang này được mở; hãy xem lại rồi quyết định. "
        "Không có gì thay đổi.",
        "Somebody decided “{name}” since this page was opened; look at it again, then decide. "
        "Nothing was changed.",
    ),
    "not_leading": (
        "{unit} không chủ trì nội dung nào của chương trình này; hãy liên kết tên cơ quan chủ trì "
        "với đơn vị trước. Không có gì thay đổi.",
        "{unit} leads nothing of this programme; link the lead's name to the unit first. Nothing "
        "was changed.",
    ),
    "not_ended": (
        "{unit} vẫn còn tồn tại nên không có gì để chuyển giao; hãy ghi việc kết thúc của đơn vị "
        "trước. Không có gì thay đổi.",
        "{unit} still exists, so there is nothing to hand over; record its end first. Nothing was "
        "changed.",
    ),
    "too_early": (
        "{unit} còn tồn tại đến hết ngày {day}; hãy chọn ngày chuyển giao sau ngày ấy. Không có gì "
        "thay đổi.",
        "{unit} existed until {day}; choose a later day for the hand-over. Nothing was changed.",
    ),
    "successor_not_there": (
        "{successor} không tồn tại vào ngày {day}; hãy chọn đơn vị khác hoặc ngày khác. Không có "
        "gì thay đổi.",
        "{successor} does not exist on {day}; choose another unit or another day. Nothing was "
        "changed.",
    ),
    "itself": (
        "{unit} không thể tự nhận chuyển giao từ chính mình; hãy chọn đơn vị khác. Không có gì "
        "thay đổi.",
        "{unit} cannot take over from itself; choose another unit. Nothing was changed.",
    ),
    "in_circle": (
        "{successor} đã chuyển giao (trực tiếp hoặc qua đơn vị khác) cho {unit}; hãy chọn đơn vị "
        "khác. Không có gì thay đổi.",
        "{successor} handed over to {unit} (itself or through others); choose another unit. "
        "Nothing was changed.",
    ),
    "no_basis": (
        "Hãy ghi căn cứ: số văn bản, hoặc nguồn. Không có gì thay đổi.",
        "Say what it rests on: a document's number, or a source. Nothing was changed.",
    ),
    "no_hand_over": (
        "Không có việc chuyển giao nào đang có hiệu lực để rút lại. Không có gì thay đổi.",
        "There is no hand-over to withdraw. Nothing was changed.",
    ),
}


class LeadRefused(Refusal[Code]):
    """Nothing was said of who leads; `message` says why and what to do."""

    messages = MESSAGES
