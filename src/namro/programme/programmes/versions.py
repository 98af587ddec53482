"""The versions of a programme's document: what each says, and which one a page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from namro.programme.programmes.models import Programme, SourceDocument
from namro.programme.programmes.rules import comparison
from namro.programme.programmes.rules import draft as draft_rules
from namro.programme.programmes.rules.comparison import Comparison, compare
from namro.programme.programmes.rules.matching import Entry
from namro.programme.programmes.rules.versions import Span, as_day, standing

# The word in addresses that says as of which day a page is seen.
ON = "on"


def side_of_source(source: SourceDocument) -> dict[str, list[Entry]]:
    """What the rows of one version say, ready to be compared."""
    provisions = list(source.provisions.order_by("order"))
    place = {node.pk: index for index, node in enumerate(provisions)}
    paths = {node.pk: node.path for node in provisions}

    def path(item: Any) -> str:
        return paths.get(item.provision_id, "")

    targets = list(source.targets.order_by("order"))
    order = {target.pk: target.order for target in targets}
    deliverables = list(source.deliverables.order_by("order"))
    objectives = list(source.objectives.order_by("order"))
    requirements = list(source.requirements.order_by("order"))
    steps = list(source.roadmapsteps.order_by("order"))
    own = comparison.own_texts(
        source.text,
        [(node.start, node.end) for node in provisions],
        [None if node.parent_id is None else place[node.parent_id] for node in provisions],
        [
            (item.start, item.end)
            for items in (objectives, requirements, steps, deliverables, targets)
            for item in items
        ],
    )
    return {
        "document": [comparison.head_entry(source.head)],
        "targets": [
            comparison.target_entry(
                _row(target, TARGET),
                path(target),
                None if target.part_of_id is None else target.order - order[target.part_of_id],
            )
            for target in targets
        ],
        "deliverables": [
            comparison.deliverable_entry(_row(each, DELIVERABLE), path(each))
            for each in deliverables
        ],
        "objectives": [
            comparison.labelled_entry(_row(each, LABELLED), path(each)) for each in objectives
        ],
        "requirements": [
            comparison.labelled_entry(_row(each, LABELLED), path(each)) for each in requirements
        ],
        "roadmap": [comparison.step_entry(_row(each, STEP), path(each)) for each in steps],
        "outline": [
            comparison.node_entry(_row(node, NODE), node.path, words)
            for node, words in zip(provisions, own, strict=True)
        ],
        "recipients": [
            comparison.recipient_entry(each.name) for each in source.recipients.order_by("order")
        ],
    }


# The columns of each kind of row that say something (see `rules.values`).
LABELLED = ("label", "text")
STEP = ("from_year", "to_year", "text")
NODE = ("kind", "heading", "title", "label", "label_raw")
DELIVERABLE = (
    *("group", "no", "title", "kind", "lead_text", "lead_inferred", "co_ordinating"),
    *("due_text", "product", "note"),
)
TARGET = (
    *("label", "within", "subject", "comparator", "value_low", "value_high", "unit"),
    *("due_year", "due_on", "baseline_year", "baseline_previous_year", "each_year"),
    *("lead_text", "aspiration", "qualifier", "text"),
)


def _row(item: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def compared(old: SourceDocument, new: SourceDocument) -> Comparison:
    """What happened between two versions."""
    return compare(side_of_source(old), side_of_source(new))


@dataclass(frozen=True, slots=True)
class Shown:
    """Which version a page shows, and as of which day.

    `day`: the day asked for, None where none was (or none that is a day: `unreadable`).
    `early`: on that day the document was not in force yet; its first version is shown.
    """

    programme: Programme
    source: SourceDocument | None
    versions: list[SourceDocument] = field(default_factory=list)
    day: dt.date | None = None
    unreadable: str = ""
    today: bool = True

    @property
    def early(self) -> bool:
        """Whether the version shown was not in force yet on the day asked for."""
        day = self.day or timezone.localdate()
        return bool(self.source and self.source.in_force_from and day < self.source.in_force_from)

    @property
    def told(self) -> bool:
        """Whether the page must say which version it shows."""
        return bool(self.day or self.unreadable or len(self.versions) > 1 or self.early)

    @property
    def others(self) -> list[SourceDocument]:
        """The versions that are not shown."""
        return [each for each in self.versions if each != self.source]

    @property
    def query(self) -> str:
        """What links to pages of this version carry: "on=2024-05-01", or "" for today's."""
        return f"{ON}={self.day.isoformat()}" if self.day else ""


def shown(request: HttpRequest, programme: Programme) -> Shown:
    """The version of `programme` that the request asks for (`?on=31/12/2025` or ISO 8601).

    The programme's own columns (title, date …) are set, unsaved, to what that version says.
    """
    said = request.GET.get(ON, "").replace("\0", "")[:20].strip()
    day = as_day(said) if said else None
    versions = list(programme.sources.defer("content", "text").order_by("version"))
    spans = [Span(each.in_force_from, each.in_force_until) for each in versions]
    today = timezone.localdate()
    index = standing(spans, day or today)
    source = None if index is None else versions[index]
    if source is not None:
        as_said(programme, source)
    return Shown(
        programme=programme,
        source=source,
        versions=versions,
        day=day,
        unreadable="" if day else said,
        today=index == standing(spans, today),
    )


def as_said(programme: Programme, source: SourceDocument) -> None:
    """Set the programme's columns to what one version's head says, in memory only."""
    head = source.head
    programme.kind = head.get("kind") or ""
    programme.title = head.get("title") or programme.title
    programme.place = head.get("place") or ""
    programme.signer = head.get("signer") or ""
    programme.signer_role = head.get("signer_role") or ""
    _, programme.issued_on = draft_rules.year_or_day(head.get("issued_on"))
    period = head.get("period")
    programme.period_start, programme.period_end = (
        (int(period[0]), int(period[-1])) if period else (None, None)
    )
