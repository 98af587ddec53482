"""The rules on content, as a table: what each says, what mends it, on what it rests.

They rest on the five easies of Programme 01-CTr/TU of Hanoi (requirement 7: dễ hiểu, dễ nhớ, dễ
làm, dễ đánh giá, dễ kiểm tra, giám sát) and the five clears (rõ người, rõ việc, rõ trách nhiệm,
rõ tiến độ, rõ hiệu quả), which the programmes ask of every plan that carries them out.
"""

from __future__ import annotations

from typing import Final

from namro.foundation.documents.checking.findings import Category, Pair, Rule, Severity

_EASIES: Final[Pair] = (
    "Chương trình 01-CTr/TU của Thành ủy Hà Nội, Phần thứ hai, yêu cầu (7): 5 dễ",
    "Programme 01-CTr/TU of Hanoi, Part two, requirement (7): the five easies",
)
_DO: Final[Pair] = ("dễ làm", "easy to do")
_JUDGE: Final[Pair] = ("dễ đánh giá", "easy to assess")
_VERIFY: Final[Pair] = ("dễ kiểm tra", "easy to check")
_GRASP: Final[Pair] = ("dễ hiểu", "easy to understand")
_RECALL: Final[Pair] = ("dễ nhớ", "easy to remember")
_MUST, _SHOULD, _LOOK = Severity.MUST, Severity.SHOULD, Severity.LOOK


def _clear(
    code: str, severity: Severity, easy: Pair, message: Pair, remedy: Pair,
    category: Category = Category.CLEAR,
) -> Rule:  # fmt: skip
    return Rule(code, category, severity, message, remedy, easy, basis=_EASIES)


