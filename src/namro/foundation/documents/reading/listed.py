"""Stage: lists of tasks → deliverables. A task whose lead is named by a label in running text.

Plans without tables name the lead behind each task: "Cơ quan chủ trì: …; phối hợp: …; thời
gian: …", on lines of their own or at the end of the task's line. Sections that only say who
does what, without such a label, give no deliverables.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.deliverables import kind_of, split_bodies
from namro.foundation.documents.reading.draft import DeliverableDraft, Kind
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.outline import Node
from namro.foundation.documents.reading.passages import Passage

_LABEL = re.compile(
    r"(?:^|(?<=[.;(])\s*|(?<=[-+•*])\s*|^\(?)(?:"
    r"(?P<lead>(?:cơ quan|đơn vị|sở, ngành|đơn vị, cơ quan)?\s*chủ trì(?: thực hiện| tham mưu)?"
    r"|(?:cơ quan|đơn vị) (?:tham mưu|thực hiện|chịu trách nhiệm))"
    r"|(?P<co>(?:cơ quan|đơn vị)?\s*phối hợp(?: thực hiện)?)"
    r"|(?P<due>thời (?:gian|hạn)(?: thực hiện| hoàn thành| trình| ban hành)?|hoàn thành)"
    r"|(?P<product>sản phẩm(?: dự kiến| đầu ra)?|kết quả(?: đầu ra| dự kiến)?)"
    r")\s*:\s*"
)
_MARK = re.compile(r"^[-+•*]\s*")


def listed_deliverables(root: Node) -> list[DeliverableDraft]:
    """The deliverables of all lists whose tasks name their lead by a label."""
    found: list[DeliverableDraft] = []
    for node in root.walk():
        if node.kind in (Kind.REVIEW, Kind.OBJECTIVE, Kind.TARGET):
            continue
        found.extend(_of_node(node))
    return found


def _of_node(node: Node) -> list[DeliverableDraft]:
    drafts: list[DeliverableDraft] = []
    task: tuple[str, int, int] | None = None
    fields: dict[str, str] = {}
    end = 0
    number = node.label or None
    if node.passage is not None and node.style not in (Style.PART, Style.CHAPTER, Style.ROMAN):
        task, fields, end = _split(node.title, node.title_start)
    for part in node.parts:
        if not isinstance(part, Passage):
            continue
        text = _MARK.sub("", part.text)
        start = part.end - len(text)
        title, own, stop = _split(text, start)
        if not own:
            _close(drafts, task, fields, end, number, node)
            task, fields, end, number = title, {}, 0, None
            continue
        if title is not None:  # the task and its fields stand on one line
            _close(drafts, task, fields, end, number, node)
            task, fields, end, number = title, own, stop, None
        else:
            fields = {**own, **fields}
            end = stop
    _close(drafts, task, fields, end, number, node)
    return drafts


def _split(text: str, start: int) -> tuple[tuple[str, int, int] | None, dict[str, str], int]:
    """(task with its place or None, its labelled fields, where they end) of one line."""
    folded = fold(text)
    labels = list(_LABEL.finditer(folded))
    if not any(label["lead"] for label in labels):
        if labels and labels[0].start() <= 1:
            return None, _fields(text, labels), start + len(text)
        return (text.strip(), start, start + len(text)), {}, 0
    head = text[: labels[0].start()].rstrip(" (.;-")
    task = (head, start, start + len(text)) if len(head) > 12 else None
    return task, _fields(text, labels), start + len(text)


def _fields(text: str, labels: list[re.Match[str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        name = next(name for name in ("lead", "co", "due", "product") if label[name])
        fields.setdefault(name, text[label.end() : stop].strip(" .;,()"))
    return fields


def _close(
    drafts: list[DeliverableDraft],
    task: tuple[str, int, int] | None,
    fields: dict[str, str],
    end: int,
    number: str | None,
    node: Node,
) -> None:
    if task is None or not fields.get("lead"):
        return
    title, start, stop = task
    markers = read_markers(title)
    if markers:
        title = title[markers[0].after :]
    drafts.append(
        DeliverableDraft(
            group=node.parent.title if number and node.parent and node.parent.title else node.title,
            no=number,
            title=title.rstrip(" :"),
            kind=kind_of(title),
            lead=fields["lead"],
            lead_inferred=False,
            co_ordinating=tuple(split_bodies(fields.get("co", ""))),
            due=fields.get("due") or None,
            product=fields.get("product") or None,
            note=None,
            start=start,
            end=max(stop, end),
            confidence=0.8,
        )
    )
