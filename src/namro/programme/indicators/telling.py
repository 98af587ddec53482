"""What the page of a target shows of its verdict: figures with their sources, periods, versions,
and the days on which something became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.programme.indicators.choices import Confidence, Judging, Stage
from namro.programme.indicators.collection.total_links import compared, links_of
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.models import Observation
from namro.programme.indicators.permissions import READ_RESTRICTED
from namro.programme.indicators.rules.kinds import Flag, Status
from namro.programme.indicators.rules.sentences import asked, sentence, span_in_words
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.words import FLAG, STATUS, said
from namro.programme.indicators.scoreboard import SIGNS
from namro.programme.indicators.series import observation_of
from namro.programme.indicators.telling_chart import value_of
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Target as TargetRow
from namro.programme.programmes.rules.numbers import Language, date
from namro.programme.programmes.seeing import seen_by


@dataclass(frozen=True, slots=True)
class Part:
    """One state in the bar of all: its share of the bar, from `x` on, of 100."""

    status: Status
    sign: str
    words: str
    count: int
    x: float
    width: float


def stacked(counts: Sequence[tuple[Status, str, str, int]]) -> list[Part]:
    """How many targets have each state, as parts of one bar."""
    total = sum(each[3] for each in counts)
    parts: list[Part] = []
    x = 0.0
    for status, sign, words, count in counts:
        width = 100 * count / total
        parts.append(Part(status, sign, words, count, x, width))
        x += width
    return parts


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in words."""

    status: Status
    sign: str
    words: str
    asked: str
    explanation: list[str]
    flags: list[str]
    readings: list[str]
    because: str
    confirmed_by: str


