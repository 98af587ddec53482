"""What a person should look at: a code, a place, and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Remark(StrEnum):
    """The codes of issues."""

    PAGES_UNREAD = "pages_unread"
    PAGES_RECOGNISED = "pages_recognised"
    TEMPLATE_OUTSIDE = "template_outside"
    PICTURE_OUTSIDE = "picture_outside"
    LETTERS_MENDED = "letters_mended"
    LABEL_MENDED = "label_mended"
    NUMBERING_GAP = "numbering_gap"
    LABEL_REPEATED = "label_repeated"
    HEADING_LOST = "heading_lost"
    LEAD_INFERRED = "lead_inferred"
    LEAD_MISSING = "lead_missing"
    ROWS_SPLIT = "rows_split"
    ROW_UNREAD = "row_unread"
    NUMBER_UNREAD = "number_unread"
    NUMBER_MISSING = "number_missing"
    TITLE_DOUBTFUL = "title_doubtful"
    CONTRADICTION = "contradiction"
    NO_DATE = "no_date"
    WORD_SLIP = "word_slip"
    TABLE_UNREAD = "table_unread"
    SUBJECT_UNCLEAR = "subject_unclear"


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt: its code, the place in the normalised text, and what the sentence names."""

    code: Remark
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: str = "vi") -> str:
        """The sentence for a person, in Vietnamese ("vi") or English ("en")."""
        vietnamese, english = MESSAGES[self.code]
        return (english if language == "en" else vietnamese).format_map(_Values(self.values))


