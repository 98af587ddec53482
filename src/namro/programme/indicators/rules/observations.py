"""Figures as they became known, and which of them count.

Several words about one period are usual: an estimate in December, a provisional figure in
January, the final one in April, a correction years later, another source beside all of them.
`Series` keeps all and says which one counts; none is ever thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from namro.foundation.calendar import Period, Span
from namro.programme.indicators.rules.errors import TargetError, given
from namro.programme.indicators.rules.kinds import Confidence, Measure, Stage


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure about one period.

    Attributes:
        period: the days it is about: a period, or any span of days where a source gives one.
        value: the figure; or numerator and denominator, which give it exactly (times `scale`).
        scale: 100 where the figure is a percentage of numerator over denominator.
        low, high: the ends of its confidence interval, where it has one.
        part: the part of the population it covers, in words; empty: the whole.
        stage, measure, confidence: see `kinds`.
        published_on: when it became known; None: nobody knows, and the end of its period is taken.
        source: where it stands; figures of one source follow one another, of two stand beside.
        declared: from the source declared to be the official one.
        concept: what exactly was counted and how; empty: what the target means.
        key, supersedes: its name, and the name of the figure it takes the place of.
    """

    period: Span
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    scale: int = 1
    low: Decimal | None = None
    high: Decimal | None = None
    part: str = ""
    stage: Stage = Stage.FINAL
    measure: Measure = Measure.IN_PERIOD
    confidence: Confidence = Confidence.HIGH
    published_on: date | None = None
    source: str = ""
    declared: bool = False
    concept: str = ""
    key: str = field(default="", compare=False)
    supersedes: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        stated = self.numerator is not None and self.denominator is not None
        if (self.value is None) == (not stated):
            raise TargetError(
                "Số liệu cần một giá trị, hoặc cả tử số và mẫu số; không để trống và không ghi cả "
                "hai.",
                "A figure has a value, or a numerator and a denominator; not none, not both.",
            )
        if self.denominator == 0:
            raise TargetError(
                "Mẫu số bằng 0 nên không có tỷ lệ; nếu không phát sinh, đừng ghi số liệu cho kỳ "
                "này.",
                "The denominator is 0, so there is no rate; where nothing occurred, leave the "
                "period without a figure.",
            )
        if (self.low is None) != (self.high is None) or (
            self.low is not None and self.high is not None and self.low > self.high
        ):
            raise TargetError(
                "Khoảng tin cậy cần đủ hai đầu, đầu dưới trước.",
                "A confidence interval has both its ends, the lower one first.",
            )

    @property
    def number(self) -> Fraction:
        """The figure, exactly."""
        if self.value is not None:
            return Fraction(self.value)
        return Fraction(given(self.numerator)) / Fraction(given(self.denominator)) * self.scale

    @property
    def known_on(self) -> date:
        """When it became known: when published, else when its period ended."""
        return self.published_on or self.period.last

    @property
    def is_estimate(self) -> bool:
        """Whether it is only estimated (ước thực hiện)."""
        return self.stage is Stage.ESTIMATE


@dataclass(frozen=True, slots=True)
class Bridge:
    """What brings figures of one concept over to another: new = old × factor + offset.

    Only one that somebody approved counts; `approved_by` names the document.
    """

    old: str
    new: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    approved_by: str = ""

    def over(self, figure: Observation) -> Observation:
        """The figure as the new concept would have it."""

        def moved(value: Decimal | Fraction) -> Fraction:
            return Fraction(value) * Fraction(self.factor) + Fraction(self.offset)

        ends = [None if end is None else moved(end) for end in (figure.low, figure.high)]
        low, high = (None if end is None else rounded(end) for end in ends)
        return replace(exactly(figure, moved(figure.number)), low=low, high=high, concept=self.new)


def exactly(figure: Observation, number: Fraction) -> Observation:
    """The figure with another number, exact: as a numerator over a denominator."""
    numerator, denominator = Decimal(number.numerator), Decimal(number.denominator)
    return replace(figure, value=None, numerator=numerator, denominator=denominator, scale=1)


