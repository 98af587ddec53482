"""Stage: outline → objectives, requirements and the steps of the roadmap."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.dates import mentions
from namro.foundation.documents.reading.draft import Item, Kind, RoadmapStep
from namro.foundation.documents.reading.headings import lines_below
from namro.foundation.documents.reading.kinds import is_general, is_purpose
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.outline import Node
from namro.foundation.documents.reading.passages import Passage
from namro.foundation.documents.reading.quantities import quantities

_STATE = re.compile(r"^(?:hiện nay|hiện có|tính đến|thời gian qua|trong những năm qua)")
_STEP = re.compile(
    r"^(?:[-+•*]\s*)?(?:(?P<each>(?:trong )?năm (?P<year>20\d\d))"
    r"|(?:từ )?(?:năm )?(?P<from>20\d\d)\s*(?:-|–|—|đến(?: hết)? năm|đến)\s*(?P<to>20\d\d)"
    r"|(?:giai đoạn|gđ)\s*(?:\d+|[ivx]+)?\s*[:(]?\s*(?:từ )?(?:năm )?(?P<pfrom>20\d\d)\s*(?:-|–"
    r"|—|đến(?: năm)?)\s*(?P<pto>20\d\d)"
    r"|từ năm (?P<afrom>20\d\d) (?:đến|tới)(?: hết)? (?:năm )?(?P<ato>20\d\d)"
    r"|từ (?:năm )?(?P<since>20\d\d) trở đi)"
)


def objectives(root: Node) -> list[Item]:
    """The items of "Mục tiêu" or "Mục tiêu chung"; without them those of "Mục đích"."""
    nodes = [node for node in root.walk() if node.heading and node.own_kind]
    general = [node for node in nodes if is_general(node)]
    if general:
        return [item for node in general for item in _items(node)]
    plain = [
        node
        for node in nodes
        if node.kind is Kind.OBJECTIVE and not is_purpose(node) and not _splits(node)
    ]
    found = [item for node in plain for item in _items(node) if _is_objective(item)]
    if found:
        return found
    purposes = [node for node in nodes if is_purpose(node)]
    return [item for node in purposes for item in _items(node)]


def requirements(root: Node) -> list[Item]:
    """The items of "Yêu cầu"."""
    return [
        item
        for node in root.walk()
        if node.heading and node.own_kind and node.kind is Kind.REQUIREMENT
        for item in _items(node)
    ]


def _splits(node: Node) -> bool:
    """Whether a part only heads parts of its own ("MỤC TIÊU" over dated targets)."""
    return any(child.heading for child in node.children)


def _is_objective(item: Item) -> bool:
    folded = fold(item.text)
    if _STATE.match(folded):
        return False
    return not (quantities(item.text) and (mentions(folded) or "%" in folded))


def _items(node: Node) -> list[Item]:
    """The items directly below a heading: numbered, dashed, or paragraphs without a mark."""
    items: list[Item] = []
    if node.body:
        items.append(Item(None, node.body, node.body_start, node.body_start + len(node.body)))
    leads_in = False
    for line in lines_below(node):
        if isinstance(line, Node):
            if line.passage is not None and not (line.heading and line.children):
                start = line.title_start
                items.append(Item(line.label, line.title, start, start + len(line.title)))
            elif line.heading:
                items.extend(_items(line))
            continue
        if not isinstance(line, Passage):
            continue
        markers = read_markers(line.text)
        bullet = bool(markers) and markers[0].style is Style.BULLET
        after = markers[0].after if markers else 0
        if bullet and items and markers[0].sign == "+" and not leads_in:
            last = items[-1]
            items[-1] = Item(last.label, last.text, last.start, line.end)
            continue
        if line.text.endswith(":") and not bullet:
            leads_in = True
            continue
        items.append(Item(None, line.text[after:], line.start + after, line.end))
    return items


def roadmap(root: Node) -> list[RoadmapStep]:
    """The steps of the parts of kind roadmap: a span of years each, with its text."""
    steps: list[RoadmapStep] = []
    for node in root.walk():
        if node.kind is not Kind.ROADMAP or not node.own_kind:
            continue
        for line in lines_below(node):
            if isinstance(line, Node):
                step = _step(line.title, line)
                if step is not None:
                    steps.append(step)
            elif isinstance(line, Passage):
                found = _span(line.text)
                if found is not None:
                    markers = read_markers(line.text)
                    after = markers[0].after if markers else 0
                    steps.append(
                        RoadmapStep(*found, line.text[after:], line.start + after, line.end)
                    )
    return steps


def _step(title: str, node: Node) -> RoadmapStep | None:
    found = _span(title)
    if found is None or node.passage is None:
        return None
    return RoadmapStep(*found, title, node.passage.start, node.end)


def _span(text: str) -> tuple[int, int] | None:
    found = _STEP.match(fold(text[:90]))
    if not found:
        return None
    for first, last in (("from", "to"), ("pfrom", "pto"), ("afrom", "ato")):
        if found[first]:
            return int(found[first]), int(found[last])
    if found["since"]:
        return int(found["since"]), int(found["since"])
    return int(found["year"]), int(found["year"])