class Placed(Protocol):
    """Anything that has a place in the normalised text once it is assembled."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pending:
    """An issue noted before the text is assembled, when offsets are not yet known."""

    code: Remark
    place: Placed | None
    values: Mapping[str, str] = field(default_factory=dict)

    def settled(self) -> Issue:
        """The issue with its offsets, after the text was assembled."""
        start, end = (self.place.start, self.place.end) if self.place else (0, 0)
        return Issue(self.code, start, end, self.values)


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


MESSAGES: dict[str, tuple[str, str]] = {
    Remark.PAGES_UNREAD: (
        "Trang {pages} là ảnh, không có lớp chữ nên chưa được đọc; hãy đọc các trang đó bằng mắt. "
        "Máy có Tesseract (các gói Debian tesseract-ocr, tesseract-ocr-vie) thì trang tải lên và "
        "lệnh namro check nhận dạng được, không quá 50 trang ảnh.",
        "Page {pages} is a picture without text and was not read; read it yourself. Where "
        "Tesseract is installed (Debian packages tesseract-ocr, tesseract-ocr-vie), the upload "
        "page and namro check recognise at most 50 such pages.",
    ),
    Remark.PAGES_RECOGNISED: (
        "Trang {pages} là ảnh, chữ được nhận dạng bằng Tesseract nên có thể sai; "
        "hãy đối chiếu từng số liệu, tên và ngày với bản gốc.",
        "Page {pages} is a picture whose letters were recognised by Tesseract and may be wrong; "
        "compare every figure, name and date with the original.",
    ),
    Remark.TEMPLATE_OUTSIDE: (
        "Tệp Word gắn với mẫu {names} nằm ngoài tệp; phần mềm không mở mẫu ấy. Nội dung được đọc "
        "đủ, chỉ kiểu chữ, lề lấy theo mẫu là không kiểm tra được.",
        "The Word file is attached to the template {names} outside the file, which was not opened. "
        "The content was read in full; only what the template alone lays down for letters and "
        "margins could not be looked at.",
    ),
    Remark.PICTURE_OUTSIDE: (
        "Hình {names} nằm ngoài tệp nên không được mở; hãy xem bằng mắt nếu hình có chữ hay số.",
        "The picture {names} stands outside the file and was not opened; look at it yourself if it "
        "holds words or figures.",
    ),
    Remark.LETTERS_MENDED: (
        "{count} chữ bị sai mã phông đã được sửa (ví dụ “ngǜ” thành “ngũ”); "
        "hãy đọc lại các tên riêng.",
        "{count} letters in a wrong font code were put right; check the proper names.",
    ),
    Remark.LABEL_MENDED: (
        "Số mục in là “{raw}”, được hiểu là “{label}”; hãy đối chiếu với bản gốc.",
        "The number is printed “{raw}” and was read as “{label}”; compare with the original.",
    ),
    Remark.NUMBERING_GAP: (
        "Sau mục “{before}” là mục “{label}”; hãy kiểm tra có mục nào bị mất hoặc mất số.",
        "“{label}” follows “{before}”; check whether an item or its number was lost.",
    ),
    Remark.LABEL_REPEATED: (
        "Mục “{label}” được đánh số hai lần; hãy kiểm tra số mục.",
        "“{label}” is numbered twice; check the numbers.",
    ),
    Remark.HEADING_LOST: (
        "Số mục bắt đầu lại từ “{label}” ngay sau mục “{before}”; có thể đã mất một đề mục ở giữa.",
        "Numbers start again at “{label}” right after “{before}”; a heading may be lost between.",
    ),
    Remark.LEAD_INFERRED: (
        "Ô cơ quan chủ trì của dòng {no} để trống; suy ra là “{lead}”; đề nghị xác nhận.",
        "The lead cell of row {no} is empty; “{lead}” was inferred; please confirm.",
    ),
    Remark.LEAD_MISSING: (
        "Dòng {no} không có cơ quan chủ trì; hãy bổ sung.",
        "Row {no} names no lead organisation; please add it.",
    ),
    Remark.ROWS_SPLIT: (
        "Các dòng sau bị dính vào dòng trên trong bảng và đã được tách: {no}; hãy đối chiếu.",
        "These rows ran together with the row above and were split off: {no}; compare with the "
        "original.",
    ),
    Remark.ROW_UNREAD: (
        "Một dòng của bảng không khớp với các cột: “{text}”; hãy nhập bằng tay nếu cần.",
        "A row does not fit the columns of its table: “{text}”; enter it by hand if needed.",
    ),
    Remark.NUMBER_UNREAD: (
        "Không đọc được con số trong “{text}”; hãy nhập giá trị của chỉ tiêu.",
        "The figure in “{text}” could not be read; enter the value of the target.",
    ),
    Remark.SUBJECT_UNCLEAR: (
        "Chưa rõ con số {value} nói về điều gì (đọc được “{subject}”); hãy ghi lại nội dung "
        "của chỉ tiêu.",
        "It is not clear what {value} is about (“{subject}” was read); write the subject of the "
        "target.",
    ),
    Remark.NUMBER_MISSING: (
        "Không tìm thấy số, ký hiệu của văn bản; hãy nhập trước khi lưu.",
        "The number of the document was not found; enter it before saving.",
    ),
    Remark.TITLE_DOUBTFUL: (
        "Trích yếu có vẻ mất chữ ở đầu (“{text}”); hãy đối chiếu với bản gốc.",
        "The title seems to have lost a word at its head (“{text}”); compare with the original.",
    ),
    Remark.CONTRADICTION: (
        "Nội dung ghi {body}, phụ lục ghi {table}: “{text}”; hãy xác định con số đúng.",
        "The text says {body}, the table says {table}: “{text}”; decide which is right.",
    ),
    Remark.NO_DATE: (
        "Không tìm thấy ngày ban hành; hãy nhập ngày.",
        "The date of issue was not found; enter it.",
    ),
    Remark.WORD_SLIP: (
        "“{raw}” có lẽ là “{word}” (lỗi nhận dạng chữ); hãy đối chiếu với bản gốc.",
        "“{raw}” is probably “{word}” (a slip of recognition); compare with the original.",
    ),
    Remark.TABLE_UNREAD: (
        "Bảng có cột chủ trì nhưng không xác định được cột nhiệm vụ; hãy xem bảng này.",
        "The table has a lead column but no column of tasks was recognised; look at it.",
    ),
}
