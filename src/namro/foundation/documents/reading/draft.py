"""The programme draft: what reading a document yields, as typed values.

The JSON of `Draft.as_dict` is the contract with the import and with `namro read --json`.
Offsets are character offsets into `Draft.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from namro.foundation.documents.reading.issues import Issue


class Kind(StrEnum):
    """What a part of the outline is."""

    PART = "part"
    SECTION = "section"
    CHAPTER = "chapter"
    ARTICLE = "article"
    OBJECTIVE = "objective"
    TARGET = "target"
    REQUIREMENT = "requirement"
    TASK = "task"
    ORGANISATION = "organisation"
    ROADMAP = "roadmap"
    REVIEW = "review"
    APPENDIX = "appendix"
    OTHER = "other"


class Comparator(StrEnum):
    """How a value is to be reached (glossary and standards.md §2.3)."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    BETWEEN = "between"
    REACH = "reach"
    INCREASE = "increase"
    INCREASE_AT_LEAST = "increase_at_least"
    REDUCE = "reduce"
    REDUCE_AT_LEAST = "reduce_at_least"
    IMPROVE_RANK_AT_LEAST = "improve_rank_at_least"
    RANK_WITHIN = "rank_within"
    QUALITATIVE = "qualitative"

    @property
    def is_change(self) -> bool:
        """Whether it asks for a change against a baseline and not for a level."""
        return self in _CHANGES

    @property
    def is_rank(self) -> bool:
        """Whether the figures are ranks, of which 1 is the best."""
        return self in (Comparator.IMPROVE_RANK_AT_LEAST, Comparator.RANK_WITHIN)


_CHANGES = frozenset(
    {
        Comparator.INCREASE,
        Comparator.INCREASE_AT_LEAST,
        Comparator.REDUCE,
        Comparator.REDUCE_AT_LEAST,
        Comparator.IMPROVE_RANK_AT_LEAST,
    }
)


Number = int | float
Value = Number | tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What identifies the document; None where the text does not say it."""

    kind: str | None = None
    number: str | None = None
    title: str = ""
    issuer: str | None = None
    issued_on: str | None = None
    place: str | None = None
    signer: str | None = None
    signer_role: str | None = None
    period: tuple[int, int] | None = None
    recipients: tuple[str, ...] = ()


@dataclass(slots=True)
class Provision:
    """A node of the outline; `id` is the path of labels, unique in the document.

    `text` up to `end` is the node's own line and everything below it.
    """

    id: str
    parent: str | None
    label: str
    label_raw: str
    kind: Kind
    heading: bool
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """An objective or a requirement."""

    label: str | None
    text: str
    start: int
    end: int


@dataclass(slots=True)
class TargetDraft:
    """One quantity that is to be reached, as the document states it."""

    label: str | None
    within: str
    subject: str
    comparator: Comparator
    value: Value | None
    unit: str | None
    due: int | str | None
    baseline: int | str | None
    each_year: bool
    lead: str | None
    aspiration: bool
    qualifier: str | None
    part_of: int | None
    text: str
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class DeliverableDraft:
    """One row that gives a task or a product to a lead organisation."""

    group: str | None
    no: str | None
    title: str
    kind: str | None
    lead: str | None
    lead_inferred: bool
    co_ordinating: tuple[str, ...]
    due: str | None
    product: str | None
    note: str | None
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RoadmapStep:
    """A span of years and what is to happen in it."""

    from_year: int
    to_year: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything read from one document."""

    text: str
    format: str
    sha256: str
    document: DocumentHead
    outline: list[Provision] = field(default_factory=list)
    objectives: list[Item] = field(default_factory=list)
    requirements: list[Item] = field(default_factory=list)
    targets: list[TargetDraft] = field(default_factory=list)
    deliverables: list[DeliverableDraft] = field(default_factory=list)
    roadmap: list[RoadmapStep] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def as_dict(self, language: str = "vi") -> dict[str, Any]:
        """The draft as plain JSON values; messages of issues in `language` ("vi" or "en")."""
        head = self.document
        return {
            "document": {
                "kind": head.kind,
                "number": head.number,
                "title": head.title,
                "issuer": head.issuer,
                "issued_on": head.issued_on,
                "place": head.place,
                "signer": head.signer,
                "signer_role": head.signer_role,
                "period": list(head.period) if head.period else None,
                "recipients": list(head.recipients),
            },
            "outline": [
                {
                    "id": node.id,
                    "parent": node.parent,
                    "label": node.label,
                    "label_raw": node.label_raw,
                    "kind": node.kind.value,
                    "heading": node.heading,
                    "title": node.title,
                    "start": node.start,
                    "end": node.end,
                }
                for node in self.outline
            ],
            "objectives": [_item(item) for item in self.objectives],
            "requirements": [_item(item) for item in self.requirements],
            "targets": [_target(target) for target in self.targets],
            "deliverables": [_deliverable(row) for row in self.deliverables],
            "roadmap": [
                {
                    "from": step.from_year,
                    "to": step.to_year,
                    "text": step.text,
                    "start": step.start,
                    "end": step.end,
                }
                for step in self.roadmap
            ],
            "issues": [
                {
                    "code": issue.code.value,
                    "message": issue.message(language),
                    "start": issue.start,
                    "end": issue.end,
                }
                for issue in self.issues
            ],
        }


def _item(item: Item) -> dict[str, Any]:
    return {"label": item.label, "text": item.text, "start": item.start, "end": item.end}


def _target(target: TargetDraft) -> dict[str, Any]:
    value = target.value
    return {
        "label": target.label,
        "within": target.within,
        "subject": target.subject,
        "comparator": target.comparator.value,
        "value": list(value) if isinstance(value, tuple) else value,
        "unit": target.unit,
        "due": target.due,
        "baseline": target.baseline,
        "each_year": target.each_year,
        "lead": target.lead,
        "aspiration": target.aspiration,
        "qualifier": target.qualifier,
        "part_of": target.part_of,
        "text": target.text,
        "start": target.start,
        "end": target.end,
        "confidence": target.confidence,
    }


def _deliverable(row: DeliverableDraft) -> dict[str, Any]:
    return {
        "group": row.group,
        "no": row.no,
        "title": row.title,
        "kind": row.kind,
        "lead": row.lead,
        "lead_inferred": row.lead_inferred,
        "co_ordinating": list(row.co_ordinating),
        "due": row.due,
        "product": row.product,
        "note": row.note,
        "start": row.start,
        "end": row.end,
        "confidence": row.confidence,
    }
