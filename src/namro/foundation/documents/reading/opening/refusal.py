"""Why a file is not read: one code, one sentence in Vietnamese and in English.

A refusal says what is wrong and what to do. It carries codes and numbers only, never anything
read from the file, so that it can be shown and logged whatever the file was.
"""

from __future__ import annotations

from typing import Final

Language = str

#: code → (Vietnamese, English). The braces are filled from the refusal's parameters.
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "missing": (
        "Không tìm thấy tệp; hãy kiểm tra lại đường dẫn.",
        "The file was not found; check the path.",
    ),
    "folder": (
        "Đường dẫn này là một thư mục; hãy chỉ ra một tệp văn bản trong thư mục.",
        "This path is a folder; name a document file inside it.",
    ),
    "not_regular": (
        "Đường dẫn này không phải là tệp thông thường; hãy chỉ ra một tệp văn bản.",
        "This path is not an ordinary file; name a document file.",
    ),
    "unreadable": (
        "Không đọc được tệp vì thiếu quyền hoặc do lỗi ổ đĩa; hãy kiểm tra quyền đọc của tệp.",
        "The file cannot be read for lack of permission or because of a disk error; "
        "check its read permission.",
    ),
    "empty": (
        "Tệp rỗng hoặc không có chữ nào; hãy kiểm tra lại tệp đã lưu.",
        "The file is empty or holds no text; check that it was saved properly.",
    ),
    "encrypted": (
        "Tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi đọc lại.",
        "The file is protected by a password; remove the password and try again.",
    ),
    "oversized": (
        "Tệp lớn hơn {limit_mb} MB; hãy bỏ bớt hình ảnh hoặc chia tệp thành nhiều phần.",
        "The file is larger than {limit_mb} MB; remove pictures or split it into parts.",
    ),
    "zip_bomb": (
        "Tệp nén này giải nén ra quá lớn so với một văn bản bình thường; "
        "hãy mở bằng phần mềm soạn thảo và lưu lại thành tệp .docx mới.",
        "This compressed file unpacks to far more than a document would; "
        "open it in a word processor and save it as a new .docx.",
    ),
    "macro": (
        "Tệp có chứa macro hoặc đối tượng nhúng có thể chạy được; "
        "hãy lưu lại thành tệp .docx không có macro.",
        "The file carries macros or an embedded object that can run; "
        "save it as a .docx without macros.",
    ),
    "entities": (
        "Tệp khai báo thực thể XML (DTD), điều không có trong văn bản bình thường; "
        "hãy mở bằng phần mềm soạn thảo và lưu lại.",
        "The file declares XML entities (a DTD), which ordinary documents do not; "
        "open it in a word processor and save it again.",
    ),
    "wrong_type": (
        "Phần mở rộng là {extension} nhưng nội dung thực ra là {actual_vi}; "
        "hãy đổi lại phần mở rộng hoặc chọn đúng tệp.",
        "The extension is {extension} but the content is really {actual_en}; "
        "rename the file or choose the right one.",
    ),
    "unsupported": (
        "Chưa đọc được {actual_vi}; hãy lưu lại thành .docx hoặc PDF có lớp chữ.",
        "{actual_en} cannot be read yet; save it as .docx or as a PDF with a text layer.",
    ),
    "scan": (
        "Tệp là bản quét (ảnh chụp), không có lớp chữ để đọc; "
        "hãy dùng bản .docx gốc hoặc PDF có lớp chữ.",
        "The file is a scan (a picture) without text to read; "
        "use the original .docx or a PDF with a text layer.",
    ),
    "binary": (
        "Nội dung tệp không phải là văn bản; hãy chọn tệp .txt, .md, .docx, .pdf hoặc .html.",
        "The content of the file is not text; choose a .txt, .md, .docx, .pdf or .html file.",
    ),
    "encoding": (
        "Không nhận ra bảng mã chữ của tệp; hãy lưu lại với bảng mã UTF-8.",
        "The character encoding of the file is not recognised; save it again as UTF-8.",
    ),
    "legacy_font": (
        "Chữ trong tệp dùng bảng mã cũ {encoding} (phông kiểu {font}); "
        "hãy chuyển sang Unicode (TCVN 6909:2001) rồi đọc lại.",
        "The text uses the old {encoding} encoding (fonts such as {font}); "
        "convert it to Unicode (TCVN 6909:2001) and try again.",
    ),
    "corrupt": (
        "Tệp {actual_vi} bị hỏng hoặc không đầy đủ; hãy tải hoặc sao chép lại, "
        "hoặc mở bằng phần mềm soạn thảo và lưu lại.",
        "The {actual_en} is damaged or incomplete; download or copy it again, "
        "or open it in a word processor and save it again.",
    ),
    "linked_parts": (
        "Tệp có phần nội dung chèn từ tệp khác mà chỉ phần mềm soạn thảo mới ghép được; "
        "hãy mở bằng phần mềm soạn thảo và lưu lại thành .docx.",
        "Part of the content is inserted from another file, which only a word processor can "
        "merge; open it there and save it again as .docx.",
    ),
    "linked_outside": (
        "Tệp Word này lấy một phần nội dung (khung, đối tượng hoặc văn bản con) từ nơi khác; "
        "hãy nhúng nội dung ấy vào tệp, hoặc gỡ liên kết, rồi lưu lại thành .docx.",
        "Part of this Word file (a frame, an object or a subdocument) comes from elsewhere; "
        "embed it in the file, or remove the link, and save it again as .docx.",
    ),
    "too_many_pages": (
        "Tệp có {pages} trang, nhiều hơn giới hạn {limit} trang; hãy chia tệp thành nhiều phần.",
        "The file has {pages} pages, more than the limit of {limit}; split it into parts.",
    ),
    "too_complex": (
        "Tệp quá lớn hoặc quá phức tạp so với một văn bản bình thường; "
        "hãy chia thành nhiều phần hoặc lưu lại bằng phần mềm soạn thảo.",
        "The file is larger or more complex than a document would be; "
        "split it into parts or save it again in a word processor.",
    ),
    "out_of_memory": (
        "Đọc tệp này cần quá nhiều bộ nhớ; hãy chia tệp thành nhiều phần.",
        "Reading this file takes too much memory; split it into parts.",
    ),
    "out_of_time": (
        "Đọc tệp này mất quá {limit_s} giây nên đã dừng; hãy chia tệp thành nhiều phần.",
        "Reading this file took more than {limit_s} seconds and was stopped; split it into parts.",
    ),
    "reader_failed": (
        "Không đọc được tệp này vì lỗi của chương trình; hãy lưu lại bằng phần mềm soạn thảo "
        "rồi thử lại, và báo lỗi cho nhóm phát triển.",
        "This file could not be read because of a fault in the program; save it again in a word "
        "processor and retry, and report the fault to the developers.",
    ),
    "office_missing": (
        "Để đọc {actual_vi}, máy chủ cần có LibreOffice (gói Debian libreoffice-writer-nogui); "
        "hãy cài đặt, hoặc lưu lại văn bản thành .docx.",
        "To read {actual_en}, the server needs LibreOffice (Debian package "
        "libreoffice-writer-nogui); install it, or save the document as .docx.",
    ),
    "office_failed": (
        "LibreOffice không chuyển đổi được tệp này; hãy mở bằng phần mềm soạn thảo và lưu lại "
        "thành .docx.",
        "LibreOffice could not convert this file; open it in a word processor and save it as "
        ".docx.",
    ),
    "ocr_missing": (
        "Để đọc bản quét, máy chủ cần có Tesseract với tiếng Việt (các gói Debian "
        "tesseract-ocr, tesseract-ocr-vie); hãy cài đặt, hoặc dùng bản .docx gốc hay "
        "PDF có lớp chữ.",
        "To read a scan, the server needs Tesseract with Vietnamese (Debian packages "
        "tesseract-ocr, tesseract-ocr-vie); install them, or use the original .docx or a "
        "PDF with a text layer.",
    ),
    "ocr_failed": (
        "Không nhận dạng được chữ của bản quét này; hãy quét lại rõ hơn (300 dpi), hoặc dùng bản "
        ".docx gốc hay PDF có lớp chữ.",
        "The letters of this scan could not be recognised; scan it again more clearly (300 dpi), "
        "or use the original .docx or a PDF with a text layer.",
    ),
    "picture_kind": (
        "Tệp hình ảnh này không phải PNG, JPEG hay TIFF; hãy lưu lại thành một trong các loại đó "
        "hoặc thành PDF.",
        "This picture is not a PNG, JPEG or TIFF; save it as one of these or as a PDF.",
    ),
    "secret": (
        "Tệp có dấu chỉ độ mật nên không được đọc và không lưu lại gì; "
        "tài liệu bí mật nhà nước không được đưa vào hệ thống này.",
        "The file bears a secrecy stamp, so it was not read and nothing of it was kept; "
        "state secrets must not be brought into this system.",
    ),
}

