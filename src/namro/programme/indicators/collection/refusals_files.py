"""Why a file of a sheet was refused: one sentence in both languages, with a remedy."""

from __future__ import annotations

from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal["empty", "too_large", "too_many", "kind", "extension", "not_ours"]

MESSAGES: dict[Code, tuple[str, str]] = {
    "empty": (
        "Tệp rỗng; hãy kiểm tra lại tệp đã lưu.",
        "The file is empty; check that it was saved properly.",
    ),
    "too_large": (
        "Tệp lớn hơn {limit} MB; hãy giảm kích thước ảnh hoặc chia tệp.",
        "The file is larger than {limit} MB; make its pictures smaller or split it.",
    ),
    "too_many": (
        "Phiếu đã có {limit} tệp; hãy bỏ bớt tệp không cần rồi thêm lại.",
        "The sheet has {limit} files already; remove one that is not needed first.",
    ),
    "kind": (
        "Loại tệp này không được nhận làm minh chứng; hãy dùng PDF, ảnh (PNG, JPEG, TIFF), hoặc "
        "tệp Word, Excel, PowerPoint, OpenDocument.",
        "This kind of file is not taken as evidence; use a PDF, a picture (PNG, JPEG, TIFF) or a "
        "Word, Excel, PowerPoint or OpenDocument file.",
    ),
    "extension": (
        "Phần mở rộng “{extension}” không khớp với nội dung tệp; hãy đổi lại tên tệp hoặc chọn "
        "đúng tệp.",
        "The extension “{extension}” does not agree with the content; rename the file or choose "
        "the right one.",
    ),
    "not_ours": (
        "Tệp này không phải minh chứng nhập trên web nên không bỏ ở đây được.",
        "This file is no evidence added on the web, so it is not removed here.",
    ),
}


class FileRefused(Refusal[Code]):
    """Nothing of the file was kept, or it was not removed; `message` says why."""

    messages = MESSAGES
