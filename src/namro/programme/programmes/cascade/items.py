"""The items of documents that stand in a cascade, as pages tell of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.text import sort_key
from namro.programme.programmes import presenting
from namro.programme.programmes.cascade.ends import End, Side, gives_work, rows_of
from namro.programme.programmes.models import (
    Deliverable,
    Passage,
    Programme,
    Provision,
    SourceDocument,
    Target,
)
from namro.programme.programmes.places import home_of
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.wording import target_in_words
from namro.programme.programmes.seeing import seen_by

SHORT = 240


@dataclass(frozen=True, slots=True)
class Told:
    """One item of one document: what it is, its name, its address on the programme's pages."""

    end: End
    row: Any
    label: str
    title: str
    address: str
    programme: Programme
    # A target's figure in words, a deliverable's lead and due date.
    words: str = ""

    @property
    def name(self) -> str:
        """Its label and title: "1. Quy mô kinh tế số", "(3) …"."""
        point = "." if self.label[-1:].isalnum() else ""
        return f"{self.label}{point} {self.title}".strip()


class Items:
    """The items of the documents of a cascade that one person may see, by their ends.

    Documents are those in force on `day` (None: today).
    """

    def __init__(
        self,
        actor: Actor | None,
        programmes: Iterable[Programme],
        day: dt.date | None,
        language: Language,
    ) -> None:
        self._actor, self._day, self._language = actor, day, language
        self._found: dict[tuple[int, End], Told] = {}
        self._sources: dict[int, SourceDocument] = {}
        by_key = {programme.pk: programme for programme in programmes}
        sources = SourceDocument.objects.in_force(day or timezone.localdate())
        for source in sources.filter(programme__in=by_key).defer("content"):
            self._sources[source.programme_id] = source
            for told in self._of(source, by_key[source.programme_id]):
                self._found[source.programme_id, told.end] = told

    def get(self, programme_id: int, end: End) -> Told | None:
        """The item, or None where the document does not have it or the person may not see it."""
        return self._found.get((programme_id, end))

    def to_take_up(self, programme: Programme) -> list[Told]:
        """What another document is to take up: provisions that give work, targets, deliverables."""
        source = self._sources.get(programme.pk)
        if source is None:
            return []
        wanted = {End.of(node) for node in gives_work(source.provisions.order_by("order"))}
        return [
            told
            for (key, end), told in self._found.items()
            if key == programme.pk and (end.kind != "provision" or end in wanted)
        ]

    def choices(self, programme: Programme, side: Side) -> list[Told]:
        """What may stand on a side of a pair, in the order of the document."""
        source = self._sources.get(programme.pk)
        rows = rows_of(source, side) if source is not None else []
        found = (self.get(programme.pk, End.of(row)) for row in rows)
        return [told for told in found if told is not None]

    def _of(self, source: SourceDocument, programme: Programme) -> Iterable[Told]:
        programme.day = self._day
        seen = seen_by(self._actor, source)
        rows: Sequence[Passage] = [
            *seen.rows(Provision),
            *seen.rows(Target),
            *seen.rows(Deliverable),
        ]
        for row in rows:
            yield self._told(row, seen.text, programme)

    def _told(self, row: Any, text: str, programme: Programme) -> Told:
        words = ""
        if isinstance(row, Target):
            label, title = row.label, row.subject or row.text
            words = target_in_words(presenting.values(row), self._language)
        elif isinstance(row, Deliverable):
            label, title = row.no, row.title
            words = " · ".join(part for part in (row.lead_text, row.due_text) if part.strip())
        else:
            label, title = row.path.replace("/", " / "), presenting.provision_title(row, text)
        return Told(
            end=End.of(row),
            row=row,
            label=label,
            title=title if len(title) <= SHORT else title[: SHORT - 1].rstrip() + "…",
            address=home_of(row, programme.at),
            programme=programme,
            words=words,
        )


def in_order(programmes: Iterable[Programme]) -> list[Programme]:
    """Documents by date of issue, then in Vietnamese order; those without a date last."""
    return sorted(
        programmes,
        key=lambda one: (one.issued_on or dt.date.max, one.sort_key, one.pk),
    )


def by_name(told: Iterable[Told]) -> list[Told]:
    """Items in Vietnamese order of their names."""
    return sorted(told, key=lambda one: sort_key(one.name))
