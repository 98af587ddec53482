"""Why a backup was not made or restored: one sentence in Vietnamese and English, what to do."""

from __future__ import annotations

from typing import Literal

Code = Literal[
    "not_a_backup",
    "damaged",
    "newer",
    "not_empty",
    "strangers",
    "in_use",
    "differs",
    "history",
    "busy",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "not_a_backup": (
        "{file} không phải là tệp sao lưu của Năm Rõ ({what}); hãy chọn đúng tệp. Chưa có gì thay "
        "đổi.",
        "{file} is no backup of Năm Rõ ({what}); choose the right file. Nothing was changed.",
    ),
    "damaged": (
        "Tệp sao lưu {file} bị hỏng: {what} không đúng với SHA-256 đã ghi. Hãy dùng bản sao khác. "
        "Chưa có gì thay đổi.",
        "The backup {file} is damaged: {what} is not what its SHA-256 says. Use another copy. "
        "Nothing was changed.",
    ),
    "newer": (
        "Tệp sao lưu này do phiên bản mới hơn ({program}) tạo ra, phiên bản đang chạy ({here}) "
        "không đọc được: hãy cài phiên bản {program} trở lên rồi khôi phục. Chưa có gì thay đổi.",
        "A later version ({program}) made this backup, and this one ({here}) cannot read it: "
        "install {program} or later, then restore. Nothing was changed.",
    ),
    "not_empty": (
        "Bản cài đặt này đã có dữ liệu: {what}. Khôi phục sẽ xóa tất cả. Hãy sao lưu trước, rồi "
        "dùng --replace nếu chắc chắn. Chưa có gì thay đổi.",
        "This installation holds data: {what}. Restoring would delete all of it. Back it up first, "
        "then use --replace if you are sure. Nothing was changed.",
    ),
    "strangers": (
        "Cơ sở dữ liệu có bảng không phải của Năm Rõ ({what}); khôi phục sẽ làm mất các bảng này. "
        "Hãy dùng một cơ sở dữ liệu riêng. Chưa có gì thay đổi.",
        "The database holds tables that are not Năm Rõ's ({what}), which restoring would lose. Use "
        "a database of its own. Nothing was changed.",
    ),
    "in_use": (
        "Đang có {count} kết nối khác tới cơ sở dữ liệu: hãy dừng “namro run” và các chương trình "
        "khác rồi làm lại. Chưa có gì thay đổi.",
        "{count} others are connected to the database: stop “namro run” and other programs, then "
        "try again. Nothing was changed.",
    ),
    "differs": (
        "Dữ liệu sau khi nạp khác với tệp sao lưu ({what}); đã hủy, dữ liệu cũ còn nguyên.",
        "What was loaded differs from the backup ({what}); it was undone, the old data stands.",
    ),
    "history": (
        "Lịch sử trong tệp sao lưu không nguyên vẹn: {what} Đã hủy, dữ liệu cũ còn nguyên. Nếu vẫn "
        "phải khôi phục, hãy thêm --despite-findings.",
        "The history in the backup is not intact: {what} It was undone, the old data stands. To "
        "restore it all the same, add --despite-findings.",
    ),
    "busy": (
        "Một lần khôi phục khác đang chạy; chưa làm gì.",
        "Another restoring is going on; nothing was done.",
    ),
}


class BackupRefused(Exception):
    """It was refused and nothing was changed; `message` says why and what to do."""

    def __init__(self, code: Code, **values: object) -> None:
        super().__init__(code, values)
        self.code: Code = code
        self.values = values

    def message(self, language: str = "vi") -> str:
        """The sentence in Vietnamese ("vi") or English ("en")."""
        vietnamese, english = MESSAGES[self.code]
        return (english if language == "en" else vietnamese).format(**self.values)

    def __str__(self) -> str:
        return self.message("en")
