"""What can be asked of the cascade: what stands, and what a citation seems to mean."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.programme.programmes.models import (
    Citation,
    Programme,
    SourceDocument,
    Specification,
)


def confirmed(actor: Actor | None, day: dt.date | None) -> QuerySet[Specification]:
    """The specifications that stand between documents that `actor` may see.

    `day`: of those issued by then (None: all).
    """
    visible = Programme.objects.visible_to(actor).issued_by(day)
    found: QuerySet[Specification] = Specification.objects.filter(
        decision="confirmed", lower__in=visible, upper__in=visible
    )
    return found


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That one document seems to specify another, since it cites it."""

    lower: Programme
    upper: Programme
    citation: Citation
    # The dates agree; where one of them is not known they may not.
    sure: bool


def suggestions(actor: Actor | None, programme: Programme) -> list[Suggestion]:
    """What citations suggest of `programme`, above and below it, and nobody has decided yet.

    A citation means the document of its number whose date, where both are known, is its date:
    numbers begin anew with each year or term.
    """
    visible = Programme.objects.visible_to(actor)
    decided = set(
        Specification.objects.filter(lower=programme).values_list("lower_id", "upper_id")
    ) | set(Specification.objects.filter(upper=programme).values_list("lower_id", "upper_id"))
    in_force = SourceDocument.objects.in_force(timezone.localdate())
    own = Citation.objects.filter(source__in=in_force.filter(programme=programme)).exclude(
        number_key=""
    )
    others = (
        Citation.objects.filter(
            number_key=programme.number_key, source__in=in_force.filter(programme__in=visible)
        )
        .exclude(source__programme=programme)
        .select_related("source__programme")
        .defer("source__content", "source__text")
    )
    above: defaultdict[str, list[Programme]] = defaultdict(list)
    numbers = {citation.number_key for citation in own}
    for each in visible.filter(number_key__in=numbers).exclude(pk=programme.pk):
        above[each.number_key].append(each)
    found = [
        Suggestion(programme, upper, citation, _same_day(citation, upper))
        for citation in own
        for upper in above[citation.number_key]
        if _may_be(citation, upper)
    ] + [
        Suggestion(citation.source.programme, programme, citation, _same_day(citation, programme))
        for citation in others
        if _may_be(citation, programme)
    ]
    return _most_telling(each for each in found if (each.lower.pk, each.upper.pk) not in decided)


def cited_elsewhere(programme: Programme) -> list[Citation]:
    """What the document in force carries out or is based on and is not here, in its order."""
    own = Citation.objects.filter(source__in=programme.sources.in_force(timezone.localdate()))
    told = [citation for citation in own if citation.manner != "mentions"]
    here: defaultdict[str, list[Programme]] = defaultdict(list)
    for each in Programme.objects.filter(number_key__in={one.number_key for one in told}):
        here[each.number_key].append(each)
    return [
        citation
        for citation in told
        if not any(_may_be(citation, each) for each in here[citation.number_key])
    ]


def _may_be(citation: Citation, programme: Programme) -> bool:
    return (
        not citation.dated_on or not programme.issued_on or citation.dated_on == programme.issued_on
    )


def _same_day(citation: Citation, programme: Programme) -> bool:
    return citation.dated_on is not None and citation.dated_on == programme.issued_on


_ORDER = {"carries_out": 0, "based_on": 1, "mentions": 2}


def _most_telling(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of several for the same two documents the one that says most; what carries out first."""
    best: dict[tuple[int, int], Suggestion] = {}
    for each in sorted(found, key=lambda one: (_ORDER[one.citation.manner], not one.sure)):
        best.setdefault((each.lower.pk, each.upper.pk), each)
    return list(best.values())
