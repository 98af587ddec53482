"""Stage: tables of tasks → deliverables. One entry a row that a lead organisation answers for.

Reads grids whose head names a lead; writes the rows with their group, since numbers restart.
A lead that is not printed in its own cell is inferred and always reported, never silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from namro.foundation.documents.reading.columns import Role
from namro.foundation.documents.reading.draft import DeliverableDraft
from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.naming import names_body
from namro.foundation.documents.reading.passages import Grid, GridRow
from namro.foundation.documents.reading.tables import Head, is_group_label, is_row_number

_KINDS = (
    "Đề án", "Chuyên đề", "Đề tài khoa học", "Đề tài", "Kế hoạch", "Nghị quyết", "Quy định",
    "Chương trình", "Báo cáo", "Quyết định", "Dự án", "Chỉ thị", "Kết luận", "Quy chế", "Hướng dẫn",
    "Chiến lược", "Quy hoạch", "Nghị định", "Thông tư", "Luật", "Tờ trình", "Phương án",
    "Bộ chỉ số", "Bộ tiêu chí", "Quy trình", "Thông báo", "Công văn",
)  # fmt: skip
_KIND = re.compile(
    r"^(?:(?:xây dựng|ban hành|trình|tham mưu|nghiên cứu|triển khai|hoàn thiện|lập|phê duyệt"
    r"|thực hiện"
    r"|tổ chức|sửa đổi|bổ sung|dự thảo|các|một số)\s*(?:,|và|,\s*và)?\s*)*(?P<kind>"
    + "|".join(sorted((fold(kind) for kind in _KINDS), key=len, reverse=True))
    + r")(?!\w)"
)
_NAMES = {fold(kind): kind for kind in _KINDS}


@dataclass(slots=True)
class _Row:
    row: GridRow
    group: str | None
    lead: str
    merged: bool  # a merge known from the file covers its lead cell


def kind_of(title: str) -> str | None:
    """The official word for what is to be delivered ("Đề án"), None where there is none."""
    found = _KIND.match(fold(title))
    return _NAMES[found["kind"]] if found else None


def read_rows(
    grid: Grid, head: Head, roles: list[Role]
) -> tuple[list[DeliverableDraft], list[Issue]]:
    """The deliverables of one table and the doubts about their leads."""
    task = roles.index(Role.TASK)
    lead = roles.index(Role.LEAD)
    numbered = roles.index(Role.NO) if Role.NO in roles else None
    rows: list[_Row] = []
    breaks: set[int] = set()
    groups: list[tuple[int, str]] = []
    for row in grid.rows[head.after :]:
        if _is_group(row, roles, task, lead, numbered):
            label = row.cells[numbered].text if numbered is not None else ""
            name = " ".join(cell.text for cell in row.filled())
            level = _level(label)
            groups = [one for one in groups if one[0] < level]
            groups.append((level, name))
            breaks.add(len(rows))
            continue
        if not row.cells[task].text and not row.cells[lead].text:
            continue
        if not row.cells[task].text and rows and not row.cells[task].merged:
            _take_over(rows[-1].row, row, lead)
        group = groups[-1][1] if groups else None
        cell = row.cells[lead]
        rows.append(_Row(row, group, cell.text, cell.merged))
    inferred = _inferred_leads(rows, breaks)
    return _drafts(rows, inferred, roles, task, numbered)


def _take_over(above: GridRow, row: GridRow, lead: int) -> None:
    """Gives a row that only names another lead the task of the row above (a merged cell)."""
    for at, cell in enumerate(row.cells):
        if at > 0 and at != lead and not cell.text:
            cell.text = above.cells[at].text


def _level(label: str) -> int:
    """How deep a group stands: "I" 1, "III.1" 2, "III.1.1" 3; a name without a label 9."""
    return label.strip(".").count(".") + 1 if label else 9


def _is_group(row: GridRow, roles: list[Role], task: int, lead: int, numbered: int | None) -> bool:
    """Whether a row only names the rows below it."""
    texts = row.texts()
    number = texts[numbered] if numbered is not None else ""
    filled = row.filled()
    if is_group_label(number) and len(filled) == 2:
        return True  # whatever column the name of the group stands in
    if texts[lead] or row.cells[lead].merged:
        return False
    rest = [
        at
        for at, one in enumerate(roles)
        if at not in (task, lead, numbered) and one not in (Role.OTHER, Role.MONEY) and texts[at]
    ]
    if rest:
        return False
    if is_group_label(number):
        return True
    if not number:
        return len(filled) == 1 and not filled[0].text[:1].islower()
    del number
    return numbered is not None and not texts[task] and not is_row_number(texts[numbered])


def _inferred_leads(rows: list[_Row], breaks: set[int]) -> dict[int, str]:
    """The leads of rows whose cell is empty, by their place.

    A merge known from the file comes first; then blanks that lie on both sides of a named cell
    belong to it, as the text of a vertically centred merged cell stands in its middle row;
    then the lead is carried down.
    """
    inferred: dict[int, str] = {}
    start = 0
    for end in [*sorted(at for at in breaks if at), len(rows)]:
        _infer_block(rows, start, end, inferred)
        start = end
    return inferred


def _infer_block(rows: list[_Row], start: int, end: int, inferred: dict[int, str]) -> None:
    for at in range(start, end):
        if not rows[at].lead and rows[at].merged and at > 0:
            above = rows[at - 1].lead or inferred.get(at - 1)
            if above:
                inferred[at] = above
    named = [at for at in range(start, end) if rows[at].lead or at in inferred]
    if not named:
        return
    # the blank runs before, between and after the named cells
    gaps = [named[0] - start]
    gaps.extend(after - before - 1 for before, after in pairwise(named))
    gaps.append(end - 1 - named[-1])
    heads = _best_heads(gaps, [at in inferred for at in named])
    for place, at in enumerate(named):
        lead = rows[at].lead or inferred[at]
        tail = gaps[place + 1] - (heads[place + 1] if place + 1 < len(named) else 0)
        for blank in [*range(at - heads[place], at), *range(at + 1, at + 1 + tail)]:
            inferred.setdefault(blank, lead)


def _best_heads(gaps: list[int], fixed: list[bool]) -> list[int]:
    """How many blanks above each named cell belong to it, at the least total cost.

    A cell in the middle of its block costs nothing, one at its top little (it was carried
    down), any other place the more the less even it is. Dynamic programme over the cells;
    gaps are short, so it is linear in the rows.
    """
    count = len(fixed)
    best: list[dict[int, tuple[float, int]]] = [{gaps[0]: (0.0, -1)}]
    for place in range(count):
        gap = gaps[place + 1]
        options: dict[int, tuple[float, int]] = {}
        last = place == count - 1
        for head, (cost, _) in best[place].items():
            for tail in [gap] if last else range(min(gap, 60) + 1):
                following = gap - tail
                total = cost + _cost(head, tail, fixed[place])
                if following not in options or total < options[following][0]:
                    options[following] = (total, head)
        best.append(options)
    heads = [0] * count
    following = min(best[count], key=lambda one: best[count][one][0])
    for place in range(count - 1, -1, -1):
        heads[place] = best[place + 1][following][1]
        following = heads[place]
    return heads


def _cost(head: int, tail: int, fixed: bool) -> float:
    if head == tail:
        return 0.0
    if head == 0:
        return 0.5
    return abs(head - tail) + (2.0 if fixed else 1.0)


def _drafts(
    rows: list[_Row],
    inferred: dict[int, str],
    roles: list[Role],
    task: int,
    numbered: int | None,
) -> tuple[list[DeliverableDraft], list[Issue]]:
    drafts: list[DeliverableDraft] = []
    issues: list[Issue] = []
    for at, one in enumerate(rows):
        row = one.row
        lead = one.lead or inferred.get(at)
        title = row.cells[task].text
        number = row.cells[numbered].text.rstrip(".") if numbered is not None else ""
        if not title:
            continue
        draft = DeliverableDraft(
            group=one.group,
            no=number or None,
            title=title,
            kind=kind_of(title),
            lead=lead,
            lead_inferred=bool(lead) and not one.lead,
            co_ordinating=tuple(split_bodies(_text(row, roles, Role.CO))),
            due=_text(row, roles, Role.DUE) or None,
            product=_text(row, roles, Role.PRODUCT) or None,
            note=_text(row, roles, Role.NOTE) or None,
            start=row.start,
            end=row.end,
            confidence=0.95 if one.lead else (0.85 if one.merged else 0.6) if lead else 0.4,
        )
        drafts.append(draft)
        values = {"no": number or str(at + 1), "lead": lead or ""}
        if draft.lead_inferred:
            issues.append(Issue(Remark.LEAD_INFERRED, row.start, row.end, values))
        elif not lead:
            issues.append(Issue(Remark.LEAD_MISSING, row.start, row.end, values))
    return drafts, issues


def _text(row: GridRow, roles: list[Role], role: Role) -> str:
    return "; ".join(
        row.cells[at].text for at, one in enumerate(roles) if one is role and row.cells[at].text
    )


def split_bodies(text: str) -> list[str]:
    """The organisations named in a cell; a collective ("các bộ, ngành, địa phương") is one."""
    bodies: list[str] = []
    for piece in re.split(r"\s*[;\n]\s*", text):
        start = len(bodies)
        for part in re.split(r"\s*,\s*", piece):
            name = part.strip(" .-–+")
            if not name:
                continue
            opens = names_body(name)
            collective = len(bodies) > start and re.match(
                r"các\s+(?:bộ|sở|ban)$", fold(bodies[-1].rsplit(",", 1)[0])
            )
            if len(bodies) > start and (
                collective
                or not opens
                or (name[0].islower() and not (fold(name).startswith("các ")))
            ):
                bodies[-1] = f"{bodies[-1]}, {name}"
            else:
                bodies.append(name)
    return bodies
