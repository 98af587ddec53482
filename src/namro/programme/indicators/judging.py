"""Judging the targets of a programme: rows of the database turned into the rules' values and asked.

Everything that shows a verdict (pages, files, commands) takes it from here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.foundation.calendar import Kind, Period
from namro.foundation.calendar.periods import year, years
from namro.foundation.interface.text import search_text
from namro.programme.indicators import rules
from namro.programme.indicators.allocations import Holding, Place, holdings, shares_of
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.columns import any_of
from namro.programme.indicators.models import Observation, TargetMeasure
from namro.programme.indicators.proposals import proposed
from namro.programme.indicators.remembering import Remembered, values_of
from namro.programme.indicators.rules.kinds import Status
from namro.programme.indicators.rules.observations import Series
from namro.programme.indicators.rules.suggesting import Suggestion, suggest
from namro.programme.indicators.series import bridges_of, figures_of, plain
from namro.programme.programmes.models import Programme
from namro.programme.programmes.models import Target as TargetRow
from namro.programme.programmes.seeing import seen_by


@dataclass(frozen=True, slots=True)
class Judged:
    """One target of a programme with what is said of it.

    `answers` has one answer for each series the target needs, in order; a target that nobody
    linked to an indicator has one, from no figures.
    """

    row: TargetRow
    status: Status
    measures: Sequence[TargetMeasure | None]
    targets: Sequence[rules.Target]
    answers: Sequence[rules.Attainment]
    suggestion: Suggestion
    # The figures known by the day asked for that count, of the first series, in order of time.
    figures: Sequence[rules.Observation] = ()
    problem: rules.TargetError | None = None
    # What was given out of it by the day of knowledge, and the year of the day judged.
    places: Mapping[Place, Holding] = field(default_factory=dict)
    year: rules.InYear | None = None

    @property
    def units_add_up(self) -> bool:
        """Whether the figures of units make the figure of the whole."""
        first = self.measures[0]
        return first is not None and first.indicator.over_units == "sum"

    @property
    def target(self) -> rules.Target:
        """What the first of its series is judged against."""
        return self.targets[0]

    @property
    def answer(self) -> rules.Attainment:
        """The answer shown first: the one that decides."""
        return next(each for each in self.answers if each.status is self.status)

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed how it is judged."""
        return all(each is not None and each.confirmed_by for each in self.measures)