#: Names of kinds of files, as used in messages: kind → (Vietnamese, English).
KINDS: Final[dict[str, tuple[str, str]]] = {
    "txt": ("văn bản thuần (.txt)", "plain text (.txt)"),
    "md": ("văn bản Markdown (.md)", "Markdown text (.md)"),
    "docx": ("văn bản Word (.docx)", "a Word document (.docx)"),
    "pdf": ("tệp PDF (.pdf)", "a PDF file (.pdf)"),
    "html": ("trang HTML (.html)", "an HTML page (.html)"),
    "doc": ("văn bản Word 97-2003 (.doc)", "a Word 97-2003 document (.doc)"),
    "xls": ("bảng tính Excel 97-2003 (.xls)", "an Excel 97-2003 workbook (.xls)"),
    "ppt": ("bản trình chiếu PowerPoint 97-2003 (.ppt)", "a PowerPoint 97-2003 file (.ppt)"),
    "ole": ("tệp Office kiểu cũ", "a file in an old Office format"),
    "odt": ("văn bản OpenDocument (.odt)", "an OpenDocument text (.odt)"),
    "ods": ("bảng tính OpenDocument (.ods)", "an OpenDocument spreadsheet (.ods)"),
    "odp": ("bản trình chiếu OpenDocument (.odp)", "an OpenDocument presentation (.odp)"),
    "epub": ("sách điện tử (.epub)", "an electronic book (.epub)"),
    "rtf": ("văn bản RTF (.rtf)", "an RTF document (.rtf)"),
    "xlsx": ("bảng tính Excel (.xlsx)", "an Excel workbook (.xlsx)"),
    "pptx": ("bản trình chiếu PowerPoint (.pptx)", "a PowerPoint presentation (.pptx)"),
    "image": ("tệp hình ảnh", "a picture"),
    "zip": ("tệp nén", "a compressed archive"),
    "mhtml": ("trang web lưu trữ (.mht)", "a web archive (.mht)"),
    "wordml": ("văn bản Word dạng XML", "a Word document in XML form"),
    "xml": ("tệp XML", "an XML file"),
    "csv": ("bảng dữ liệu (.csv)", "a data table (.csv)"),
    "code": ("tệp dữ liệu hoặc chương trình", "a data or program file"),
    "binary": ("tệp nhị phân", "a binary file"),
}


