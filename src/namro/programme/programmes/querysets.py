"""What can be asked about programmes, and who may see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import Reach, reach
from namro.foundation.accounts.scopes import ScopeKind
from namro.foundation.interface.text import search_words
from namro.programme.programmes.permissions import READ, READ_RESTRICTED

# A search is cut here: more words make the query slow and no result better.
MOST_WORDS = 12
PUBLIC, RESTRICTED = "public", "restricted"


@dataclass(frozen=True, slots=True)
class Readable:
    """What a person may read: all that is not restricted, or what is public; and of these
    programmes (keys) more than that."""

    internal: bool
    everything: bool
    # Internal ones among these too, restricted ones among these too.
    own: list[int]
    own_restricted: list[int]


def readable(actor: Actor | None) -> Readable | None:
    """What `actor` may read; None: nothing at all."""
    read, restricted = reach(actor, READ), reach(actor, READ_RESTRICTED)
    if not read:
        return None
    return Readable(
        # A role at a unit reads what is internal; one over a programme, that programme.
        internal=read.everywhere or bool(read.of(ScopeKind.UNIT)),
        everything=restricted.everywhere,
        own=_keys(read),
        own_restricted=_keys(restricted),
    )


def _keys(found: Reach) -> list[int]:
    return sorted(int(key) for key in found.of(ScopeKind.PROGRAMME) if key.isdecimal())


def in_force(day: dt.date, path: str = "") -> Q:
    """Of versions of documents (reached over `path`), those that stand on `day`.

    The first version also stands for the days before it: for each day there is one.
    """
    begun = Q(**{f"{path}version": 1}) | Q(**{f"{path}in_force_from__lte": day})
    ended = Q(**{f"{path}in_force_until__isnull": True}) | Q(**{f"{path}in_force_until__gt": day})
    return begun & ended


def _visible(may_read: Readable) -> Q:
    """Of programmes those that are seen, by the level of each and of its versions."""
    from namro.programme.programmes.models import SourceDocument

    def some(*levels: str) -> Exists:
        versions = SourceDocument.objects.filter(programme=OuterRef("pk"), level__in=levels)
        return Exists(versions.order_by())

    seen = Q(pk__in=may_read.own_restricted)
    internal = ~Q(level=RESTRICTED) & ~Q(some(RESTRICTED))
    if may_read.internal:
        return seen | internal
    public = Q(level=PUBLIC) & ~Q(some("internal", RESTRICTED))
    return seen | public | (Q(pk__in=may_read.own) & internal)


class SourceQuerySet(models.QuerySet[Any]):
    """Versions of documents."""

    def in_force(self, day: dt.date) -> SourceQuerySet:
        """Those that stand on `day`: one of each programme that has a document."""
        return self.filter(in_force(day))


class ItemQuerySet(models.QuerySet[Any]):
    """Targets or deliverables, by who asks."""

    def visible_to(self, actor: Actor | None) -> ItemQuerySet:
        """What `actor` may see: nothing without a role; what is restricted, itself or with its
        programme, only who may read restricted things there."""
        may_read = readable(actor)
        if may_read is None:
            return self.none()
        if may_read.everything:
            return self.all()
        if not may_read.internal:
            return self._of_scope(may_read)
        restricted = self.model._meta.apps.get_model("programmes", "SourceDocument").objects.filter(
            Q(level=RESTRICTED) | Q(programme__level=RESTRICTED)
        )
        # Few identities are restricted: looking for a row's among them is cheaper than joining all.
        identities = self.model._meta.get_field("identity").related_model._default_manager.all()
        seen = ~Q(identity__in=identities.filter(level=RESTRICTED).values("pk")) & ~Q(
            source__programme__in=restricted.values("programme")
        )
        if may_read.own_restricted:
            seen |= Q(source__programme__in=may_read.own_restricted)
        return self.filter(seen)

    def _of_scope(self, may_read: Readable) -> ItemQuerySet:
        """For who reads programmes of their own and public ones: what of them is seen."""
        programmes = self.model._meta.apps.get_model("programmes", "Programme").objects
        seen = programmes.filter(_visible(may_read)).order_by().values("pk")
        return self.filter(
            Q(source__programme__in=seen)
            & (~Q(identity__level=RESTRICTED) | Q(source__programme__in=may_read.own_restricted))
        )


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes, by who asks, what is searched for and whether their document is there."""

    def visible_to(self, actor: Actor | None) -> ProgrammeQuerySet:
        """What `actor` may see: nothing without a role, restricted ones only who may read them;
        who holds a role over one programme, that one and public ones."""
        may_read = readable(actor)
        if may_read is None:
            return self.none()
        if may_read.everything:
            return self.all()
        if may_read.internal and not may_read.own_restricted:
            return self.exclude(level=RESTRICTED).exclude(sources__level=RESTRICTED)
        return self.filter(_visible(may_read))

    def matching(self, words: str) -> ProgrammeQuerySet:
        """Those whose number, title or issuer holds every word, with or without marks."""
        found: ProgrammeQuerySet = self
        for word in search_words(words)[:MOST_WORDS]:
            found = found.filter(search_text__contains=word)
        return found

    def with_document(self) -> ProgrammeQuerySet:
        """Those whose document has been imported."""
        found: ProgrammeQuerySet = self.filter(sources__isnull=False).distinct()
        return found

    def issued_by(self, day: dt.date | None) -> ProgrammeQuerySet:
        """Those that were issued by `day` or on a day that is not known (None: all)."""
        if day is None:
            return self
        return self.filter(Q(issued_on__isnull=True) | Q(issued_on__lte=day))

    def in_order(self) -> ProgrammeQuerySet:
        """By issuer and number, in Vietnamese order."""
        return self.order_by("sort_key", "pk")
