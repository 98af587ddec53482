"""What can be asked about programmes, and who may see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.interface.text import search_words
from namro.programme.programmes.permissions import READ, READ_RESTRICTED

# A search is cut here: more words make the query slow and no result better.
MOST_WORDS = 12
RESTRICTED = "restricted"


def in_force(day: dt.date, path: str = "") -> Q:
    """Of versions of documents (reached over `path`), those that stand on `day`.

    The first version also stands for the days before it: for each day there is one.
    """
    begun = Q(**{f"{path}version": 1}) | Q(**{f"{path}in_force_from__lte": day})
    ended = Q(**{f"{path}in_force_until__isnull": True}) | Q(**{f"{path}in_force_until__gt": day})
    return begun & ended


class SourceQuerySet(models.QuerySet[Any]):
    """Versions of documents."""

    def in_force(self, day: dt.date) -> SourceQuerySet:
        """Those that stand on `day`: one of each programme that has a document."""
        return self.filter(in_force(day))


class ItemQuerySet(models.QuerySet[Any]):
    """Targets or deliverables, by who asks."""

    def visible_to(self, actor: Actor | None) -> ItemQuerySet:
        """What `actor` may see: nothing without a role; what is restricted, itself or with its
        programme, only who may read restricted things."""
        if not may(actor, READ):
            return self.none()
        if may(actor, READ_RESTRICTED):
            return self.all()
        restricted = self.model._meta.apps.get_model("programmes", "SourceDocument").objects.filter(
            Q(level=RESTRICTED) | Q(programme__level=RESTRICTED)
        )
        # Few identities are restricted: looking for a row's among them is cheaper than joining all.
        identities = self.model._meta.get_field("identity").related_model._default_manager.all()
        return self.exclude(identity__in=identities.filter(level=RESTRICTED).values("pk")).exclude(
            source__programme__in=restricted.values("programme")
        )


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes, by who asks, what is searched for and whether their document is there."""

    def visible_to(self, actor: Actor | None) -> ProgrammeQuerySet:
        """What `actor` may see: nothing without a role, restricted ones only who may read them."""
        if not may(actor, READ):
            return self.none()
        if may(actor, READ_RESTRICTED):
            return self.all()
        return self.exclude(level=RESTRICTED).exclude(sources__level=RESTRICTED)

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
