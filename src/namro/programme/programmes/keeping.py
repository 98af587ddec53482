"""Turning a draft into rows: outline, objectives, requirements, targets, deliverables, the rest.

Part of the import action, inside its transaction; nothing else calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from django.db import models

from namro.programme.programmes.cascade.keeping import keep_citations
from namro.programme.programmes.choices import Comparator, ProvisionKind, Within
from namro.programme.programmes.leads.linking import link_leads
from namro.programme.programmes.models import (
    Clause,
    Deliverable,
    DeliverableIdentity,
    DraftIssue,
    Objective,
    Provision,
    Recipient,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Target,
    TargetIdentity,
)
from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules import values
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


# By the order of a target or deliverable in its document: the key of what it is already.
Known = Mapping[int, int]


def keep_content(
    document: SourceDocument,
    draft: AnyDraft,
    content: dict[str, Any],
    known_targets: Known | None = None,
    known_deliverables: Known | None = None,
) -> None:
    """Keep all that `content` (the draft in Vietnamese) says of `document`.

    The targets and deliverables that an earlier version has keep their identity (`known_…`).

    Raises:
        Contradiction: an item cannot be kept; the message names it.
    """
    finder = _keep_outline(document, content["outline"])
    keep = _Keeper(document, finder)
    keep.all(Objective, content["objectives"], values.labelled)
    keep.all(Requirement, content["requirements"], values.labelled)
    keep.all(RoadmapStep, content["roadmap"], values.step)
    deliverables = keep.rows(Deliverable, content["deliverables"], values.deliverable)
    made = keep.identities(DeliverableIdentity, len(deliverables), known_deliverables or {})
    for deliverable, identity in zip(deliverables, made, strict=True):
        deliverable.identity_id = identity
    Deliverable.objects.bulk_create(deliverables)
    keep.targets(content["targets"], known_targets or {})
    Recipient.objects.bulk_create(
        Recipient(source=document, order=order, name=storable(name))
        for order, name in enumerate(content["document"].get("recipients") or [])
    )
    _keep_issues(document, draft, content["issues"])
    keep_citations(document)
    link_leads(document)


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
        self, model: type[C], items: Sequence[Item], said: Callable[[Item], dict[str, Any]]
    ) -> None:
        """Keep each item in its order."""
        manager: models.Manager[C] = model._default_manager
        manager.bulk_create(self.rows(model, items, said))

    def rows(
        self, model: type[C], items: Sequence[Item], said: Callable[[Item], dict[str, Any]]
    ) -> list[C]:
        """The rows of the items in their order; not yet saved."""
        return [self.row(model, order, item, said(item)) for order, item in enumerate(items)]

    def identities(
        self, model: type[TargetIdentity | DeliverableIdentity], count: int, known: Known
    ) -> list[int]:
        """For each of `count` items the key of its identity: a known one, else a new one."""
        manager: models.Manager[Any] = model._default_manager
        new = iter(
            manager.bulk_create(
                model(programme_id=self.document.programme_id)
                for order in range(count)
                if order not in known
            )
        )
        return [known[order] if order in known else next(new).pk for order in range(count)]

    def targets(self, items: Sequence[Item], known: Known) -> None:
        """Keep the targets; those that are part of another come after it."""
        rows: list[Target] = []
        for order, item in enumerate(items):
            try:
                said = _target(order, item)
            except Contradiction as problem:
                raise Contradiction(f"targets[{order}]: {problem}") from problem
            rows.append(self.row(Target, order, item, said))
        for row, identity in zip(
            rows, self.identities(TargetIdentity, len(rows), known), strict=True
        ):
            row.identity_id = identity
        waiting = {order: values.whole_of(order, items) for order in range(len(items))}
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


def _target(order: int, item: Item) -> dict[str, Any]:
    """A target's values; where it stands and how it compares must be known words."""
    _choice("targets", order, item["within"], Within)
    _choice("targets", order, item["comparator"], Comparator)
    return values.target(item)


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
