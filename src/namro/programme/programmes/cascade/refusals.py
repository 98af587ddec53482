"""Why nothing was said of two documents: one sentence in Vietnamese and English, what to do."""

from __future__ import annotations

from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal[
    "specifies_itself",
    "specifies_in_circle",
    "specifies_later",
    "no_decision",
    "pair_gone",
    "item_gone",
    "target_with_target",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "specifies_itself": (
        "Một văn bản không thể cụ thể hóa chính nó ({number}); hãy chọn văn bản cấp trên.",
        "A document cannot specify itself ({number}); choose the document above it.",
    ),
    "specifies_in_circle": (
        "{upper} đã cụ thể hóa {number} (trực tiếp hoặc qua văn bản khác), nên {number} không thể "
        "cụ thể hóa {upper}. Hãy xem lại văn bản nào đứng trên.",
        "{upper} specifies {number} already (itself or through another document), so {number} "
        "cannot specify {upper}. Look again at which stands above.",
    ),
    "specifies_later": (
        "{number} ban hành ngày {day}, trước {upper} (ngày {upper_day}), nên không thể cụ thể hóa "
        "văn bản đó. Hãy xem lại ngày ban hành của hai văn bản.",
        "{number} was issued on {day}, before {upper} (on {upper_day}), so it cannot specify it. "
        "Look again at the dates of the two documents.",
    ),
    "no_decision": (
        "Hãy chọn xác nhận hoặc không nhận.",
        "Choose to confirm or to reject.",
    ),
    "pair_gone": (
        "Một cặp đã chọn không còn nữa, vì văn bản có phiên bản mới; không có gì thay đổi. Hãy mở "
        "lại trang rồi chọn lại.",
        "One of the pairs is gone, since a document has a new version; nothing was changed. Open "
        "the page again and choose anew.",
    ),
    "item_gone": (
        "Mục đã chọn không có trong văn bản {number} đang có hiệu lực; hãy mở lại trang rồi chọn "
        "lại.",
        "The item chosen is not in the document of {number} that is in force; open the page again "
        "and choose anew.",
    ),
    "target_with_target": (
        "Chỉ tiêu chỉ ghép được với chỉ tiêu, vì hai số liệu phải so sánh được với nhau; hãy chọn "
        "hai chỉ tiêu, hoặc hai mục không phải chỉ tiêu.",
        "A target can be paired only with a target, since their figures are compared; choose two "
        "targets, or two items that are none.",
    ),
}


class CascadeRefused(Refusal[Code]):
    """Nothing was said of two documents; `message` says why and what to do."""

    messages = MESSAGES
