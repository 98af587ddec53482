"""The rules on deliverables: one lead, a date, a product (the five clears, the five easies)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from namro.foundation.documents.checking import content_rules as rules
from namro.foundation.documents.checking.findings import Finding, Rule, found
from namro.foundation.documents.reading.draft import DeliverableDraft, Draft
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.passages import Grid, Part

_ALL = 3  # rows from which a lack in every row is told once for the table
# Heads of names of organisations; a part of a name ("và Môi trường", ", Thể thao") has none.
_ORGANISATION = re.compile(
    r"(?:các\s+)?(?:bộ|sở|ban|ủy ban|uỷ ban|ubnd|hđnd|ubmttq|hội đồng|văn phòng|vp|công an"
    r"|thanh tra|cục|chi cục|tổng cục|viện|trường|trung tâm|tổng công ty|tập đoàn|ngân hàng"
    r"|bảo hiểm|mặt trận"
    r"|liên đoàn|liên minh|liên hiệp|hiệp hội|hội|báo|đài|đảng ủy|thành ủy|tỉnh ủy|huyện ủy|quận ủy"
    r"|kho bạc|thuế|hải quan|tòa án|viện kiểm sát|bộ chỉ huy|bộ tư lệnh|đoàn thanh niên|thành đoàn"
    r"|tỉnh đoàn|phòng|đơn vị|địa phương|cơ quan|doanh nghiệp|ngành|xã(?! hội)|phường)(?![\w])"
)
_NOT_LEADING = re.compile(
    r"\s*[,;(]?\s*(?:và\s+)?(?:phối hợp|cùng|tham mưu|giúp|với sự tham gia|theo dõi|thúc đẩy"
    r"|đôn đốc|tổng hợp|hướng dẫn)\b.*$"
)
_CUT = re.compile(r"\s*[;/&]\s*|\s*,\s*|\s+và\s+")
_GROUP = re.compile(
    r"^các\s|^(?:sở|bộ)\s*,\s*(?:ban\s*,\s*)?ngành|^doanh nghiệp"
    r"|^(?:cơ quan|đơn vị)(?: liên quan|,)"
)
_OPEN = re.compile(
    r"(?:thực hiện )?thường xuyên|liên tục|h[ằà]ng năm|h[ằà]ng quý|h[ằà]ng tháng|theo kế hoạch"
    r"|định kỳ|khi có yêu cầu|kịp thời|lâu dài"
)
_NAMES_PRODUCT = re.compile(
    r"(?:đề án|kế hoạch|nghị quyết|quyết định|chỉ thị|báo cáo|tờ trình|quy chế|quy định|quy trình"
    r"|chương trình|hướng dẫn|bộ chỉ số|bộ tiêu chí|danh mục|cơ sở dữ liệu|phần mềm|hệ thống"
    r"|dự án|phương án|nghị định|thông tư|luật|quy hoạch|nền tảng|cổng |trung tâm|mô hình)"
)
_MAKES = re.compile(
    r"^(?:xây dựng|ban hành|trình|tham mưu|lập|hoàn thành|hoàn thiện|phê duyệt|công bố|soạn thảo"
    r"|sửa đổi|nghiên cứu|đề xuất|rà soát)"
)
_LONG = 90


@dataclass(frozen=True, slots=True)
class _Table:
    """The deliverables of one table."""

    rows: tuple[DeliverableDraft, ...]

    @property
    def start(self) -> int:
        return self.rows[0].start

    @property
    def end(self) -> int:
        return self.rows[0].end


def deliverable_findings(draft: Draft, parts: Sequence[Part]) -> Iterator[Finding]:
    """What keeps a row from being done, checked or assessed (programme 01, the five easies)."""
    merged = _merged_rows(parts)
    for row in draft.deliverables:
        yield from _lead(draft, row, merged)
    for table in _tables(draft, parts):
        yield from _groups(draft, table)
        yield from _dates(draft, table)
        yield from _products(draft, table)


def _tables(draft: Draft, parts: Sequence[Part]) -> list[_Table]:
    grids = [part for part in parts if isinstance(part, Grid)]
    held: dict[int, list[DeliverableDraft]] = {}
    for row in draft.deliverables:
        place = next(
            (at for at, grid in enumerate(grids) if grid.start <= row.start < grid.end), -1
        )
        held.setdefault(place, []).append(row)
    return [_Table(tuple(rows)) for rows in held.values()]


def _merged_rows(parts: Sequence[Part]) -> frozenset[int]:
    """Where rows begin that a vertical merge of the file covers: their lead is printed once."""
    return frozenset(
        row.start
        for part in parts
        if isinstance(part, Grid)
        for row in part.rows
        if any(cell.merged for cell in row.cells)
    )


def _lead(draft: Draft, row: DeliverableDraft, merged: frozenset[int]) -> Iterator[Finding]:
    """Programme 01, requirement 7 (dễ làm): exactly one lead."""
    if not row.lead:
        yield _row(draft, rules.NO_LEAD, row)
        return
    if row.lead_inferred:
        if row.start not in merged:
            yield _row(draft, rules.LEAD_BLANK, row, lead=row.lead)
        return  # the row that prints the lead carries the other findings
    leads = leads_in(row.lead)
    if len(leads) > 1:
        yield _row(draft, rules.TWO_LEADS, row, lead=row.lead[:120], count=str(len(leads)))


def leads_in(lead: str) -> list[str]:
    """The organisations that a lead cell names: "Sở Tài chính, Sở Xây dựng" gives two.

    What follows "phối hợp", "giúp" and the like is no lead; a part of a name that names no
    organisation of its own ("Sở Văn hóa, Thể thao và Du lịch") stays with it. A list of groups
    ("Các sở, ban, ngành") counts as one.
    """
    bare = _NOT_LEADING.sub("", fold(lead)).strip()
    kept = re.sub(r"\([^)]*\)", " ", lead[: len(bare)])
    names: list[str] = []
    for piece in _CUT.split(kept):
        piece = piece.strip(" .-–\n")
        if not piece:
            continue
        folded = fold(piece)
        opens = bool(_ORGANISATION.match(folded)) and (piece[0].isupper() or _plural(folded))
        lone = re.fullmatch(
            r"(?:các\s+)?(?:sở|bộ|ban|ngành|xã|phường|huyện|đơn vị|địa phương|đoàn thể|viện|trường"
            r"|doanh nghiệp|cơ quan)", folded,
        )  # fmt: skip
        if names and (not opens or (lone and _is_group(names[-1]))):
            names[-1] = f"{names[-1]}, {piece}"
        else:
            names.append(piece)
    return names


def _groups(draft: Draft, table: _Table) -> Iterator[Finding]:
    """Programme 01, requirement 7 (dễ làm): the one who answers has a name."""
    given = [
        row
        for row in table.rows
        if row.lead and not row.lead_inferred and _GROUP.match(fold(row.lead))
        and len(leads_in(row.lead)) == 1
    ]  # fmt: skip
    if given:
        lead = (given[0].lead or "")[:120]
        yield _row(draft, rules.GROUP_LEADS, given[0], lead=lead, count=str(len(given)))


def _plural(folded: str) -> bool:
    return folded.startswith("các ")


def _is_group(name: str) -> bool:
    folded = fold(name)
    return folded.startswith("các ") or bool(
        re.match(r"(?:sở|bộ|ubnd|xã|viện|trường|cơ quan)(?:\s*,|$|\s+các)", folded)
    )


def _dates(draft: Draft, table: _Table) -> Iterator[Finding]:
    """Programme 01, requirement 7 (dễ kiểm tra): a date for each task."""
    bare = [row for row in table.rows if not row.due]
    if len(bare) == len(table.rows) >= _ALL:
        yield found(
            rules.TABLE_NO_DUE, draft.text, table.start, table.end, count=str(len(table.rows))
        )
    else:
        for row in bare:
            yield _row(draft, rules.NO_DUE, row)
    open_ended = [
        row for row in table.rows if row.due and _OPEN.fullmatch(fold(row.due).strip(" ."))
    ]
    if open_ended:
        words = Counter(row.due or "" for row in open_ended).most_common(1)[0][0]
        yield _row(
            draft, rules.OPEN_ENDED, open_ended[0], count=str(len(open_ended)), due=words[:60]
        )


def _products(draft: Draft, table: _Table) -> Iterator[Finding]:
    """Programme 01, requirement 7 (dễ kiểm tra): what shows that the task is done."""
    bare = [row for row in table.rows if not row.product and not _product_in_title(row)]
    if not any(row.product for row in table.rows) and len(table.rows) >= _ALL:
        if bare:
            yield found(
                rules.TABLE_NO_PRODUCT, draft.text, table.start, table.end,
                count=str(len(table.rows)), bare=str(len(bare)),
            )  # fmt: skip
        return
    for row in bare:
        yield _row(draft, rules.NO_PRODUCT, row)


def _product_in_title(row: DeliverableDraft) -> bool:
    """Whether the title itself names what is to be made ("Xây dựng Đề án …")."""
    folded = fold(row.title)
    return bool(row.kind) or bool(_MAKES.match(folded) and _NAMES_PRODUCT.search(folded[:80]))


def _row(draft: Draft, rule: Rule, row: DeliverableDraft, **values: str) -> Finding:
    title = row.title if len(row.title) <= _LONG else row.title[: _LONG - 1].rstrip() + "…"
    return found(rule, draft.text, row.start, row.end, title=title, **values)