def rounded(number: Fraction) -> Decimal:
    """A number as a decimal, to 28 digits: to be shown, never to be judged."""
    return Decimal(number.numerator) / Decimal(number.denominator)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The figure that counts for a period, or those that contradict each other."""

    figure: Observation
    against: tuple[Observation, ...] = ()
    bridged: bool = False

    @property
    def number(self) -> Fraction:
        """The figure, exactly."""
        return self.figure.number


@dataclass(frozen=True, slots=True)
class Series:
    """All figures of one indicator known by a day, and those that count, by span and measure.

    Attributes:
        counting: the figure that counts, by (first day, last day, measure), parts left out.
        parts: figures that cover a part of the population alone; they are shown, and decide
            nothing.
    """

    counting: Mapping[tuple[date, date, Measure], Chosen]
    parts: tuple[Observation, ...] = ()

    @classmethod
    def of(
        cls,
        figures: Iterable[Observation],
        known: date,
        concept: str = "",
        bridges: Iterable[Bridge] = (),
    ) -> Series:
        """What was known by `known`, in the order of time; the order of entry plays no role."""
        approved = {each.old: each for each in bridges if each.approved_by and each.new == concept}
        grouped: dict[tuple[date, date, Measure], list[tuple[Observation, bool]]] = {}
        parts: list[Observation] = []
        published = [each for each in figures if each.known_on <= known]
        superseded = {each.supersedes for each in published if each.supersedes}
        for figure in published:
            if figure.key and figure.key in superseded:
                continue
            if figure.part:
                parts.append(figure)
                continue
            bridge = approved.get(figure.concept)
            key = (figure.period.first, figure.period.last, figure.measure)
            carried = (bridge.over(figure), True) if bridge else (figure, False)
            grouped.setdefault(key, []).append(carried)
        counting = {}
        for key in sorted(grouped):
            comparable = [each for each in grouped[key] if each[0].concept in ("", concept)]
            counting[key] = _choose(comparable or grouped[key])
        return cls(counting, tuple(sorted(parts, key=_order)))

    def exactly(self, period: Period, measure: Measure = Measure.IN_PERIOD) -> Chosen | None:
        """The figure about exactly that period."""
        return self.counting.get((period.first, period.last, measure))

    def within(self, first: date, last: date) -> list[Chosen]:
        """The figures whose periods end between two days, in the order of their ends.

        Of two that end on one day the one about the longer period comes last: it says more.
        """
        found = [
            each for each in self.counting.values() if first <= each.figure.period.last <= last
        ]
        return sorted(found, key=lambda each: (each.figure.period.last, each.figure.period.days))

    def before(self, day: date) -> Chosen | None:
        """The last figure whose period ended before a day."""
        found = self.within(date.min, date.fromordinal(max(day.toordinal() - 1, 1)))
        return found[-1] if found else None


def _order(figure: Observation) -> tuple[object, ...]:
    return (
        figure.period.first,
        figure.period.last,
        figure.known_on,
        figure.stage.rank,
        figure.source,
        figure.number,
    )


def _choose(figures: list[tuple[Observation, bool]]) -> Chosen:
    """The figure that counts for one period.

    What is counted as the target means it comes before what is not (see `Series.of`). Then the
    declared source before all others, where it has more than an estimate; then the later
    stage; then what the same source published later. Figures of two sources of equal standing
    that differ contradict each other, and so do two of one source and one day.
    """
    if len(figures) == 1:
        return Chosen(figures[0][0], bridged=figures[0][1])
    said = [each for each in figures if not each[0].is_estimate] or figures
    declared = [each for each in said if each[0].declared]
    standing = declared or said
    stage = max(each[0].stage.rank for each in standing)
    last: dict[str, list[tuple[Observation, bool]]] = {}
    for each in standing:
        if each[0].stage.rank == stage:
            last.setdefault(each[0].source, []).append(each)
    latest: list[tuple[Observation, bool]] = []
    for source in sorted(last):
        newest = max(each[0].known_on for each in last[source])
        latest += [each for each in last[source] if each[0].known_on == newest]
    latest.sort(key=lambda each: _order(each[0]))
    figure, bridged = latest[0]
    against = tuple(each[0] for each in latest[1:] if each[0].number != figure.number)
    # Of equal figures the better known one is shown.
    same = [each for each in latest if each[0].number == figure.number]
    figure, bridged = min(same, key=lambda each: list(Confidence).index(each[0].confidence))
    return Chosen(figure, against, bridged)
