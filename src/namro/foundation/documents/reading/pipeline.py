"""The stages of reading, one after the other."""

from __future__ import annotations

import re
from dataclasses import replace

from namro.foundation.documents.reading.blocks import Opened
from namro.foundation.documents.reading.columns import Role
from namro.foundation.documents.reading.contradictions import contradictions, unclear_subjects
from namro.foundation.documents.reading.dates import Due, period_of
from namro.foundation.documents.reading.deliverables import read_rows
from namro.foundation.documents.reading.draft import (
    DeliverableDraft,
    DocumentHead,
    Draft,
    Kind,
    Provision,
    TargetDraft,
)
from namro.foundation.documents.reading.frame import Frame, read_frame
from namro.foundation.documents.reading.headings import settle_headings
from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.items import objectives, requirements, roadmap
from namro.foundation.documents.reading.kinds import settle_kinds
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.listed import listed_deliverables
from namro.foundation.documents.reading.outline import Node, build_outline
from namro.foundation.documents.reading.passages import Grid, Part, assemble
from namro.foundation.documents.reading.repair import repaired_parts
from namro.foundation.documents.reading.slips import word_slips
from namro.foundation.documents.reading.table_targets import TableReader, title_above
from namro.foundation.documents.reading.tables import find_head
from namro.foundation.documents.reading.targets import Context, Reader

_MONEY = re.compile(
    r"(?:nhu cầu|nguồn|phân bổ|kế hoạch|khái toán|tổng hợp|dự toán|bố trí)[^.;]{0,20}"
    r"(?:vốn|kinh phí|ngân sách)|dự toán|khái toán"
)


def draft_of(opened: Opened) -> Draft:
    """The draft of an opened file. Time and memory grow in line with its length."""
    parts, pending = repaired_parts(opened)
    text = assemble(parts)
    issues = [one.settled() for one in pending]
    if opened.unread_pages:
        pages = ", ".join(str(page) for page in opened.unread_pages)
        issues.append(Issue(Remark.PAGES_UNREAD, 0, 0, {"pages": pages}))
    if opened.recognised_pages:
        pages = ", ".join(str(page) for page in opened.recognised_pages)
        issues.append(Issue(Remark.PAGES_RECOGNISED, 0, 0, {"pages": pages}))
    for kind, remark in (
        ("template", Remark.TEMPLATE_OUTSIDE),
        ("picture", Remark.PICTURE_OUTSIDE),
    ):
        names = [f"“{one.name}”" for one in opened.outside if one.kind == kind]
        if names:
            issues.append(Issue(remark, 0, 0, {"names": ", ".join(names)}))
    frame = read_frame(parts, text)
    body = [
        part
        for at, part in enumerate(parts)
        if at not in frame.claimed and (at >= frame.body_from or isinstance(part, Grid))
    ]
    root, doubts = build_outline(body)
    issues.extend(doubts)
    settle_headings(root)
    settle_kinds(root)
    head = _with_period(frame.head, root)
    issues.extend(_head_issues(head, frame))
    issued = int(head.issued_on[:4]) if head.issued_on else (head.period or (None,))[0]
    reader = Reader(head.period, issued)
    deliverables, row_issues = _scan(root, reader, issued)
    issues.extend(row_issues)
    targets = _in_order(reader)
    issues.extend(word_slips(_printed_lines(root, targets)))
    issues.extend(contradictions(targets))
    issues.extend(unclear_subjects(targets))
    issues.sort(key=lambda issue: (issue.start, issue.end))
    return Draft(
        text=text,
        format=opened.format,
        sha256=opened.sha256,
        document=head,
        outline=_provisions(root),
        objectives=objectives(root),
        requirements=requirements(root),
        targets=targets,
        deliverables=deliverables,
        roadmap=roadmap(root),
        issues=issues,
    )


def _scan(
    root: Node, reader: Reader, issued: int | None
) -> tuple[list[DeliverableDraft], list[Issue]]:
    """Targets of the running text, then every table by what its head says."""
    lone = not root.children
    context = Context("tasks" if lone else "")
    reader.scan(root, context)
    rows: list[DeliverableDraft] = []
    issues: list[Issue] = []
    tables = TableReader(reader)
    for node in root.walk():
        for part in node.parts:
            if isinstance(part, Grid):
                _table(part, node, tables, rows, issues, reader, issued)
    rows.extend(listed_deliverables(root))
    issues.extend(tables.issues)
    rows.sort(key=lambda row: row.start)
    return rows, issues


