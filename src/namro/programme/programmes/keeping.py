"""Turning a draft into rows: outline, objectives, requirements, targets, deliverables, the rest.

Part of the import action, inside its transaction; nothing else calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from django.db import models

from namro.programme.programmes.choices import Comparator, ProvisionKind, Within
from namro.programme.programmes.models import (
    Clause,
    Deliverable,
    DraftIssue,
    Objective,
    Provision,
    Recipient,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Target,
)
from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules.draft import Contradiction, storable

C = TypeVar("C", bound=Clause)
Item = Mapping[str, Any]


class AnyDraft(Protocol):
    """What reading yields, as far as keeping it needs: the text and the JSON of the draft."""

    @property
    def text(self) -> str: ...

    @property
    def issues(self) -> Sequence[Any]: ...

    def as_dict(self, language: str = "vi") -> dict[str, Any]: ...


def keep_content(document: SourceDocument, draft: AnyDraft, content: dict[str, Any]) -> None:
    """Keep all that `content` (the draft in Vietnamese) says of `document`.

    Raises:
        Contradiction: an item cannot be kept; the message names it.
    """
    finder = _keep_outline(document, content["outline"])
    keep = _Keeper(document, finder)
    keep.all(Objective, content["objectives"], _labelled)
    keep.all(Requirement, content["requirements"], _labelled)
    keep.all(RoadmapStep, content["roadmap"], _step)
    keep.all(Deliverable, content["deliverables"], _deliverable)
    keep.targets(content["targets"])
    Recipient.objects.bulk_create(
        Recipient(source=document, order=order, name=storable(name))
        for order, name in enumerate(content["document"].get("recipients") or [])
    )
    _keep_issues(document, draft, content["issues"])


Finder = Callable[[int], Provision | None]


def _keep_outline(document: SourceDocument, outline: Sequence[Item]) -> Finder:
    """Keep the outline, and return what finds the innermost node over an offset."""
    try:
        nodes = rules.tree(outline)
    except Contradiction as problem:
        raise Contradiction(f"outline: {problem}") from problem
    spans = [_span("outline", index, item, document) for index, item in enumerate(outline)]
    kept: list[Provision] = []
    for index, (item, node, (start, end)) in enumerate(zip(outline, nodes, spans, strict=True)):
        kept.append(
            Provision(
                source=document,
                order=index,
                start=start,
                end=end,
                depth=node.depth,
                path=node.path,
                label=storable(item.get("label")),
                label_raw=storable(item.get("label_raw")),
                kind=_choice("outline", index, item["kind"], ProvisionKind),
                heading=bool(item["heading"]),
                title=storable(item.get("title")),
            )
        )
    # Parents before children: a child needs its parent's key.
    for depth in range(max((node.depth for node in nodes), default=-1) + 1):
        level = [index for index, node in enumerate(nodes) if node.depth == depth]
        for index in level:
            above = nodes[index].parent
            kept[index].parent = None if above is None else kept[above]
        Provision.objects.bulk_create([kept[index] for index in level])
    innermost = rules.innermost(spans, [node.parent for node in nodes])

    def find(offset: int) -> Provision | None:
        index = innermost(offset)
        return None if index is None else kept[index]

    return find


class _Keeper:
    """Keeps lists of items of one document."""

    def __init__(self, document: SourceDocument, find: Finder) -> None:
        self.document, self.find = document, find

    def row(self, model: type[C], order: int, item: Item, values: dict[str, Any]) -> C:
        """One row of `model` with its place and the provision it stands in; not yet saved."""
        start, end = _span(model.__name__.lower() + "s", order, item, self.document)
        return model(
            source=self.document,
            order=order,
            start=start,
            end=end,
            provision=self.find(start),
            **values,
        )

    def all(
        self, model: type[C], items: Sequence[Item], values: Callable[[Item], dict[str, Any]]
    ) -> None:
        """Keep each item in its order."""
        manager: models.Manager[C] = model._default_manager
        manager.bulk_create(
            [self.row(model, order, item, values(item)) for order, item in enumerate(items)]
        )

    def targets(self, items: Sequence[Item]) -> None:
        """Keep the targets; those that are part of another come after it."""
        rows: list[Target] = []
        for order, item in enumerate(items):
            try:
                values = _target(order, item)
            except Contradiction as problem:
                raise Contradiction(f"targets[{order}]: {problem}") from problem
            rows.append(self.row(Target, order, item, values))
        waiting = {order: _whole(order, items) for order in range(len(items))}
        saved: set[int] = set()
        while waiting:
            ready = [o for o, whole in waiting.items() if whole is None or whole in saved]
            if not ready:
                raise Contradiction(f"targets {sorted(waiting)} are parts of one another")
            for order in ready:
                whole = waiting.pop(order)
                rows[order].part_of = None if whole is None else rows[whole]
            Target.objects.bulk_create([rows[order] for order in ready])
            saved.update(ready)


def _whole(order: int, items: Sequence[Item]) -> int | None:
    """The index of the target that this one is part of, from its index or its label."""
    said = items[order].get("part_of")
    if said is None or said == "":
        return None
    if isinstance(said, int) and 0 <= said < len(items):
        return said
    for before in range(order - 1, -1, -1):
        if items[before].get("label") == said:
            return before
    return None


def _labelled(item: Item) -> dict[str, Any]:
    return {"label": storable(item.get("label")), "text": storable(item["text"])}


def _step(item: Item) -> dict[str, Any]:
    return {
        "from_year": item.get("from"),
        "to_year": item.get("to"),
        "text": storable(item["text"]),
    }


def _deliverable(item: Item) -> dict[str, Any]:
    return {
        "group": storable(item.get("group")),
        "no": storable(item.get("no")),
        "title": storable(item["title"]),
        "kind": storable(item.get("kind")),
        "lead_text": storable(item.get("lead")),
        "lead_inferred": bool(item.get("lead_inferred")),
        "co_ordinating": [storable(name) for name in item.get("co_ordinating") or []],
        "due_text": storable(item.get("due")),
        "product": storable(item.get("product")),
        "note": storable(item.get("note")),
        "confidence": round(rules.figure(item.get("confidence", 1)), 3),
    }


def _target(order: int, item: Item) -> dict[str, Any]:
    low, high = rules.value_range(item.get("value"))
    due_year, due_on = rules.year_or_day(item.get("due"))
    baseline_year, baseline_previous_year = rules.baseline(item.get("baseline"))
    return {
        "label": storable(item.get("label")),
        "within": _choice("targets", order, item["within"], Within),
        "subject": storable(item.get("subject")),
        "comparator": _choice("targets", order, item["comparator"], Comparator),
        "value_low": low,
        "value_high": high,
        "unit": storable(item.get("unit")),
        "due_year": due_year,
        "due_on": due_on,
        "baseline_year": baseline_year,
        "baseline_previous_year": baseline_previous_year,
        "each_year": bool(item.get("each_year")),
        "lead_text": storable(item.get("lead")),
        "aspiration": bool(item.get("aspiration")),
        "qualifier": storable(item.get("qualifier")),
        "text": storable(item["text"]),
        "confidence": round(rules.figure(item["confidence"]), 3),
    }


def _keep_issues(document: SourceDocument, draft: AnyDraft, issues: Sequence[Item]) -> None:
    """Keep what a person should look at, worded in both languages."""
    english = draft.as_dict("en")["issues"]
    rows = []
    for order, (item, translated) in enumerate(zip(issues, english, strict=True)):
        start, end = _span("issues", order, item, document)
        # The reader's own values, so that a message can be worded anew.
        values: Mapping[str, object] = draft.issues[order].values
        rows.append(
            DraftIssue(
                source=document,
                order=order,
                start=start,
                end=end,
                code=str(item["code"]),
                params={storable(key): storable(value) for key, value in values.items()},
                message_vi=storable(item["message"]),
                message_en=storable(translated["message"]),
            )
        )
    DraftIssue.objects.bulk_create(rows)


def _span(what: str, index: int, item: Item, document: SourceDocument) -> tuple[int, int]:
    try:
        return rules.span(item, len(document.text))
    except Contradiction as problem:
        raise Contradiction(f"{what}[{index}]: {problem}") from problem


def _choice(what: str, index: int, value: object, choices: type[models.TextChoices]) -> str:
    if str(value) not in choices.values:
        raise Contradiction(f"{what}[{index}]: {value!r} is not one of {choices.values}")
    return str(value)
