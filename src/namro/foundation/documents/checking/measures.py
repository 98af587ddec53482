"""The rules on targets: a date, a unit, a baseline, a share of something, a sign of completion."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from namro.foundation.documents.checking import content_rules as rules
from namro.foundation.documents.checking.findings import Finding, Rule, found
from namro.foundation.documents.reading.draft import Comparator, Draft, Kind, TargetDraft
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.markers import read_markers

_CHANGES = {
    Comparator.INCREASE: ("tăng", "increase"),
    Comparator.INCREASE_AT_LEAST: ("tăng", "increase"),
    Comparator.REDUCE: ("giảm", "reduction"),
    Comparator.REDUCE_AT_LEAST: ("giảm", "reduction"),
    Comparator.IMPROVE_RANK_AT_LEAST: ("tăng bậc", "rise in rank"),
}
_COMPARED = re.compile(
    r"so với|so sánh với|năm trước|cùng kỳ|hiện nay|hiện có|giai đoạn trước|đầu kỳ|đầu nhiệm kỳ"
    r"|mỗi năm|/năm|h[ằà]ng năm|bình quân|từ\s+\d"
)
_ADDS = re.compile(
    r"(?:thu hút|xây|phát triển|thành lập|tăng|kết nạp|bổ sung|đầu tư)\s+thêm|thêm\s"
)
# Figures without a unit by nature: an index, a score, a rank, a coefficient.
_INDEX = re.compile(
    r"chỉ số|hệ số|điểm|xếp hạng|thứ hạng|bậc|hạng|top|nhóm|hdi|papi|sipas|pci|pii|gii|icor"
    r"|mức sinh"
)
# What a share can be of: people, things that are counted, money, areas, sums.
_WHOSE = re.compile(
    r"người|dân|hộ|hồ sơ|thủ tục|dịch vụ|doanh nghiệp|hợp tác xã|cán bộ|công chức|viên chức"
    r"|đảng viên"
    r"|chi bộ|đảng bộ|tổ chức|cơ quan|đơn vị|xã|phường|thôn|bản|tổ dân phố|khu|cụm|trường|học sinh"
    r"|sinh viên|giáo viên|lớp|trẻ|phụ nữ|lao động|nhân lực|bệnh|cơ sở|trạm|hệ thống|cơ sở dữ liệu"
    r"|dữ liệu|văn bản|báo cáo|nhiệm vụ|chỉ tiêu|đề án|dự án|công trình|tuyến|đường|diện tích|rừng"
    r"|đất|nước|chất thải|rác|sản phẩm|sản xuất|hàng hóa|giao dịch|thanh toán|thuê bao|giá trị|tổng"
    r"|ngân sách|kinh phí|chi phí|vốn|đầu tư|thu nhập|gdp|grdp|kinh tế|tăng trưởng|năng suất"
    r"|xuất khẩu"
    r"|công nghiệp|nông nghiệp|dịch vụ|ngành|lĩnh vực|địa phương|địa bàn|bộ,|tỉnh|thành phố|huyện"
    r"|lãnh đạo|đội ngũ|nhà|căn|phương tiện|vụ|đơn|kiến nghị|phản ánh|ý kiến|cuộc|phiếu|bảo hiểm"
    r"|đô thị|nông thôn|mặt trận|hội viên|đoàn viên|thành viên|thời gian|số lượng|biên chế|đầu mối"
    r"|nền tảng|ứng dụng|thiết bị|máy|camera|điểm đến|khách|thông tin|tài liệu|chế độ|quy trình"
    r"|biên giới|hạ tầng|mạng|điện|internet|nguồn|tiêu chí|chuẩn|ca |tử vong|tội phạm|tai nạn"
    r"|lượng|công việc|stem|r&d|thực phẩm|cây|lúa|con |vật nuôi|thủy sản|sóng|đào tạo|trung tâm"
)
_VAGUE = re.compile(
    r"nâng cao|tăng cường|từng bước|đẩy mạnh|cơ bản|cải thiện|thúc đẩy|chú trọng|quan tâm|tập trung"
    r"|phát huy|tiếp tục|không ngừng|hiệu quả|tích cực|bền vững|hiện đại|chất lượng|phấn đấu"
)
_SIGN = re.compile(
    r"ban hành|phê duyệt|đưa vào (?:sử dụng|vận hành|khai thác|hoạt động)|nghiệm thu|bàn giao"
    r"|khánh thành|khởi công|công bố|được công nhận|cấp giấy|quyết định|nghị quyết|đề án|kế hoạch"
    r"|quy hoạch|quy chế|quy trình|báo cáo|kết nối với|tích hợp|toàn bộ|tất cả"
    r"|toàn (?:quốc|tỉnh|thành phố|huyện|xã)|các khu|mỗi "
    r"|theo chuẩn"
    r"|đạt chuẩn|chứng nhận|ký kết|thành lập|đi vào hoạt động|vận hành"
)
_DOCUMENTS = re.compile(r"\d+\s*[-/]\s*\w*[-/]?\w+|\bngày\s+[\d/]+|\bnăm\s+\d{4}|\bsố\s+\d+")
_DATED = re.compile(r"(?:năm|giai đoạn|hết|đến|từ nay đến)\s+20\d\d(?!\s*/)")
_LONG = 90


def target_findings(draft: Draft) -> Iterator[Finding]:
    """What keeps a target from being assessed (programme 01, requirement 7)."""
    told: set[tuple[str, int]] = set()
    for finding in _each(draft):
        # A sentence with several figures is told once for each kind of lack.
        if (finding.code, finding.start) not in told:
            told.add((finding.code, finding.start))
            yield finding
    yield from _unmeasured(draft)


def _each(draft: Draft) -> Iterator[Finding]:
    for target in draft.targets:
        yield from _date(draft, target)
        yield from _unit(draft, target)
        yield from _baseline(draft, target)
        yield from _share(draft, target)
        yield from _completion(draft, target)


def _date(draft: Draft, target: TargetDraft) -> Iterator[Finding]:
    """dễ kiểm tra: when. A rate "each year" has its date in itself; a sentence that names a year
    which could not be given to its figure ("trong năm 2025 và 2026") is not reported."""
    if target.due is not None or target.each_year or _DATED.search(fold(target.text)):
        return
    if target.within == "tasks":
        yield _finding(draft, rules.TASK_NO_DUE, target)
    elif draft.document.period is not None:
        year = str(draft.document.period[1])
        yield _finding(draft, rules.TARGET_PERIOD_ONLY, target, year=year)
    else:
        yield _finding(draft, rules.TARGET_NO_DUE, target)


def _unit(draft: Draft, target: TargetDraft) -> Iterator[Finding]:
    """dễ đánh giá: how much of what. Ranks and indices have no unit."""
    ranks = (Comparator.RANK_WITHIN, Comparator.IMPROVE_RANK_AT_LEAST, Comparator.QUALITATIVE)
    if target.unit or target.value is None or target.comparator in ranks:
        return
    if _INDEX.search(fold(f"{target.subject} {target.text}")):
        return
    yield _finding(draft, rules.NO_UNIT, target)


def _baseline(draft: Draft, target: TargetDraft) -> Iterator[Finding]:
    """dễ đánh giá: a change needs what it is a change from. "Thu hút thêm 3 tổ chức" counts what
    is new and needs none."""
    if target.comparator not in _CHANGES or target.baseline is not None or target.each_year:
        return
    folded = fold(target.text)
    if _COMPARED.search(folded) or (target.unit != "%" and _ADDS.search(folded)):
        return
    vietnamese, english = _CHANGES[target.comparator]
    yield _finding(
        draft, rules.NO_BASELINE, target, direction=vietnamese, direction_en=english
    )  # fmt: skip


def _share(draft: Draft, target: TargetDraft) -> Iterator[Finding]:
    """dễ hiểu: a share is a share of something. Only sentences without any noun that a share
    could be of are reported."""
    if target.unit != "%" or target.comparator in _CHANGES or target.within == "table":
        return
    if not _WHOSE.search(fold(target.text)):
        yield _finding(draft, rules.SHARE_OF_WHAT, target)


def _completion(draft: Draft, target: TargetDraft) -> Iterator[Finding]:
    """dễ đánh giá: a thing to be finished shows by something."""
    if target.comparator is Comparator.QUALITATIVE and not _SIGN.search(fold(target.text)):
        yield _finding(draft, rules.NO_SIGN, target)


def _unmeasured(draft: Draft) -> Iterator[Finding]:
    """dễ đánh giá: lines among the targets that name no figure and nothing to finish."""
    headings = {node.start for node in draft.outline if node.heading}
    told = sorted(target.start for target in draft.targets)
    spans = [(node.start, node.end) for node in draft.outline if node.kind is Kind.TARGET]
    general = [
        (node.start, node.end)
        for node in draft.outline
        if node.kind in (Kind.OBJECTIVE, Kind.REQUIREMENT)
        or re.search(r"tổng quát|mục tiêu chung|quan điểm|tầm nhìn", fold(node.title))
    ]
    seen: set[int] = set()
    for first, last in spans:
        at = first
        for line in draft.text[first:last].split("\n"):
            start, at = at, at + len(line) + 1
            end = start + len(line)
            if start in seen or start in headings or "\t" in line:
                continue
            seen.add(start)
            if bisect_left(told, start) < bisect_left(told, end):
                continue
            if any(low <= start < high for low, high in general if high - low < last - first):
                continue
            if _only_words(line):
                yield found(rules.CANNOT_MEASURE, draft.text, start, end)


def _only_words(line: str) -> bool:
    """Whether a listed line has no figure and speaks in words that cannot be measured."""
    markers = read_markers(line)
    if not markers or len(line) < 30 or line.rstrip().endswith(":"):
        return False
    rest = fold(line[markers[0].after :])
    return not re.search(r"\d", _DOCUMENTS.sub("", rest)) and bool(_VAGUE.search(rest))


def printed_value(target: TargetDraft) -> str:
    """A target's value with its unit, decimal comma: "16 - 18%", "7,5 điểm"."""
    value = target.value
    if value is None:
        return ""
    numbers = value if isinstance(value, tuple) else (value,)
    text = " - ".join(str(one).replace(".", ",") for one in numbers)
    return f"{text}{'' if target.unit == '%' else ' '}{target.unit or ''}".strip()


def _finding(draft: Draft, rule: Rule, target: TargetDraft, **values: str) -> Finding:
    subject = target.subject or target.text
    subject = subject if len(subject) <= _LONG else subject[: _LONG - 1].rstrip() + "…"
    return found(
        rule, draft.text, target.start, target.end,
        subject=subject, value=printed_value(target), **values,
    )  # fmt: skip
