"""What a programme's pages show, as plain values made from its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.programme.programmes import picturing, tables
from namro.programme.programmes.choices import Within
from namro.programme.programmes.leads.standing import attach
from namro.programme.programmes.models import (
    Deliverable,
    DraftIssue,
    Objective,
    Passage,
    Programme,
    Provision,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Target,
)
from namro.programme.programmes.places import addresses, book_address, name_of
from namro.programme.programmes.rules import levels, redaction
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.places import Paragraph
from namro.programme.programmes.rules.wording import TargetValues, target_in_words
from namro.programme.programmes.seeing import Seen, label, seen_by

# Below this the reader itself is unsure, and says so beside the item.
UNSURE = 0.7
SNIPPET = 160
# Targets shown as cards on the programme's page; all of them are in the table of targets.
CARDS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the page: the row, its name there, and the address of its place in the text."""

    row: Any
    name: str
    address: str
    words: str = ""
    unsure: bool = False
    # Its level, where it is not its programme's.
    level: str = ""


@dataclass(slots=True)
class Branch:
    """An outline node with those below it."""

    shown: Shown
    title: str
    children: list[Branch] = field(default_factory=list)
    open: bool = False
    current: bool = False


def deliverables(
    source: SourceDocument, user: Actor | None, day: dt.date | None = None
) -> list[Deliverable]:
    """The deliverables of a document that `user` may see, in its order, with who leads them now."""
    rows = seen_by(user, source).rows(Deliverable)
    attach(rows, source.programme, source, timezone.localdate() if day is None else day)
    return rows


def targets(source: SourceDocument, user: Actor | None, day: dt.date | None = None) -> list[Target]:
    """The targets of a document that `user` may see, in its order, with where they stand."""
    rows = seen_by(user, source).rows(Target, "provision")
    attach(rows, source.programme, source, timezone.localdate() if day is None else day)
    return rows


def shown(items: Iterable[Passage], programme: Programme, language: Language) -> list[Shown]:
    """Each item with its words, its name, and the address of its place in the text."""
    address_of = addresses(programme.at)
    return [
        Shown(
            item,
            name_of(item),
            address_of(item),
            *_more(item, language),
            level=_own_level(item, programme),
        )
        for item in items
    ]


def content(
    programme: Programme,
    seen: Seen,
    language: Language,
    said: QueryDict,
) -> dict[str, Any]:
    """Everything the page of a programme shows of its document, as `said` in its address."""
    rows = seen.rows(Deliverable)
    attach(rows, programme, seen.source, programme.day or timezone.localdate())
    wanted = seen.rows(Target)
    steps = seen.rows(RoadmapStep)
    table = tables.table(tables.DELIVERABLE_TABLE, rows, said)
    first = [row for row in wanted if row.within == Within.TARGETS] or wanted
    return {
        "table": table,
        "guessed": guessed(rows),
        "rows": shown(table.page, programme, language),
        "stack": picturing.leads(rows),
        "line": picturing.line(programme, steps, rows, wanted),
        "cards": shown(first[:CARDS], programme, language),
        "target_count": len(wanted),
        "objectives": shown(seen.rows(Objective), programme, language),
        "requirements": shown(seen.rows(Requirement), programme, language),
        "recipients": list(seen.source.recipients.all()),
        "issues": shown(seen.rows(DraftIssue), programme, language),
        "withheld": seen.withheld,
    }


def guessed(rows: Iterable[Deliverable | Target]) -> int:
    """How many rows are filtered by a block told from a name alone."""
    return sum(row.led is not None and row.led.guessed for row in rows)


def _own_level(item: Passage, programme: Programme) -> str:
    """The level of a target or a deliverable where it is higher than its programme's, else ""."""
    if not isinstance(item, Target | Deliverable) or item.identity is None:
        return ""
    level = levels.effective(programme.level, item.identity.level)
    return "" if level == programme.level else level


def _more(item: Passage, language: Language) -> tuple[str, bool]:
    """An item's words and whether the reader is unsure of it."""
    if isinstance(item, Target):
        return target_in_words(values(item), language), item.confidence < UNSURE
    if isinstance(item, Deliverable):
        return "", item.confidence < UNSURE
    if isinstance(item, DraftIssue):
        return item.message_en if language == "en" else item.message_vi, False
    return "", False


def values(target: Target) -> TargetValues:
    """A target's typed values, as the wording takes them."""
    return TargetValues(
        comparator=target.comparator,
        low=target.value_low,
        high=target.value_high,
        unit=target.unit,
        due=target.due_on or target.due_year,
        baseline_year=target.baseline_year,
        from_previous_year=target.baseline_previous_year,
        each_year=target.each_year,
        aspiration=target.aspiration,
        qualifier=target.qualifier,
    )


def shown_nodes(nodes: Iterable[Provision], programme: Programme) -> list[Shown]:
    """Outline nodes with their places in the book."""
    return [Shown(node, name_of(node), book_address(node, programme.at)) for node in nodes]


def branches(nodes: Iterable[Shown], text: str, current: Provision | None = None) -> list[Branch]:
    """The headings of an outline as a tree, open down to `current`.

    Nodes that head nothing stay out, unless no node heads anything.
    """
    listed = list(nodes)
    if any(each.row.heading for each in listed):
        listed = [each for each in listed if each.row.heading]
    roots: list[Branch] = []
    made: dict[int, Branch] = {}
    for each in listed:
        node = each.row
        branch = Branch(each, provision_title(node, text))
        made[node.pk] = branch
        above = made.get(node.parent_id)
        (roots if above is None else above.children).append(branch)
    if current is not None and current.pk in made:
        made[current.pk].current = True
        parents = {each.row.pk: each.row.parent_id for each in listed}
        at: int | None = current.pk
        while at in made:
            made[at].open = True
            at = parents[at]
    return roots


def provision_title(node: Provision, text: str) -> str:
    """The title of an outline node, or the beginning of what it says in `text`, as it is seen."""
    if node.title:
        return node.title
    line = text[node.start : min(node.end, node.start + 1000)].lstrip().partition("\n")[0]
    line = redaction.said(line.removeprefix(node.label_raw).lstrip(" .)\t"), label())
    return line if len(line) <= SNIPPET else line[: SNIPPET - 1].rstrip() + "…"


def with_anchor(paragraphs: list[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Each paragraph, and whether it is the first one marked (which carries the anchor)."""
    first = next((index for index, each in enumerate(paragraphs) if each.marked), None)
    return [(each, index == first) for index, each in enumerate(paragraphs)]
