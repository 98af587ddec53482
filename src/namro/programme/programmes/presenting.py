"""What a programme's pages show, as plain values made from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.http import content_disposition_header

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
from namro.programme.programmes.places import address_of, name_of
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.places import Paragraph
from namro.programme.programmes.rules.text import identity_key
from namro.programme.programmes.rules.wording import TargetValues, target_in_words

# Below this the reader itself is unsure, and says so beside the item.
UNSURE = 0.7
SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the page: the row, its name there, and the address of its place in the text."""

    row: Any
    name: str
    address: str
    words: str = ""
    unsure: bool = False


@dataclass(slots=True)
class LeadGroup:
    """The deliverables that one organisation leads ("" where none is named)."""

    lead: str
    items: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Branch:
    """An outline node with those below it."""

    shown: Shown
    title: str
    children: list[Branch] = field(default_factory=list)


def content(programme: Programme, source: SourceDocument, language: Language) -> dict[str, Any]:
    """Everything the page of a programme shows of its document, in the document's order."""

    def shown(items: Iterable[Passage]) -> list[Shown]:
        return [
            Shown(item, name_of(item), address_of(item, programme.pk), *_more(item, language))
            for item in items
        ]

    deliverables = shown(Deliverable.objects.filter(source=source))
    return {
        "objectives": shown(Objective.objects.filter(source=source)),
        "targets": shown(Target.objects.filter(source=source).select_related("provision")),
        "requirements": shown(Requirement.objects.filter(source=source)),
        "deliverable_count": len(deliverables),
        "leads": by_lead(deliverables),
        "roadmap": shown(RoadmapStep.objects.filter(source=source)),
        "outline": branches(shown(Provision.objects.filter(source=source)), source.text),
        "recipients": list(source.recipients.all()),
        "issues": shown(DraftIssue.objects.filter(source=source)),
    }


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


def by_lead(deliverables: Iterable[Shown]) -> list[LeadGroup]:
    """The deliverables by lead, in the order in which leads first appear.

    Two spellings of one name (Uỷ ban, Ủy ban) are one lead, under the first spelling.
    """
    groups: dict[str, LeadGroup] = {}
    for item in deliverables:
        lead = item.row.lead_text.strip()
        groups.setdefault(identity_key(lead), LeadGroup(lead)).items.append(item)
    return list(groups.values())


def branches(nodes: Iterable[Shown], text: str) -> list[Branch]:
    """The outline as a tree; a node without a title shows the beginning of what it says."""
    roots: list[Branch] = []
    made: dict[int, Branch] = {}
    for shown in nodes:
        node = shown.row
        branch = Branch(shown, node.title or _beginning(node, text))
        made[node.pk] = branch
        above = made.get(node.parent_id)
        (roots if above is None else above.children).append(branch)
    return roots


def _beginning(node: Provision, text: str) -> str:
    """The first line of a node without its label, cut at `SNIPPET` characters."""
    line = text[node.start : node.end].lstrip().partition("\n")[0]
    line = line.removeprefix(node.label_raw).lstrip(" .)\t")
    return line if len(line) <= SNIPPET else line[: SNIPPET - 1].rstrip() + "…"


def with_anchor(paragraphs: list[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """Each paragraph, and whether it is the first one marked (which carries the anchor)."""
    first = next((index for index, each in enumerate(paragraphs) if each.marked), None)
    return [(each, index == first) for index, each in enumerate(paragraphs)]


def attachment(file_name: str) -> str:
    """The Content-Disposition header under which a file is kept, for any name."""
    return content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
