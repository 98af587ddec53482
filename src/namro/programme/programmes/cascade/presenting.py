"""What the pages of the cascade show, as plain values."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from namro.foundation.accounts.operators import Actor
from namro.foundation.documents.checking.alike import organisation_key
from namro.foundation.documents.checking.clarity import leads_in
from namro.programme.programmes import presenting
from namro.programme.programmes.cascade.ends import End
from namro.programme.programmes.cascade.items import Items, Told, in_order
from namro.programme.programmes.cascade.querysets import confirmed
from namro.programme.programmes.models import (
    Deliverable,
    Programme,
    Specification,
    SpecifiedPair,
    Target,
)
from namro.programme.programmes.rules import cascade
from namro.programme.programmes.rules.agreeing import (
    Difference,
    deliverable_differences,
    target_differences,
)
from namro.programme.programmes.rules.numbers import Language

# A pair that only the likeness of words proposes counts as the same figure from here on.
SURE = 0.8


@dataclass(frozen=True, slots=True)
class Answer:
    """An item below that specifies an item, and whether a person confirmed it."""

    told: Told
    status: str
    likeness: Any


@dataclass(frozen=True, slots=True)
class Taken:
    """An item of the document and what became of it below."""

    told: Told
    standing: str
    answers: tuple[Answer, ...]

    @property
    def kind(self) -> str:
        """provision, target or deliverable."""
        return self.told.end.kind


@dataclass(frozen=True, slots=True)
class Differing:
    """What a document below says differently of a target or a deliverable."""

    upper: Told
    lower: Told
    status: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """What the documents that specify a programme make of it."""

    taken: list[Taken]
    differing: list[Differing]
    documents: list[Programme]


@dataclass(frozen=True, slots=True)
class Bar:
    """Of the items of one kind: how many were taken up, perhaps, and by nobody."""

    kind: str
    taken_up: int
    proposed: int
    nobody: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.taken_up + self.proposed + self.nobody


def bars(seen: Below) -> list[Bar]:
    """One bar for each kind of item that the document has."""
    found = []
    for kind in cascade.KINDS:
        counted = Counter(each.standing for each in seen.taken if each.kind == kind)
        found.append(
            Bar(
                kind,
                counted[cascade.TAKEN_UP],
                counted[cascade.PROPOSED],
                counted[cascade.NOBODY],
            )
        )
    return [bar for bar in found if bar.all]


def below(actor: Actor | None, programme: Programme, language: Language) -> Below:
    """Which items of `programme` the documents below it took up, and where they differ."""
    standing = list(confirmed(actor, programme.day).filter(upper=programme).select_related("lower"))
    lowers = in_order(each.lower for each in standing)
    items = Items(actor, [programme, *lowers], programme.day, language)
    lower_of = {each.pk: each.lower for each in standing}
    answers: defaultdict[End, list[Answer]] = defaultdict(list)
    differing: list[Differing] = []
    for pair in SpecifiedPair.objects.filter(specification__in=standing).exclude(status="rejected"):
        upper = items.get(programme.pk, End.of_pair(pair, "upper"))
        lower = items.get(lower_of[pair.specification_id].pk, End.of_pair(pair, "lower"))
        if upper is None or lower is None:
            continue
        answers[upper.end].append(Answer(lower, pair.status, pair.likeness))
        compared = pair.status == "confirmed" or (pair.likeness or 0) >= SURE
        if compared and (found := differences(upper, lower)):
            differing.append(Differing(upper, lower, pair.status, tuple(found)))
    taken = list(_taken(items, programme, answers))
    order = {each.told.end: index for index, each in enumerate(taken)}
    differing.sort(key=lambda one: (order.get(one.upper.end, -1), one.lower.programme.sort_key))
    return Below(taken, differing, lowers)


def _taken(items: Items, programme: Programme, answers: dict[End, list[Answer]]) -> Iterator[Taken]:
    """Each item to take up; who takes up a section takes up the provisions under it."""
    for told in items.to_take_up(programme):
        found = list(answers.get(told.end, ()))
        if told.end.kind == cascade.PROVISION:
            path = str(told.end.key)
            while "/" in path:
                path = path.rpartition("/")[0]
                found += answers.get(End(cascade.PROVISION, path), ())
        yield Taken(told, cascade.standing(each.status for each in found), tuple(found))


def differences(upper: Told, lower: Told) -> list[Difference]:
    """In what two items that answer to one another differ."""
    if isinstance(upper.row, Target) and isinstance(lower.row, Target):
        return target_differences(presenting.values(upper.row), presenting.values(lower.row))
    if isinstance(upper.row, Deliverable) and isinstance(lower.row, Deliverable):
        return deliverable_differences(
            upper.row.lead_text, upper.row.due_text, lower.row.lead_text, lower.row.due_text
        )
    return []


@dataclass(frozen=True, slots=True)
class Issued:
    """An organisation that leads something here, and the documents it has issued below."""

    organisation: str
    deliverables: int
    targets: int
    documents: tuple[Programme, ...]

    @property
    def leads(self) -> int:
        """How much it leads here."""
        return self.deliverables + self.targets


def who_issued(
    deliverables: Iterable[Deliverable], targets: Iterable[Target], lowers: Sequence[Programme]
) -> list[Issued]:
    """For each organisation that leads something, and each that issued a document below: what.

    Organisations are told apart by their names, abbreviated or not (`organisation_key`).
    """
    names: dict[str, str] = {}
    leading: dict[str, Counter[str]] = {"deliverable": Counter(), "target": Counter()}
    for kind, rows in (("deliverable", deliverables), ("target", targets)):
        for row in rows:
            for name in leads_in(row.lead_text):
                key = organisation_key(name)
                names.setdefault(key, name.strip())
                leading[kind][key] += 1
    issued: defaultdict[str, list[Programme]] = defaultdict(list)
    for lower in lowers:
        key = organisation_key(lower.issuer)
        names.setdefault(key, lower.issuer)
        issued[key].append(lower)
    found = [
        Issued(
            name,
            leading["deliverable"][key],
            leading["target"][key],
            tuple(in_order(issued[key])),
        )
        for key, name in names.items()
    ]
    # Who leads most comes first; among equals those who have issued nothing yet.
    return sorted(found, key=lambda one: (-one.leads, bool(one.documents)))


@dataclass(frozen=True, slots=True)
class Paired:
    """A pair of items of two documents, to be decided."""

    pair: SpecifiedPair
    upper: Told
    lower: Told
    differences: tuple[Difference, ...]


def pairs(
    actor: Actor | None, specification: Specification, day: dt.date | None, language: Language
) -> tuple[list[Paired], Items, int]:
    """The pairs of a specification, the items of both documents, and how many pairs have an end
    that is in the documents of that day no more."""
    items = Items(actor, [specification.upper, specification.lower], day, language)
    found, gone = [], 0
    for pair in specification.pairs.all():
        upper = items.get(specification.upper_id, End.of_pair(pair, "upper"))
        lower = items.get(specification.lower_id, End.of_pair(pair, "lower"))
        if upper is None or lower is None:
            gone += 1
            continue
        found.append(Paired(pair, upper, lower, tuple(differences(upper, lower))))
    place = {told.end: n for n, told in enumerate(items.choices(specification.upper, "upper"))}
    found.sort(key=lambda one: (place.get(one.upper.end, 0), one.pair.pk))
    return found, items, gone