def judge(
    programme: Programme,
    actor: Actor,
    on: dt.date,
    known: dt.date,
    only: Iterable[int] | None = None,
    instead: Mapping[int, Sequence[TargetMeasure]] | None = None,
) -> list[Judged]:
    """The targets of the version of `programme` that is shown, judged on a day.

    Args:
        programme: as `versions.find` gives it; its source must be there.
        actor: who asks; what they may not see is left out.
        on: the day judged. known: what was published by then counts.
        only: keys of identities, where not all are wanted.
        instead: by identity, measures to try in place of those that are kept; none is written.

    A target whose values cannot be put together needs judgement, and `problem` says why.
    """
    source = programme.source
    if source is None:
        return []
    wanted = None if only is None else set(only)
    rows = seen_by(actor, source).rows(TargetRow, only=wanted)
    measures = measures_of(programme, rows)
    for identity, tried in (instead or {}).items():
        measures[identity] = list(tried)
    figures = figures_of(actor, [each for found in measures.values() for each in found], known)
    bridges = bridges_of(measures, known)
    span = span_of(programme)
    given = holdings((row.identity_id for row in rows), known)
    asked = _Asked(figures, bridges, span, on, known, timezone.localdate())
    return [
        _remembered(
            row, measures.get(row.identity_id, []), given.get(row.identity_id or 0, {}), asked
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all targets of a programme are judged by."""

    figures: Mapping[tuple[int, str], Sequence[rules.Observation]]
    bridges: Mapping[int, Sequence[rules.Bridge]]
    span: Period
    on: dt.date
    known: dt.date
    today: dt.date


# With the figures that they rest on: a key names figures by where they stand in memory.
_JUDGED: Remembered[tuple[Judged, object]] = Remembered(600)


def _remembered(
    row: TargetRow,
    measures: Sequence[TargetMeasure],
    places: Mapping[Place, Holding],
    asked: _Asked,
) -> Judged:
    """A target judged, or as it was judged before from the same rows and figures."""
    series = [tuple(asked.figures.get((each.indicator_id, each.scope), ())) for each in measures]
    # What a formula or an earlier day makes is made anew each time.
    if asked.known < asked.today or any(each.indicator.formula for each in measures):
        return _with_year(_judged(row, measures, asked), places, asked)
    key = (
        values_of(row),
        tuple((values_of(each), values_of(each.indicator)) for each in measures),
        tuple(tuple(map(id, figures)) for figures in series),
        tuple(tuple(asked.bridges.get(each.indicator_id, ())) for each in measures),
        tuple(shares_of(places)),
        *(asked.span, asked.on, asked.known),
    )
    known, _series = _JUDGED.made(
        key, lambda: (_with_year(_judged(row, measures, asked), places, asked), series)
    )
    return replace(known, row=row, measures=measures or [None], places=places)


def _with_year(
    judged: Judged,
    places: Mapping[Place, Holding],
    asked: _Asked,
) -> Judged:
    """The same with what was given out of it, and how the year stands."""
    first = judged.measures[0]
    key = first.indicator_id if first is not None else 0
    year = rules.in_year(
        judged.target,
        asked.figures.get((key, first.scope), ()) if first is not None else (),
        asked.on,
        asked.known,
        shares=shares_of(places),
        units_add_up=judged.units_add_up,
        bridges=asked.bridges.get(key, ()),
    )
    return replace(judged, places=places, year=year)


def measures_of(
    programme: Programme, rows: Sequence[TargetRow]
) -> dict[int | None, list[TargetMeasure]]:
    """What each target is measured by, by its identity: as somebody said, else as its words
    propose (rows that are not kept, which nobody confirmed)."""
    measures: dict[int | None, list[TargetMeasure]] = defaultdict(list)
    identities = [row.identity_id for row in rows if row.identity_id is not None]
    linked = TargetMeasure.objects.filter(any_of("target", identities))
    for measure in linked.select_related("indicator"):
        measures[measure.target_id].append(measure)
    missing = [row for row in rows if row.identity_id not in measures]
    if not missing:
        return measures
    scope = scope_of(programme)
    proposals = proposed(missing)
    for row in missing:
        indicator = proposals.get(row.identity_id)
        if indicator is not None:
            readings = [each.value for each in suggestion_of(row).readings]
            measures[row.identity_id].append(
                TargetMeasure(
                    target=row.identity, indicator=indicator, scope=scope, readings=readings
                )
            )
    return measures


def scope_of(programme: Programme) -> str:
    """Whom a programme's figures are about: of those that figures are known of, the longest name
    that stands in its issuer or place."""
    words = f" {search_text(programme.issuer, programme.place)} "
    recorded = Observation.objects.filter(sheet__isnull=True).order_by()
    scopes = {*recorded.values_list("scope", flat=True).distinct()}
    scopes |= {*Form.objects.order_by().values_list("scope", flat=True).distinct()}
    found = [each for each in sorted(scopes) if f" {search_text(each)} " in words]
    return max(found, key=len, default="")


def span_of(programme: Programme) -> Period:
    """The years of a programme: its own; else the five from the year it was issued in."""
    issued = (programme.issued_on or timezone.localdate()).year
    first = programme.period_start or issued
    last = programme.period_end or first + 4
    return years(first, last) if last > first else year(first)


def _judged(
    row: TargetRow,
    measures: Sequence[TargetMeasure],
    asked: _Asked,
) -> Judged:
    span, on, known = asked.span, asked.on, asked.known
    suggestion = suggestion_of(row)
    linked: Sequence[TargetMeasure | None] = measures or [None]
    try:
        targets = [target_of(row, measure, span, suggestion) for measure in linked]
    except rules.TargetError as problem:
        bare = rules.Target(rules.Comparator.QUALITATIVE, span)
        answer = rules.Attainment(Status.NEEDS_JUDGEMENT, on=on)
        return Judged(row, answer.status, linked, [bare], [answer], suggestion, (), problem)
    series = [
        (
            asked.figures.get((measure.indicator_id, measure.scope), ()) if measure else (),
            asked.bridges.get(measure.indicator_id, ()) if measure else (),
        )
        for measure in linked
    ]
    answers = [
        rules.attainment(target, said, on, known, bridges=over)
        for target, (said, over) in zip(targets, series, strict=True)
    ]
    said, over = series[0]
    counting = Series.of(said, known, targets[0].concept, over).within(dt.date.min, on)
    status = rules.together(answers)
    known_figures = [each.figure for each in counting]
    return Judged(row, status, linked, targets, answers, suggestion, known_figures)


def suggestion_of(row: TargetRow) -> Suggestion:
    """How the words of a target say it is judged."""
    return suggest(
        row.text,
        rules.Comparator(row.comparator),
        row.unit,
        each_year=row.each_year,
        due=_due(row),
        from_previous_year=row.baseline_previous_year,
    )


def target_of(
    row: TargetRow, measure: TargetMeasure | None, span: Period, suggestion: Suggestion
) -> rules.Target:
    """A row of a document as the rules judge it.

    Raises:
        TargetError: its values mean nothing together.
    """
    readings = suggestion.readings
    if measure is not None:
        readings = tuple(rules.Judging(each) for each in measure.readings)
    due = _due(row)
    yearly = set(readings) <= {rules.Judging.EACH_PERIOD, rules.Judging.MEAN}
    return rules.Target(
        comparator=rules.Comparator(row.comparator),
        span=span,
        value=plain(row.value_low),
        upper=None if row.value_high == row.value_low else plain(row.value_high),
        unit=row.unit,
        due=due,
        due_inferred=due is None and not yearly,
        readings=readings,
        each=Kind(measure.each) if measure else Kind.YEAR,
        baseline=_baseline(row, measure),
        range_means=rules.RangeMeans(measure.range_means) if measure else rules.RangeMeans.FLOOR,
        fewer_is_better=bool(measure and measure.fewer_is_better),
        tolerance=measure.tolerance if measure else Decimal(0),
        geometric=bool(measure and measure.geometric),
        adds_up=bool(measure and measure.indicator.over_time == "sum"),
        concept=measure.indicator.concept if measure else "",
        aspiration=row.aspiration,
    )


def _due(row: TargetRow) -> dt.date | None:
    if row.due_on is not None:
        return row.due_on
    return dt.date(row.due_year, 12, 31) if row.due_year else None


def _baseline(row: TargetRow, measure: TargetMeasure | None) -> rules.Baseline | None:
    comparator = rules.Comparator(row.comparator)
    if row.baseline_previous_year:
        return rules.Baseline(previous=True)
    stated = measure.baseline_value if measure else None
    if row.baseline_year is not None:
        return rules.Baseline(
            period=year(row.baseline_year),
            value=plain(stated),
            concept=measure.baseline_concept if measure else "",
            as_of=measure.baseline_on if measure else None,
        )
    if stated is not None:
        return rules.Baseline(value=plain(stated))
    if comparator is rules.Comparator.IMPROVE_RANK_AT_LEAST or (
        comparator.is_change and row.each_year
    ):
        return rules.Baseline(previous=True)
    return None
