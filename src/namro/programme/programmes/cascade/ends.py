"""The items of a document that specify or are specified, as values and as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from namro.programme.programmes.models import (
    Deliverable,
    Passage,
    Provision,
    SourceDocument,
    SpecifiedPair,
    Target,
)
from namro.programme.programmes.rules import cascade

Side = Literal["upper", "lower"]
# What stands in forms and addresses for each kind of item.
_LETTERS = {"p": cascade.PROVISION, "t": cascade.TARGET, "d": cascade.DELIVERABLE}
_KIND_LETTERS = {kind: letter for letter, kind in _LETTERS.items()}
LONGEST_PATH = 2000


@dataclass(frozen=True, slots=True)
class End:
    """One item through all versions: a provision by its path, else the key of an identity."""

    kind: str
    key: str | int

    @classmethod
    def of(cls, row: Passage) -> End:
        """The end that a row of one version is."""
        if isinstance(row, Provision):
            return cls(cascade.PROVISION, row.path)
        if isinstance(row, Target | Deliverable):
            kind = cascade.TARGET if isinstance(row, Target) else cascade.DELIVERABLE
            return cls(kind, row.identity_id or 0)
        raise TypeError(row)

    @classmethod
    def of_pair(cls, pair: SpecifiedPair, side: Side) -> End:
        """One end of a kept pair."""
        if path := getattr(pair, f"{side}_path"):
            return cls(cascade.PROVISION, path)
        if target := getattr(pair, f"{side}_target_id"):
            return cls(cascade.TARGET, target)
        return cls(cascade.DELIVERABLE, getattr(pair, f"{side}_deliverable_id"))

    @classmethod
    def parse(cls, text: str) -> End | None:
        """The end that a form says ("t12", "pII/1"), or None."""
        kind, rest = _LETTERS.get(text[:1]), text[1:]
        if kind is None or not rest or len(rest) > LONGEST_PATH:
            return None
        if kind == cascade.PROVISION:
            return cls(kind, rest)
        return (
            cls(kind, int(rest)) if rest.isascii() and rest.isdecimal() and len(rest) < 18 else None
        )

    def __str__(self) -> str:
        return f"{_KIND_LETTERS[self.kind]}{self.key}"

    def columns(self, side: Side) -> dict[str, Any]:
        """The columns of a pair that hold this end."""
        name = {
            cascade.PROVISION: "path",
            cascade.TARGET: "target_id",
            cascade.DELIVERABLE: "deliverable_id",
        }[self.kind]
        return {f"{side}_{name}": self.key}


def gives_work(provisions: Iterable[Provision]) -> list[Provision]:
    """Of a document's outline, in its order, the provisions that others are to take up."""
    nodes = list(provisions)
    place = {node.pk: index for index, node in enumerate(nodes)}
    parts = [
        cascade.Part(node.kind, None if node.parent_id is None else place[node.parent_id])
        for node in nodes
    ]
    return [nodes[index] for index in cascade.gives_work(parts)]


def rows_of(source: SourceDocument, side: Side) -> list[Passage]:
    """The rows of a version that may stand on a side of a pair, in the order of the document.

    Of the upper document the provisions that give work; of the lower one those and what stands
    above them. Targets and deliverables on both.
    """
    outline = list(source.provisions.order_by("order"))
    provisions = gives_work(outline)
    if side == "lower":
        above = {node.pk: node for node in outline}
        wanted: set[int] = set()
        for node in provisions:
            here: Provision | None = node
            while here is not None and here.pk not in wanted:
                wanted.add(here.pk)
                here = above.get(here.parent_id or 0)
        provisions = [node for node in outline if node.pk in wanted]
    return [*provisions, *source.targets.order_by("order"), *source.deliverables.order_by("order")]