def told(judged: Judged, language: Language) -> Told:
    """The verdict of a target in words, with how it is judged and who said so."""
    if judged.problem is not None:
        wanted, explanation = judged.row.text, [judged.problem.in_words(language)]
    else:
        wanted = asked(judged.target, language)
        explanation = [
            sentence(target, answer, language)
            for target, answer in zip(judged.targets, judged.answers, strict=True)
        ]
    shown = (Flag.UNVERIFIED, Flag.ESTIMATE, Flag.UNCERTAIN, Flag.INFERRED_DUE, Flag.BRIDGED)
    first = judged.measures[0]
    return Told(
        judged.status,
        SIGNS[judged.status],
        said(STATUS[judged.status], language),
        wanted,
        explanation,
        [said(FLAG[flag], language) for flag in shown if flag in judged.answer.flags],
        [str(Judging(each.value).label) for each in judged.target.readings],
        ", ".join(f"“{each}”" for each in judged.suggestion.because),
        first.confirmed_by if first else "",
    )


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure in the table of a target's page. `counts`: the verdict's series holds it."""

    period: str
    value: str
    stage: str
    confidence: str
    sure: bool
    published: str
    source: str
    link: str
    note: str
    part: str
    counts: bool
    rests: bool
    # The page of what it is made of, where it is a total of units or computed by a formula.
    opens: str = ""
    # Where the units that it is made of are seen side by side.
    beside: str = ""


def figures(
    judged: Judged, rows: Iterable[Observation], known: dt.date, language: Language
) -> list[FigureShown]:
    """Every figure known by `known` of the series, newest first; those that count are marked.
    `rows`: those that are recorded (`rows_of`)."""
    unit = judged.target.unit if not judged.target.comparator.is_change else ""
    counting = {each.key for each in judged.figures}
    resting = {each.key for answer in judged.answers for each in answer.rests_on if each.key}
    shown = []
    for row in rows:
        figure = observation_of(row)
        if figure.known_on > known:
            continue
        shown.append(
            FigureShown(
                period=span_in_words(figure.period, language),
                value=amount(figure.number, unit, language, (), published_decimals(figure)),
                stage=str(Stage(row.stage).label),
                confidence=str(Confidence(row.confidence).label),
                sure=row.confidence == Confidence.HIGH,
                published=date(row.published_on) if row.published_on else "",
                source=row.source,
                link=row.link
                or (row.source if row.source.startswith(("https://", "http://")) else ""),
                note=row.note,
                part=row.part,
                counts=figure.key in counting,
                rests=figure.key in resting,
            )
        )
    return [*_made(judged, unit, language), *shown[::-1]]


def _made(judged: Judged, unit: str, language: Language) -> list[FigureShown]:
    """The totals of units and the computed figures that the verdict's series holds, newest first:
    each opens what it is made of."""
    first = judged.measures[0]
    made = [each for each in judged.figures if not each.key]
    if first is None or not made:
        return []
    links = links_of(first.indicator, [first.scope])
    page = reverse("indicators:indicator", args=[first.indicator.key])
    rests = {each for answer in judged.answers for each in answer.rests_on if not each.key}
    shown = []
    for each in made[::-1]:
        total = links.get(
            (first.scope, each.period.first, each.period.last, each.measure.value), ""
        )
        shown.append(
            FigureShown(
                period=span_in_words(each.period, language),
                value=amount(each.number, unit, language),
                stage=str(Stage(each.stage.value).label),
                confidence=str(Confidence(each.confidence.value).label),
                sure=each.confidence.value == Confidence.HIGH,
                published=date(each.published_on) if each.published_on else "",
                source=each.source,
                link="",
                note="",
                part="",
                counts=True,
                rests=each in rests,
                opens=total or f"{page}#tong-hop",
                beside=compared(total) if total else "",
            )
        )
    return shown


def rows_of(judged: Judged, actor: Actor, on: dt.date) -> list[Observation]:
    """The recorded figures of the series that `actor` may see, of periods over by a day, in order
    of time."""
    first = judged.measures[0]
    if first is None:
        return []
    found = Observation.objects.visible_to(actor).standing().select_related("indicator")
    found = found.filter(indicator=first.indicator_id, scope=first.scope, last_day__lte=on)
    return list(found.order_by("last_day", "pk"))


def sees_indicator(judged: Judged, actor: Actor) -> bool:
    """Whether `actor` may open the page of the indicator a target is measured by."""
    first = judged.measures[0]
    return first is not None and (
        first.indicator.level != Level.RESTRICTED or may(actor, READ_RESTRICTED)
    )


def days_of_knowledge(rows: Iterable[Observation]) -> list[tuple[dt.date, str]]:
    """The days on which a figure of the series became known, with how many were known by then."""
    days = sorted({observation_of(row).known_on for row in rows})
    return [(day, date(day)) for day in days]


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """One period of the term: its figure, what was compared, and its verdict."""

    name: str
    figure: str
    judged: str
    status: Status
    sign: str
    words: str


def periods(judged: Judged, language: Language) -> list[PeriodShown]:
    """What is said of each closed period, where the target is judged by periods."""
    target, answer = judged.target, judged.answer
    unit = "%" if target.is_relative else target.unit
    return [
        PeriodShown(
            span_in_words(each.period, language),
            "" if each.figure is None else value_of(each.figure, language),
            ""
            if each.judged is None or not target.comparator.is_change
            else amount(each.judged, unit, language),
            each.status,
            SIGNS[each.status],
            said(STATUS[each.status], language),
        )
        for each in answer.periods
    ]


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of the document in which the target stands."""

    number: int
    since: dt.date | None
    basis: str
    text: str


def versions(row: TargetRow, actor: Actor) -> list[VersionShown]:
    """What each version of the document says of a target, the first one first, as `actor` sees
    it."""
    rows = TargetRow.objects.filter(identity=row.identity_id).select_related("source", "identity")
    return [
        VersionShown(
            each.source.version, each.source.in_force_from, each.source.basis_number, seen.text
        )
        for each in rows.order_by("source__version")
        for seen in seen_by(actor, each.source).shown(TargetRow, [each])
    ]