NO_LEAD = _clear(
    "deliverable_without_lead", _MUST, _DO,
    ("Nhiệm vụ “{title}” không có cơ quan chủ trì.", "“{title}” has no lead organisation."),
    ("Ghi đúng một cơ quan chủ trì ở dòng này.", "Name exactly one lead in this row."),
)  # fmt: skip
LEAD_BLANK = _clear(
    "deliverable_lead_blank", _LOOK, _DO,
    (
        "Ô chủ trì của “{title}” để trống; người đọc sẽ hiểu là “{lead}”.",
        "The lead cell of “{title}” is empty; it will be read as “{lead}”.",
    ),
    (
        "Gộp ô thật trong bảng, hoặc ghi lại tên cơ quan chủ trì ở dòng này.",
        "Merge the cells in the table itself, or repeat the lead in this row.",
    ),
)  # fmt: skip
TWO_LEADS = _clear(
    "deliverable_two_leads", _MUST, _DO,
    (
        "Nhiệm vụ “{title}” ghi {count} cơ quan chủ trì: “{lead}”.",
        "“{title}” has {count} leads: “{lead}”.",
    ),
    (
        "Chọn một cơ quan chủ trì, chuyển các cơ quan khác sang cột phối hợp.",
        "Choose one lead and move the others to the column of co-ordinating organisations.",
    ),
)  # fmt: skip
GROUP_LEADS = _clear(
    "deliverable_group_leads", _SHOULD, _DO,
    (
        "{count} nhiệm vụ của bảng này giao cho một nhóm cơ quan không nêu tên (“{lead}”; "
        "dòng đầu: “{title}”).",
        "{count} tasks of this table are given to a group that is not named (“{lead}”; first: "
        "“{title}”).",
    ),
    (
        "Nêu cơ quan chịu trách nhiệm tổng hợp, hoặc ghi rõ từng cơ quan tự chịu trách nhiệm "
        "trong phạm vi của mình.",
        "Name the one that answers for the whole, or say that each answers for its own part.",
    ),
)  # fmt: skip
NO_DUE = _clear(
    "deliverable_without_date", _MUST, _VERIFY,
    ("Nhiệm vụ “{title}” không có thời hạn.", "“{title}” has no date."),
    (
        "Ghi ngày, tháng hoặc quý phải hoàn thành.",
        "Give the day, month or quarter by which it is to be done.",
    ),
)  # fmt: skip
TABLE_NO_DUE = _clear(
    "table_without_dates", _MUST, _VERIFY,
    (
        "Không dòng nào trong bảng {count} nhiệm vụ này có thời hạn.",
        "None of the {count} tasks of this table has a date.",
    ),
    (
        "Thêm cột “Thời gian hoàn thành” và điền cho từng dòng.",
        "Add a column “Time of completion” and fill it for each row.",
    ),
)  # fmt: skip
OPEN_ENDED = _clear(
    "deliverable_open_ended", _LOOK, _VERIFY,
    (
        "{count} nhiệm vụ của bảng này ghi “{due}”, không có mốc để kiểm tra (dòng đầu: "
        "“{title}”).",
        "{count} tasks of this table say “{due}” and have no date to check (first: “{title}”).",
    ),
    (
        "Ghi thêm mốc báo cáo (hằng quý, trước ngày 15 tháng 12 hằng năm) hoặc kết quả mỗi năm.",
        "Add when they report (each quarter, before 15 December) or what each year yields.",
    ),
)  # fmt: skip
NO_PRODUCT = _clear(
    "deliverable_without_product", _SHOULD, _VERIFY,
    (
        "Nhiệm vụ “{title}” không nêu sản phẩm, kết quả phải có.",
        "“{title}” does not say what it is to produce.",
    ),
    (
        "Ghi tên văn bản, hồ sơ hoặc kết quả đếm được làm bằng chứng hoàn thành.",
        "Name the document, record or countable result that shows it is done.",
    ),
)  # fmt: skip
TABLE_NO_PRODUCT = _clear(
    "table_without_products", _SHOULD, _VERIFY,
    (
        "Bảng {count} nhiệm vụ này không có cột sản phẩm và {bare} nhiệm vụ không nêu sản phẩm "
        "trong tên.",
        "This table of {count} tasks has no column of products, and {bare} tasks name none.",
    ),
    (
        "Thêm cột “Sản phẩm, kết quả” và điền cho từng dòng.",
        "Add a column “Product, result” and fill it for each row.",
    ),
)  # fmt: skip
TARGET_NO_DUE = _clear(
    "target_without_date", _MUST, _VERIFY,
    ("Chỉ tiêu “{subject}” không có mốc thời gian.", "The target “{subject}” has no date."),
    ("Ghi “đến năm …” hoặc ngày phải đạt.", "Say by which year or day it is to be reached."),
)  # fmt: skip
TARGET_PERIOD_ONLY = _clear(
    "target_date_by_period_only", _LOOK, _VERIFY,
    (
        "Chỉ tiêu “{subject}” không ghi mốc riêng; người đọc sẽ hiểu là hết năm {year}.",
        "The target “{subject}” has no date of its own; it will be read as the end of {year}.",
    ),
    (
        "Ghi mốc ở câu hoặc ở tiêu đề của danh sách, nếu không phải hết năm {year}.",
        "Give a date in the sentence or above the list, unless the end of {year} is meant.",
    ),
)  # fmt: skip
TASK_NO_DUE = _clear(
    "task_figure_without_date", _LOOK, _VERIFY,
    (
        "Con số cần đạt trong nhiệm vụ (“{subject}”) không có mốc thời gian.",
        "The figure to be reached in a task (“{subject}”) has no date.",
    ),
    (
        "Ghi mốc, hoặc dẫn về chỉ tiêu đã có mốc.",
        "Give the date, or refer to the target that has one.",
    ),
)  # fmt: skip
NO_UNIT = _clear(
    "target_without_unit", _MUST, _JUDGE,
    (
        "Chỉ tiêu “{subject}” ghi {value} nhưng không có đơn vị tính.",
        "The target “{subject}” says {value} without a unit.",
    ),
    ("Ghi đơn vị: %, hồ sơ, đơn vị, tỷ đồng …", "Give the unit: %, dossiers, units, VND …"),
)  # fmt: skip
NO_BASELINE = _clear(
    "change_without_baseline", _MUST, _JUDGE,
    (
        "Mức {direction} {value} của “{subject}” không nêu so với năm nào, số gốc bao nhiêu.",
        "The {direction_en} of {value} (“{subject}”) does not say from which year or figure.",
    ),
    (
        "Thêm “so với năm …” và số liệu gốc, hoặc ghi mức phải đạt.",
        "Add “compared with …” and the figure then, or state the level to be reached.",
    ),
)  # fmt: skip
CANNOT_MEASURE = _clear(
    "target_not_measurable", _SHOULD, _JUDGE,
    (
        "Dòng này nằm trong phần chỉ tiêu nhưng không đo được: không có con số, cũng không có việc "
        "phải xong vào một thời điểm.",
        "This line stands among the targets but cannot be measured: it has no figure and no thing "
        "to be finished by a date.",
    ),
    (
        "Thêm con số, đơn vị và mốc; hoặc chuyển dòng này sang mục tiêu chung.",
        "Add a figure, a unit and a date, or move the line to the general objectives.",
    ),
)  # fmt: skip
NO_SIGN = _clear(
    "target_without_sign_of_completion", _SHOULD, _JUDGE,
    (
        "Chỉ tiêu định tính “{subject}” không nêu dấu hiệu hoàn thành.",
        "The qualitative target “{subject}” does not say how its completion will show.",
    ),
    (
        "Nêu dấu hiệu kiểm được: văn bản được ban hành, hệ thống được nghiệm thu, đưa vào sử "
        "dụng …",
        "Name a sign that can be checked: a document issued, a system accepted or in use …",
    ),
)  # fmt: skip
SHARE_OF_WHAT = _clear(
    "share_without_whose", _SHOULD, _GRASP,
    (
        "Tỷ lệ {value} trong “{subject}” không nói là của ai, trên tổng số gì.",
        "The share of {value} (“{subject}”) does not say whose it is, or of what.",
    ),
    (
        "Ghi rõ mẫu số: % số hồ sơ, % người dân được hỏi, % đơn vị …",
        "Say of what: % of dossiers, % of people asked, % of units …",
    ),
)  # fmt: skip