def _table(
    grid: Grid,
    node: Node,
    tables: TableReader,
    rows: list[DeliverableDraft],
    issues: list[Issue],
    reader: Reader,
    issued: int | None,
) -> None:
    head = find_head(grid)
    if head is None:
        return
    roles = head.roles(issued)
    title = title_above(grid, node)
    if Role.TARGET in roles and Role.LEAD not in roles and _MONEY.search(fold(title)):
        return  # a table of funds: its figures are no targets
    if Role.TARGET in roles and not _past(node):
        due: Due | None = reader.due_of(fold(title))
        tables.read(grid, head, roles, due, node)
        return
    if Role.LEAD in roles and Role.TASK in roles:
        drafts, doubts = read_rows(grid, head, roles)
        rows.extend(drafts)
        issues.extend(doubts)
    elif Role.LEAD in roles:
        issues.append(Issue(Remark.TABLE_UNREAD, grid.start, grid.end))


def _past(node: Node | None) -> bool:
    while node is not None:
        if node.kind is Kind.REVIEW:
            return True
        node = node.parent
    return False


def _in_order(reader: Reader) -> list[TargetDraft]:
    """Targets in the order of the document; `part_of` follows the targets it points to."""
    order = sorted(range(len(reader.targets)), key=lambda at: (reader.targets[at].start, at))
    place = {old: new for new, old in enumerate(order)}
    targets = [reader.targets[at] for at in order]
    for target in targets:
        if target.part_of is not None:
            target.part_of = place[target.part_of]
    return targets


def _printed_lines(root: Node, targets: list[TargetDraft]) -> list[tuple[str, int]]:
    """The lines in which a slip of recognition would do harm: headings and targets."""
    lines = [(node.title, node.title_start) for node in root.walk() if node.heading]
    seen: set[int] = set()
    for target in targets:
        if target.start not in seen and target.within != "table":
            seen.add(target.start)
            lines.append((target.text, target.start))
    return lines


def _with_period(head: DocumentHead, root: Node) -> DocumentHead:
    """The period of the title; else the phases that the headings divide it into."""
    if head.period is not None:
        return head
    spans = []
    for node in root.walk():
        if not node.heading or node.kind is Kind.REVIEW:
            lines = [part.text for part in node.parts if not isinstance(part, Grid)]
        else:
            lines = [node.title]
            lines.extend(part.text for part in node.parts if not isinstance(part, Grid))
        for line in lines:
            folded = fold(line[:60])
            if len(line) < 80 and "giai đoạn 20" in folded and (span := period_of(folded)):
                spans.append(span)
    first: tuple[int, int] | None = None
    for span in spans:
        if first is None:
            first = span
        elif span[0] in (first[1], first[1] + 1):
            return replace(head, period=(first[0], span[1]))
    return head


def _head_issues(head: DocumentHead, frame: Frame) -> list[Issue]:
    issues = []
    if head.number is None:
        issues.append(Issue(Remark.NUMBER_MISSING, 0, 0))
    if head.issued_on is None:
        issues.append(Issue(Remark.NO_DATE, 0, 0))
    title = fold(head.title)
    if title.startswith("khai thực hiện") or title[:1] in (",", ";", ")"):
        issues.append(
            Issue(
                Remark.TITLE_DOUBTFUL,
                frame.title_start,
                frame.title_end,
                {"text": head.title[:60]},
            )
        )
    return issues


def _provisions(root: Node) -> list[Provision]:
    return [
        Provision(
            id=node.id,
            parent=node.parent.id or None if node.parent else None,
            label=node.label,
            label_raw=node.marker.label_raw if node.marker else "",
            kind=node.kind,
            heading=node.heading,
            title=node.title,
            start=node.passage.start if node.passage else 0,
            end=node.end,
        )
        for node in root.walk()
        if node.marker is not None
    ]


def parts_of(opened: Opened) -> list[Part]:
    """The repaired parts of an opened file with their offsets (for looking at the stages)."""
    parts, _ = repaired_parts(opened)
    assemble(parts)
    return parts
