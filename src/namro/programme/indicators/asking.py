"""Which targets of which programmes ask for an indicator, and how each stands on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from namro.foundation.accounts.operators import Actor
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.models import Indicator, TargetMeasure
from namro.programme.indicators.proposals import proposed
from namro.programme.indicators.rules.sentences import asked, sentence
from namro.programme.indicators.rules.words import STATUS, said
from namro.programme.indicators.scoreboard import SIGNS
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme
from namro.programme.programmes.models import Target as TargetRow
from namro.programme.programmes.querysets import in_force
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.versions import At


@dataclass(frozen=True, slots=True)
class Asks:
    """A target that an indicator measures: as somebody said, or as its words propose (`kept`)."""

    programme: int
    number: str
    target: int
    kept: bool


def asking(actor: Actor, day: dt.date) -> dict[int, list[Asks]]:
    """By indicator, the targets that `actor` may see of what stands on `day`.

    Three questions, however many programmes there are; texts are not shown, only looked into.
    """
    rows = list(
        TargetRow.objects.visible_to(actor)
        .filter(in_force(day, "source__"), identity__isnull=False)
        .order_by("source__programme__sort_key", "source__programme_id", "order")
        .only(
            *("identity", "subject", "text", "comparator", "unit", "order", "source__programme"),
            "source__programme__number",
        )
        .select_related("source__programme")
    )
    linked = defaultdict(list)
    for target, indicator in TargetMeasure.objects.filter(
        target__in=[row.identity_id for row in rows]
    ).values_list("target_id", "indicator_id"):
        linked[target].append(indicator)
    proposals = proposed([row for row in rows if row.identity_id not in linked])
    found: dict[int, list[Asks]] = defaultdict(list)
    for row in rows:
        if row.identity_id is None:
            continue
        kept = row.identity_id in linked
        proposal = proposals.get(row.identity_id)
        keys = linked[row.identity_id] if kept else [proposal.pk] if proposal else []
        programme = row.source.programme
        for key in dict.fromkeys(keys):
            found[key].append(Asks(programme.pk, programme.number, row.identity_id, kept))
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """One target beside others of the same indicator, in words."""

    programme: Programme
    judged: Judged
    kept: bool
    scopes: str
    asked: str
    status: str
    sign: str
    words: str
    explanation: str


def side_by_side(
    actor: Actor,
    indicator: Indicator,
    asks: Sequence[Asks],
    on: dt.date,
    known: dt.date,
    language: Language,
) -> list[Side]:
    """The targets that ask for one indicator, each with what it asks and its verdict on a day."""
    by_programme: dict[int, dict[int, Asks]] = defaultdict(dict)
    for each in asks:
        by_programme[each.programme][each.target] = each
    sides = []
    for key, wanted in by_programme.items():
        programme = versions.find(actor, At(key, on))
        for judged in judge(programme, actor, on, known, only=wanted):
            sides.append(_side(programme, judged, indicator, wanted, language))
    return sides


def _side(
    programme: Programme,
    judged: Judged,
    indicator: Indicator,
    wanted: dict[int, Asks],
    language: Language,
) -> Side:
    identity = judged.row.identity_id
    if judged.problem is not None:
        words, told = judged.row.text, judged.problem.in_words(language)
    else:
        words = asked(judged.target, language)
        told = " ".join(
            sentence(target, answer, language)
            for target, answer in zip(judged.targets, judged.answers, strict=True)
        )
    mine = [each for each in judged.measures if each and each.indicator_id == indicator.pk]
    return Side(
        programme,
        judged,
        identity is not None and wanted[identity].kept,
        ", ".join(each.scope for each in mine if each.scope),
        words,
        judged.status.value,
        SIGNS[judged.status],
        said(STATUS[judged.status], language),
        told,
    )