BODY_TABLE = _clear(
    "body_contradicts_appendix", _MUST, _RECALL,
    (
        "Nội dung ghi {body}, phụ lục ghi {table} cho cùng một chỉ tiêu: “{text}”.",
        "The text says {body} and the appendix {table} of the same thing: “{text}”.",
    ),
    ("Thống nhất một con số ở cả hai nơi.", "Use one figure in both places."),
    Category.AGREEMENT,
)  # fmt: skip
PARENT_VALUE = _clear(
    "parent_another_value", _MUST, _RECALL,
    (
        "Dự thảo ghi {own} cho “{text}”; văn bản cấp trên{number} ghi {parent}.",
        "The draft says {own} of “{text}”; its parent{number} says {parent}.",
    ),
    (
        "Sửa theo văn bản cấp trên, hoặc nêu lý do đặt mức khác.",
        "Follow the parent, or give the reason for another level.",
    ),
    Category.AGREEMENT,
)  # fmt: skip
PARENT_DUE = _clear(
    "parent_another_date", _MUST, _RECALL,
    (
        "Dự thảo ghi mốc {own} cho “{text}”; văn bản cấp trên{number} ghi {parent}.",
        "The draft gives {own} for “{text}”; its parent{number} gives {parent}.",
    ),
    (
        "Sửa mốc theo văn bản cấp trên, hoặc nêu lý do.",
        "Follow the parent’s date, or give the reason.",
    ),
    Category.AGREEMENT,
)  # fmt: skip
PARENT_LEAD = _clear(
    "parent_another_lead", _MUST, _RECALL,
    (
        "Dự thảo giao “{text}” cho {own}; văn bản cấp trên{number} giao cho {parent}.",
        "The draft gives “{text}” to {own}; its parent{number} gives it to {parent}.",
    ),
    (
        "Sửa cơ quan chủ trì theo văn bản cấp trên, hoặc đề nghị sửa văn bản đó.",
        "Follow the parent’s lead, or propose to amend the parent.",
    ),
    Category.AGREEMENT,
)  # fmt: skip
