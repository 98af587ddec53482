"""The words that targets, figures and answers are made of. Values are those kept and exported."""

from __future__ import annotations

from enum import StrEnum

from namro.foundation.documents.reading.draft import Comparator as Comparator


class Judging(StrEnum):
    """Over what a target is judged."""

    EACH_PERIOD = "each_period"
    AT_DUE = "at_due"
    CUMULATED = "cumulated"
    MEAN = "mean"


class RangeMeans(StrEnum):
    """How two ends of a range are meant."""

    FLOOR = "floor"  # a floor with a stretch: below missed, inside reached, above exceeded
    BAND = "band"  # outside on either side missed


class Status(StrEnum):
    """The answer."""

    REACHED = "reached"
    EXCEEDED = "exceeded"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    NEEDS_JUDGEMENT = "needs_judgement"
    NOT_COMPARABLE = "not_comparable"

    @property
    def attained(self) -> bool:
        """Whether it says that the target is reached."""
        return self in (Status.REACHED, Status.EXCEEDED)


class Flag(StrEnum):
    """What must be said beside the answer."""

    UNCERTAIN = "uncertain"  # the confidence interval holds values on both sides
    ESTIMATE = "estimate"  # rests on an estimate (ước thực hiện): never a verdict
    PROVISIONAL = "provisional"  # rests on a provisional figure (sơ bộ)
    KEEP_UNTIL_DUE = "keep_until_due"  # reached before it is due, and to be kept until then
    REACHED_LATE = "reached_late"  # missed when due, reached afterwards
    INFERRED_DUE = "inferred_due"  # the document names no day; the programme's end was taken
    UNVERIFIED = "unverified"  # rests on a figure of low or medium confidence
    INCOMPLETE = "incomplete"  # periods of the term have no figure
    BRIDGED = "bridged"  # a figure was brought over a break in method by an approved bridge


class Reason(StrEnum):
    """Why there is no plain verdict."""

    NO_FIGURE = "no_figure"
    NO_FIGURE_AT_DUE = "no_figure_at_due"
    NO_FIGURE_FOR_PERIOD = "no_figure_for_period"
    NO_BASELINE = "no_baseline"
    ZERO_BASELINE = "zero_baseline"
    NO_START = "no_start"
    NO_ROOM = "no_room"
    PART_ONLY = "part_only"
    TWO_SOURCES = "two_sources"
    TWO_READINGS = "two_readings"
    BREAK = "break"
    EVIDENCE = "evidence"
    PERIODS_MISSING = "periods_missing"
    NOTHING_CLOSED = "nothing_closed"
    ESTIMATE_ONLY = "estimate_only"


class Stage(StrEnum):
    """How final a figure is, from the first word to the last."""

    ESTIMATE = "estimate"  # ước thực hiện
    PROVISIONAL = "provisional"  # sơ bộ
    FINAL = "final"  # chính thức
    CORRECTED = "corrected"  # đính chính

    @property
    def rank(self) -> int:
        """The later stage has the larger rank."""
        return list(Stage).index(self)


class Measure(StrEnum):
    """What of its period a figure counts."""

    IN_PERIOD = "in_period"
    SINCE_YEAR_START = "since_year_start"
    SINCE_TERM_START = "since_term_start"


class Confidence(StrEnum):
    """How well a figure is known."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class OverUnits(StrEnum):
    """What the figures of units make of the figure of what stands above them."""

    SUM = "sum"
    RATIO = "weighted"  # numerators and denominators add up, then are divided
    WEIGHTED_MEAN = "weighted_mean"  # by another indicator of the same unit and period
    MEAN = "mean"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    LAST = "last"  # the one about the latest day
    NONE = "none"


class OverTime(StrEnum):
    """What the figures of a year's parts make of the year's."""

    SUM = "sum"
    RATIO = "weighted"
    MEAN = "mean"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    LAST = "last"  # what stood at the end
    CUMULATED = "cumulated"  # each figure counts from the year's beginning
    NONE = "none"


class PlanFrom(StrEnum):
    """Where the plan of a year comes from; the first of these that there is.

    A unit's plan is given, alike or the target's.
    """

    GIVEN = "given"  # the year's own share; of a unit its own
    ALIKE = "alike"  # of a unit without one: the year's share, where it is alike for all units
    UNITS = "units"  # what the units were given for the year, together
    TARGET = "target"  # the target says it itself
    PATH = "path"  # no one says it: where the straight path stands at the year's end