class Refused(Exception):
    """The file cannot or must not be read.

    `code` is one of the keys of `MESSAGES`; `params` fill the sentence. Nothing from inside the
    file is ever a parameter.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        if code not in MESSAGES:
            raise ValueError(f"unknown refusal code: {code}")
        super().__init__(code)
        self.code = code
        self.params = params

    def message(self, language: Language = "vi") -> str:
        """One sentence: what is wrong and what to do; English for "en", else Vietnamese."""
        vietnamese, english = MESSAGES[self.code]
        sentence = (english if language == "en" else vietnamese).format(**self.params)
        return sentence[0].upper() + sentence[1:]

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their args; the parameters have to travel along when a refusal
        # comes back from a process of its own.
        return _rebuild, (self.code, self.params)


def _rebuild(code: str, params: dict[str, str | int]) -> Refused:
    return Refused(code, **params)


def corrupt(kind: str) -> Refused:
    """The refusal for a damaged file of the given kind (a key of `KINDS`)."""
    names = {"docx": ("Word (.docx)", "Word file (.docx)"), "pdf": ("PDF", "PDF file")}
    vietnamese, english = names.get(kind, ("này", "file"))
    return Refused("corrupt", actual_vi=vietnamese, actual_en=english)


def unsupported(kind: str) -> Refused:
    """The refusal for a recognised kind of file that is not read yet."""
    vietnamese, english = KINDS[kind]
    return Refused("unsupported", actual_vi=vietnamese, actual_en=english)


def wrong_type(extension: str, kind: str) -> Refused:
    """The refusal for an extension that does not agree with the content."""
    vietnamese, english = KINDS[kind]
    return Refused("wrong_type", extension=extension, actual_vi=vietnamese, actual_en=english)
