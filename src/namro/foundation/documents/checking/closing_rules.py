"""The rules on recipients and signature, as a table."""

from __future__ import annotations

from namro.foundation.documents.checking.findings import Severity
from namro.foundation.documents.checking.layout_rule import (
    P_SENT,
    P_SIGN,
    layout,
)

_MUST, _SHOULD = Severity.MUST, Severity.SHOULD

SENT_MISSING = layout(
    "recipients_missing", _MUST, "II.9", P_SENT,
    ("Không thấy phần “Nơi nhận”.", "The recipients (“Nơi nhận”) are missing."),
    (
        "Thêm “Nơi nhận:” và danh sách, dòng cuối là “Lưu”.",
        "Add “Nơi nhận:” and the list, ending with “Lưu”.",
    ),
)  # fmt: skip
SENT_COLON = layout(
    "recipients_colon", _SHOULD, "II.9.d", P_SENT,
    ("Sau “Nơi nhận” thiếu dấu hai chấm.", "There is no colon after “Nơi nhận”."),
    ("Viết “Nơi nhận:”.", "Write “Nơi nhận:”."),
)  # fmt: skip
SENT_END = layout(
    "recipient_end", _SHOULD, "II.9.d", ("", ""),
    (
        "Nơi nhận “{printed}” không kết thúc bằng dấu chấm phẩy (;).",
        "The recipient “{printed}” does not end with a semicolon.",
    ),
    (
        "Kết thúc mỗi nơi nhận bằng “;”, dòng “Lưu” bằng “.”.",
        "End each with “;”, the last with “.”.",
    ),
)  # fmt: skip
FILED_MISSING = layout(
    "filed_missing", _MUST, "II.9.d", P_SENT,
    ("Nơi nhận không có dòng “Lưu”.", "The recipients lack the line “Lưu”."),
    ("Thêm dòng cuối “{wanted}”.", "Add the last line “{wanted}”."),
)  # fmt: skip
FILED_FORM = layout(
    "filed_form", _SHOULD, "II.9.d", ("", ""),
    ("“{printed}”: {what}.", "“{printed}”: {what_en}."),
    (
        "Viết “- Lưu: VT, <đơn vị soạn thảo> (số bản).”",
        "Write “- Lưu: VT, <drafting unit> (copies).”",
    ),
)  # fmt: skip
SIGN_MISSING = layout(
    "signature_missing", _MUST, "II.7", P_SIGN,
    (
        "Không thấy quyền hạn, chức vụ, họ tên người ký.",
        "Authority, office and name of the signer are missing.",
    ),
    ("Thêm khối chữ ký bên phải “Nơi nhận”.", "Add the signature to the right of “Nơi nhận”."),
)  # fmt: skip
SIGN_FORM = layout(
    "authority_form", _MUST, "II.7.b", P_SIGN,
    (
        "Quyền hạn ký ghi “{printed}”.",
        "The authority is written “{printed}”.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
SIGN_WHOM = layout(
    "authority_whom", _MUST, "II.7.b", P_SIGN,
    ("“{printed}”: {what}.", "“{printed}”: {what_en}."),
    (
        "“TM.” (T/M) đứng trước tập thể, “KT.” (K/T) trước chức vụ người đứng đầu.",
        "“TM.” (T/M) stands before a body, “KT.” (K/T) before the office of its head.",
    ),
)  # fmt: skip
SIGN_DEPUTY = layout(
    "deputy_office_missing", _MUST, "II.7.b", P_SIGN,
    (
        "Sau “{printed}” không thấy chức vụ của người ký thay (cấp phó).",
        "After “{printed}” the office of the deputy who signs is missing.",
    ),
    ("Thêm dòng chức vụ của người ký, ví dụ “PHÓ CHỦ TỊCH”.", "Add it, e.g. “PHÓ CHỦ TỊCH”."),
)  # fmt: skip
SIGN_CASE = layout(
    "office_not_capitals", _MUST, "II.7.đ", P_SIGN,
    (
        "Chức vụ “{printed}” trong khối chữ ký chưa viết hoa.",
        "The office “{printed}” in the signature is not in capitals.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
SIGN_TITLE = layout(
    "signer_with_degree", _SHOULD, "II.7.c", P_SIGN,
    (
        "“{printed}”: trước họ tên người ký không ghi học hàm, học vị.",
        "“{printed}”: no degree or title stands before the signer’s name.",
    ),
    (
        "Bỏ học hàm, học vị (trừ đơn vị sự nghiệp giáo dục, y tế, khoa học được quy định riêng).",
        "Leave it out (except where schools, hospitals and institutes have a rule of their own).",
    ),
)  # fmt: skip
