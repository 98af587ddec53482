"""The rules on the letterhead and the body, as a table."""

from __future__ import annotations

from namro.foundation.documents.checking.findings import Severity
from namro.foundation.documents.checking.layout_rule import (
    P_BODY,
    P_DATE,
    P_KIND,
    P_NUMBER,
    P_TITLE,
    layout,
)

_MUST, _SHOULD, _LOOK = Severity.MUST, Severity.SHOULD, Severity.LOOK

NATION_MISSING = layout(
    "national_title_missing", _MUST, "II.1.a", P_TITLE,
    ("Không thấy “{wanted}” ở đầu văn bản.", "“{wanted}” is missing at the head."),
    ("Thêm dòng “{wanted}” ở góc phải, dòng đầu.", "Add “{wanted}” at the top right."),
)  # fmt: skip
NATION_OF_OTHER = layout(
    "national_title_of_other_side", _MUST, "II.1", P_TITLE,
    (
        "“{printed}” không thuộc thể thức của loại văn bản này.",
        "“{printed}” does not belong to the layout of this kind of document.",
    ),
    (
        "Văn bản của Đảng ghi “ĐẢNG CỘNG SẢN VIỆT NAM”; văn bản hành chính ghi Quốc hiệu và Tiêu "
        "ngữ. Chỉ giữ một.",
        "Party documents bear “ĐẢNG CỘNG SẢN VIỆT NAM”, State ones the national title and motto. "
        "Keep one.",
    ),
)  # fmt: skip
NATION_CASE = layout(
    "national_title_not_capitals", _MUST, "II.1.a", P_TITLE,
    ("“{printed}” phải viết bằng chữ in hoa.", "“{printed}” is written in capitals."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
MOTTO = layout(
    "motto_form", _MUST, "II.1.b", ("", ""),
    (
        "Tiêu ngữ ghi “{printed}”.",
        "The motto is written “{printed}”.",
    ),
    (
        "Viết “Độc lập - Tự do - Hạnh phúc”: hoa chữ đầu mỗi cụm, gạch nối có cách chữ.",
        "Write “Độc lập - Tự do - Hạnh phúc”: capitals at each phrase, hyphens between spaces.",
    ),
)  # fmt: skip
NUMBER_MISSING = layout(
    "number_line_missing", _MUST, "II.3", P_NUMBER,
    ("Không thấy dòng số, ký hiệu văn bản.", "The line of number and symbol is missing."),
    (
        "Thêm dòng “{wanted}” dưới tên cơ quan ban hành.",
        "Add “{wanted}” under the issuing body.",
    ),
)  # fmt: skip
NUMBER_COLON = layout(
    "number_colon", _MUST, "II.3.c", P_NUMBER,
    ("“{printed}”: {what}.", "“{printed}”: {what_en}."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
NUMBER_SIGN = layout(
    "number_sign", _MUST, "II.3.c", P_NUMBER,
    (
        "“{printed}”: giữa số và ký hiệu phải là “{sign}”.",
        "“{printed}”: number and symbol are joined by “{sign}”.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
NUMBER_SPACES = layout(
    "number_spaces", _SHOULD, "II.3.c", P_NUMBER,
    ("“{printed}”: ký hiệu có khoảng trắng thừa.", "“{printed}”: there are spaces in the symbol."),
    ("Viết liền: “{wanted}”.", "Write it without spaces: “{wanted}”."),
)  # fmt: skip
NUMBER_ZERO = layout(
    "number_zero", _MUST, "II.3.c", P_NUMBER,
    ("Số {number} nhỏ hơn 10 phải thêm số 0 phía trước.", "{number} is below 10 and takes a 0."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
NUMBER_ZEROS = layout(
    "number_zero_too_many", _LOOK, "II.3.c", P_NUMBER,
    (
        "Số “{number}” thừa số 0: chỉ số nhỏ hơn 10 mới thêm một số 0.",
        "“{number}” has a zero too many: only numbers below 10 take one.",
    ),
    (
        "Viết “{wanted}”, trừ khi quy chế văn thư của cơ quan quy định khác.",
        "Write “{wanted}”, unless the registry’s own rule says otherwise.",
    ),
)  # fmt: skip
NUMBER_TYPE = layout(
    "number_type", _MUST, "Phụ lục III, Mục I", P_NUMBER,
    (
        "Văn bản là {kind} nhưng ký hiệu ghi “{code}”.",
        "The document is a “{kind}” but its symbol says “{code}”.",
    ),
    ("Viết “{wanted}” trong ký hiệu.", "Write “{wanted}” in the symbol."),
)  # fmt: skip
DATE_MISSING = layout(
    "date_line_missing", _MUST, "II.4", P_DATE,
    ("Không thấy dòng địa danh, ngày tháng năm.", "The line of place and date is missing."),
    (
        "Thêm dòng “Địa danh, ngày … tháng … năm …” dưới tiêu ngữ (tiêu đề).",
        "Add “place, ngày … tháng … năm …” under the title on the right.",
    ),
)  # fmt: skip
DATE_COMMA = layout(
    "place_comma", _MUST, "II.4.c", P_DATE,
    ("“{printed}”: sau địa danh thiếu dấu phẩy.", "“{printed}”: no comma after the place."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
DATE_SHORT = layout(
    "date_not_in_words", _MUST, "II.4.b", P_DATE,
    (
        "“{printed}”: ngày ban hành phải viết đầy đủ “ngày … tháng … năm …”.",
        "“{printed}”: the date of issue is written in full.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
DAY_ZERO = layout(
    "day_zero", _MUST, "II.4.b", P_DATE,
    ("Ngày {day} nhỏ hơn 10 phải thêm số 0.", "Day {day} is below 10 and takes a 0."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
MONTH_ZERO = layout(
    "month_zero", _MUST, "II.4.b", P_DATE,
    ("Tháng {month} phải thêm số 0 phía trước.", "Month {month} takes a 0."),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
MONTH_ZERO_MANY = layout(
    "month_zero_too_many", _SHOULD, "II.4.b", P_DATE,
    (
        "Tháng “{month}”: chỉ tháng 1 và tháng 2 thêm số 0.",
        "Month “{month}”: only months 1 and 2 take a 0.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
DATE_IMPOSSIBLE = layout(
    "date_impossible", _MUST, "II.4.b", P_DATE,
    ("“{printed}” không phải một ngày có thật.", "“{printed}” is no date."),
    ("Sửa ngày, tháng.", "Mend the day or the month."),
)  # fmt: skip
PLACE_CASE = layout(
    "place_not_capital", _MUST, "II.4.c", P_DATE,
    ("Địa danh “{printed}” chưa viết hoa chữ đầu.", "The place “{printed}” lacks its capital."),
    ("Viết hoa chữ đầu của địa danh.", "Write the place with a capital."),
)  # fmt: skip
KIND_CASE = layout(
    "kind_not_capitals", _MUST, "II.5.b", P_KIND,
    (
        "Tên loại “{printed}” phải viết bằng chữ in hoa.",
        "The kind “{printed}” is written in capitals.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
TITLE_CASE = layout(
    "title_in_capitals", _SHOULD, "II.5.b", P_KIND,
    (
        "Trích yếu viết toàn chữ in hoa.",
        "The title is written in capitals throughout.",
    ),
    ("Viết trích yếu bằng chữ in thường, đậm.", "Write the title in small letters, bold."),
)  # fmt: skip
BASIS_END = layout(
    "legal_basis_end", _SHOULD, "II.6.a", P_BODY,
    (
        "Căn cứ này chưa kết thúc bằng dấu chấm phẩy (;), dù còn căn cứ tiếp theo.",
        "This legal basis does not end with a semicolon although another follows.",
    ),
    (
        "Mỗi căn cứ một dòng, cuối dòng có “;”, căn cứ cuối cùng kết thúc bằng “.”.",
        "One basis a line, each ending with “;”, the last with “.”.",
    ),
)  # fmt: skip
LABEL_SIGN = layout(
    "label_sign", _SHOULD, "II.6.đ", P_BODY,
    (
        "Số mục “{printed}” (và {more} mục khác): sau số phải là “{sign}”.",
        "The label “{printed}” (and {more} more) is followed by “{sign}”.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
LABEL_MIXED = layout(
    "label_signs_mixed", _SHOULD, "II.6.đ", P_BODY,
    (
        "Số mục “{printed}” viết khác kiểu với các mục cùng bậc (“{usual}”).",
        "The label “{printed}” is written unlike others of its rank (“{usual}”).",
    ),
    (
        "Dùng một kiểu cho mỗi bậc trong cả văn bản.",
        "Use one form for each rank throughout.",
    ),
)  # fmt: skip
ALPHABET = layout(
    "letters_not_vietnamese", _SHOULD, "II.6.đ", ("", ""),
    (
        "Các điểm đánh theo bảng chữ cái khác: “{printed}” {where}.",
        "The letters follow another alphabet: “{printed}” {where_en}.",
    ),
    (
        "Đánh theo bảng chữ cái tiếng Việt: a, b, c, d, đ, e, g, h, i, k …",
        "Use the Vietnamese alphabet: a, b, c, d, đ, e, g, h, i, k …",
    ),
)  # fmt: skip
ROMAN_CASE = layout(
    "heading_not_capitals", _SHOULD, "V.6.b", P_BODY,
    (
        "Tiêu đề mục “{printed}” (và {more} mục khác) chưa viết hoa.",
        "The heading “{printed}” (and {more} more) is not in capitals.",
    ),
    (
        "Viết tiêu đề các mục I, II, III bằng chữ in hoa, đậm.",
        "Write the headings of I, II, III in bold capitals.",
    ),
)  # fmt: skip
PART_NUMBER = layout(
    "part_not_roman", _SHOULD, "II.6.đ", ("", ""),
    (
        "“{printed}”: số thứ tự của phần, chương là chữ số La Mã.",
        "“{printed}”: parts and chapters are numbered in Roman figures.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
ANNEX_ROMAN = layout(
    "appendix_not_roman", _SHOULD, "III.1.a", ("", ""),
    (
        "“{printed}”: có từ hai phụ lục thì đánh số bằng chữ số La Mã.",
        "“{printed}”: two appendices or more are numbered in Roman figures.",
    ),
    ("Viết “{wanted}”.", "Write “{wanted}”."),
)  # fmt: skip
ANNEX_UNSAID = layout(
    "appendix_not_mentioned", _SHOULD, "III.1.a", ("", ""),
    (
        "Văn bản có phụ lục nhưng nội dung không chỉ dẫn đến phụ lục.",
        "There is an appendix, but the text does not point to it.",
    ),
    (
        "Thêm chỉ dẫn trong nội dung, ví dụ “(chi tiết tại Phụ lục kèm theo)”.",
        "Point to it in the text, for instance “(chi tiết tại Phụ lục kèm theo)”.",
    ),
)  # fmt: skip
ANNEX_NOTE = layout(
    "appendix_note_missing", _SHOULD, "III.1.c", ("", ""),
    (
        "Dưới tên phụ lục không có dòng “(Kèm theo … số … ngày … của …)”.",
        "Under the title of the appendix the line “(Kèm theo …)” is missing.",
    ),
    (
        "Thêm dòng “(Kèm theo {kind} số … ngày … của …)” dưới tên phụ lục.",
        "Add “(Kèm theo {kind} số … ngày … của …)” under its title.",
    ),
)  # fmt: skip
ANNEX_NUMBER = layout(
    "appendix_note_differs", _MUST, "III.1.c", P_NUMBER,
    (
        "Phụ lục ghi kèm theo văn bản {printed}, nhưng văn bản này là {wanted}.",
        "The appendix says it belongs to {printed}, but this document is {wanted}.",
    ),
    ("Sửa cho thống nhất với đầu văn bản.", "Make it agree with the head of the document."),
)  # fmt: skip
