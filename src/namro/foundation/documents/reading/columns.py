"""What a column of a table is about, told from its head, whatever its wording and order.

The words are those of the annexes of real programmes and plans (standards.md §2.2); order
matters, since "Cơ quan chủ trì theo dõi, đánh giá" is a lead and not a result.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from namro.foundation.documents.reading.letters import UPPER, fold


class Role(StrEnum):
    """What the cells of a column hold."""

    NO = "no"
    TARGET = "target"  # what is measured
    TASK = "task"  # what is to be done or delivered
    LEAD = "lead"
    CO = "co_ordinating"
    DUE = "due"
    PRODUCT = "product"
    UNIT = "unit"
    VALUE = "value"  # what is to be reached
    PAST = "past"  # what was reached, or the present state
    MONEY = "money"
    NOTE = "note"
    OTHER = "other"


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNIT_OF_MEASURE = r"đơn vị(?: tính| đo)?|đvt|đ\.?v\.?t\.?"

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NO, r"^(?:s?tt|số tt|số thứ tự|tt\.?|stt\.?|no\.?|#)$"),
        (Role.UNIT, rf"^(?:{_UNIT_OF_MEASURE})(?:\s*\(.*\))?$"),
        (
            Role.MONEY,
            r"kinh phí|dự toán|tổng mức|vốn|ngân sách|thành tiền|đơn giá|số tiền|nsnn|nstw"
            r"|nsđp|tổng cộng|tổng số tiền|triệu đồng\)|tỷ đồng\)",
        ),
        (
            Role.PAST,
            r"hiện trạng|thực trạng|hiện nay|hiện có|ước|^th\b|thực hiện(?: năm| đến| giai đoạn"
            r"|:? 20)"
            r"|kết quả (?:thực hiện|đạt được|năm|giai đoạn)|năm gốc|đã (?:đạt|thực hiện)"
            r"|tình hình|tiến độ thực hiện",
        ),
        (
            Role.CO,
            r"phối hợp|cùng thực hiện|tham gia",
        ),
        (
            Role.LEAD,
            r"chủ trì|chủ quản|chịu trách nhiệm|phụ trách|phân công|đầu mối"
            r"|(?:cơ quan|đơn vị|nơi|tổ chức|sở|ngành|bộ phận|người)[^|]{0,25}"
            r"(?:thực hiện|tham mưu|triển khai|giải quyết|soạn thảo|xây dựng|chủ động|theo dõi"
            r"|báo cáo)"
            r"|^(?:cơ quan|đơn vị)(?: chính)?$|trách nhiệm|^chủ nhiệm$",
        ),
        (
            Role.DUE,
            r"thời gian|thời hạn|thời điểm|tiến độ|lộ trình|hoàn thành|^hạn\b|kỳ hạn|^ngày\b|mốc"
            r"|thời hạn trình|^giai đoạn$|năm (?:ban hành|trình|thực hiện)",
        ),
        (
            Role.PRODUCT,
            r"sản phẩm|kết quả|đầu ra|hồ sơ trình|hình thức|cấp (?:ban hành|trình|phê duyệt)"
            r"|tài liệu|minh chứng",
        ),
        (Role.NOTE, r"ghi chú|chú thích|căn cứ|văn bản giao|diễn giải|cơ sở|nguồn|chú giải"),
        (Role.TARGET, r"chỉ tiêu|tiêu chí|chỉ số|mục tiêu(?!.*nhiệm vụ)"),
        (
            Role.TASK,
            r"nội dung|nhiệm vụ|giải pháp|công việc|tên |đề án|chuyên đề|hoạt động|danh mục"
            r"|chương trình|dự án|văn bản|kế hoạch|đầu việc|việc|hạng mục",
        ),
    )
)
# what stands in rows and never in heads: the name of a body, a quarter or month of a year
_ROW_WORDS = re.compile(
    r"^(?:Sở|Bộ|Ban|Cục|Vụ|UBND|HĐND|Ủy ban|Công an|Hội|Văn phòng|Thanh tra) [" + UPPER + r"]"
    r"|(?:[Qq]uý [IVX\d]+|[Tt]háng \d{1,2})\s?/\s?20\d\d"
)
_TASKS_TOO = re.compile(r"nhiệm vụ|giải pháp|công việc|đề án|hoạt động")
_VALUE = re.compile(
    r"mục tiêu|kế hoạch|chỉ tiêu|phấn đấu|đến năm|giai đoạn|gđ|năm|kết quả|giá trị|mức|số lượng"
    r"|định hướng|yêu cầu|cần đạt"
)


@lru_cache(maxsize=4096)
def role(head: str) -> Role:
    """The role of a column from its head, without regard to its neighbours."""
    folded = fold(" ".join(head.split())).strip(" .:*")
    if not folded:
        return Role.OTHER
    for found, pattern in _ROLES:
        if pattern.search(folded):
            if found is Role.TARGET and _TASKS_TOO.search(folded):
                return Role.TASK
            return found
    if _YEAR.search(folded):
        return Role.VALUE
    return Role.OTHER


def years(head: str) -> list[int]:
    """The years named in a head, in order."""
    return [int(year) for year in _YEAR.findall(head)]


def roles(heads: list[str], issued: int | None = None) -> list[Role]:
    """The roles of all columns of a table, each told with regard to the others.

    `issued` is the year of the document: a result "năm 2024" in a plan of 2025 is past, a
    target for 2026 is not. In a table of targets "Kết quả" beside "Đơn vị" and columns named
    only by a year hold what is to be reached; "Đơn vị" without "tính" is the unit of measure
    there and the unit that acts in a table of tasks.
    """
    found = [role(head) for head in heads]
    folded = [fold(" ".join(head.split())) for head in heads]
    targets = [at for at, one in enumerate(found) if one is Role.TARGET]
    tasks = [at for at, one in enumerate(found) if one is Role.TASK]
    leads = Role.LEAD in found
    _tell_progress_from_due(found, folded)
    if not tasks and not targets:
        _promote_subject(found, folded)
        targets = [at for at, one in enumerate(found) if one is Role.TARGET]
        tasks = [at for at, one in enumerate(found) if one is Role.TASK]
    if targets:
        for at in targets[1:]:
            found[at] = Role.VALUE
        _name_values(found, folded, issued)
        if tasks:  # "Nội dung | Chỉ tiêu | …": the content is measured, the target is the value
            subject, value = tasks[0], targets[0]
            if subject < value and not leads:
                found[subject], found[value] = Role.TARGET, Role.VALUE
    elif tasks:
        dated = [at for at, text in enumerate(folded) if _named_by_year(text)]
        unit = Role.UNIT in found
        if len(dated) >= 2 or (dated and unit) or (unit and Role.VALUE in found):
            found[tasks[0]] = Role.TARGET
            for at in tasks[1:]:
                found[at] = Role.VALUE
            _name_values(found, folded, issued)
        else:
            if not leads and unit:
                found[found.index(Role.UNIT)] = Role.LEAD
            for at in tasks[1:]:
                found[at] = _second_task(folded[at])
    return found


def _tell_progress_from_due(found: list[Role], folded: list[str]) -> None:
    """Beside a column "Thời hạn", "Tiến độ" says how far a task is and not when it is due.

    "Kết quả" in such a table is what was done so far and no product.
    """
    dues = [at for at, one in enumerate(found) if one is Role.DUE]
    progress = [at for at in dues if re.match(r"tiến độ|tình hình|tình trạng", folded[at])]
    if progress and len(dues) > len(progress):
        done = [at for at, text in enumerate(folded) if re.match(r"kết quả(?: thực hiện)?$", text)]
        for at in (*progress, *done):
            found[at] = Role.PAST


def _promote_subject(found: list[Role], folded: list[str]) -> None:
    """Without a column named for it, the first wide text column is the subject."""
    for at, one in enumerate(found):
        if one is Role.OTHER and folded[at] and Role.MONEY not in found:
            valued = Role.UNIT in found or sum(bool(_YEAR.search(text)) for text in folded) >= 2
            found[at] = Role.TARGET if valued else Role.TASK
            return


def _second_task(folded: str) -> Role:
    return Role.NOTE if re.search(r"văn bản|căn cứ", folded) else Role.PRODUCT


def _named_by_year(folded: str) -> bool:
    return bool(_YEAR.search(folded)) and not re.search(
        r"hiện trạng|thực trạng|ước|thực hiện năm|kết quả|kinh phí|vốn|dự toán", folded
    )


def _name_values(found: list[Role], folded: list[str], issued: int | None) -> None:
    """In a table of targets: which columns hold the values to be reached."""
    for at, text in enumerate(folded):
        one = found[at]
        dated = years(text)
        if one in (Role.NO, Role.TARGET, Role.UNIT, Role.MONEY):
            continue
        if one is Role.PAST:
            # "Thực hiện năm 2026" in a plan of 2025 would be a target; "Ước thực hiện" never.
            continue
        if dated and issued is not None and max(dated) < issued and one is not Role.DUE:
            found[at] = Role.PAST
        elif (
            (dated and one is not Role.LEAD and one is not Role.CO)
            or (one is Role.PRODUCT and re.search(r"kết quả", text) and Role.VALUE not in found)
            or (one is Role.OTHER and _VALUE.search(text))
        ):
            found[at] = Role.VALUE


def is_head(cells: list[str]) -> bool:
    """Whether a row reads as the head of a table: two roles or more, and short cells."""
    texts = [cell for cell in cells if cell.strip()]
    if len(texts) < 2 or any(len(text) > 120 or _ROW_WORDS.search(text) for text in texts):
        return False
    found = [role(text) for text in texts]
    named = sum(one is not Role.OTHER for one in found)
    return named >= 2 and (Role.NO in found or named >= 0.6 * len(texts))
