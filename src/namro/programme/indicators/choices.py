"""The room's lists of words. Those of judging have the values of `rules.kinds`, and no others."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IndicatorKind(models.TextChoices):
    """What an indicator's figures are."""

    COUNT = "count", pgettext_lazy("indicator", "count")
    RATIO = "ratio", _("ratio")
    INDEX = "index", pgettext_lazy("indicator", "index")
    RANK = "rank", pgettext_lazy("indicator", "rank")
    YES_NO = "yes_no", _("yes or no")
    RUBRIC = "rubric", _("graded by a rubric")


class Frequency(models.TextChoices):
    """How often a figure is made."""

    MONTH = "month", pgettext_lazy("frequency", "every month")
    QUARTER = "quarter", pgettext_lazy("frequency", "every quarter")
    HALF_YEAR = "half-year", pgettext_lazy("frequency", "every half-year")
    YEAR = "year", pgettext_lazy("frequency", "every year")


class OverTime(models.TextChoices):
    """What the figures of a year's parts make of the year's."""

    SUM = "sum", _("they add up")
    RATIO = "weighted", pgettext_lazy("over time", "numerators and denominators add up")
    MEAN = "mean", pgettext_lazy("over time", "their mean")
    MINIMUM = "minimum", pgettext_lazy("over time", "the lowest one stands")
    MAXIMUM = "maximum", pgettext_lazy("over time", "the highest one stands")
    LAST = "last", _("the last one stands")
    CUMULATED = "cumulated", _("each counts since the year began")
    NONE = "none", _("none follows from the others")


class OverUnits(models.TextChoices):
    """What the figures of units make of the figure of what stands above them."""

    SUM = "sum", pgettext_lazy("over units", "they add up")
    RATIO = "weighted", _("numerators and denominators add up")
    WEIGHTED_MEAN = "weighted_mean", _("their mean, weighted by another indicator")
    MEAN = "mean", pgettext_lazy("over units", "their mean")
    MINIMUM = "minimum", pgettext_lazy("over units", "the lowest one stands")
    MAXIMUM = "maximum", pgettext_lazy("over units", "the highest one stands")
    LAST = "last", _("the one about the latest day stands")
    NONE = "none", pgettext_lazy("over units", "none follows from the others")


class Judging(models.TextChoices):
    """Over what a target is judged."""

    EACH_PERIOD = "each_period", _("each period")
    AT_DUE = "at_due", _("when due")
    CUMULATED = "cumulated", _("the total of the term")
    MEAN = "mean", _("the mean of the term")


class RangeMeans(models.TextChoices):
    """How two ends of a range are meant."""

    FLOOR = "floor", _("a floor, and what is strived for")
    BAND = "band", _("a band to stay within")


class Stage(models.TextChoices):
    """How final a figure is."""

    ESTIMATE = "estimate", _("estimate")
    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")
    CORRECTED = "corrected", _("corrected")


class Measure(models.TextChoices):
    """What of its period a figure counts."""

    IN_PERIOD = "in_period", _("in the period")
    SINCE_YEAR_START = "since_year_start", _("since the year began")
    SINCE_TERM_START = "since_term_start", _("since the term began")


class Confidence(models.TextChoices):
    """How well a figure is known."""

    HIGH = "high", pgettext_lazy("confidence in a figure", "high")
    MEDIUM = "medium", pgettext_lazy("confidence in a figure", "medium")
    LOW = "low", pgettext_lazy("confidence in a figure", "low")


class Verdict(models.TextChoices):
    """The answers of `rules.kinds.Status`, as a person chooses one."""

    REACHED = "reached", pgettext_lazy("verdict", "reached")
    EXCEEDED = "exceeded", pgettext_lazy("verdict", "exceeded")
    ON_TRACK = "on_track", pgettext_lazy("verdict", "on track")
    AT_RISK = "at_risk", pgettext_lazy("verdict", "at risk")
    OFF_TRACK = "off_track", pgettext_lazy("verdict", "off track")
    MISSED = "missed", pgettext_lazy("verdict", "missed")
    NOT_DUE = "not_due", pgettext_lazy("verdict", "not due yet")
    NO_DATA = "no_data", pgettext_lazy("verdict", "no data")
    NEEDS_JUDGEMENT = "needs_judgement", pgettext_lazy("verdict", "needs judgement")
    NOT_COMPARABLE = "not_comparable", pgettext_lazy("verdict", "not comparable")


class Cause(models.TextChoices):
    """What kind of cause keeps a target from being reached."""

    OBJECTIVE = "objective", pgettext_lazy("cause", "objective")
    SUBJECTIVE = "subjective", pgettext_lazy("cause", "subjective")


def impossible(
    kind: str, over_time: str, over_units: str, *, weighted: bool = False
) -> dict[str, str | Promise]:
    """What means nothing together in a definition: by field, what is wrong and what to choose.

    `weighted`: it names an indicator that its mean is weighted by.
    """
    wrong: dict[str, str | Promise] = {}
    if over_time == OverTime.SUM and kind != IndicatorKind.COUNT:
        wrong["over_time"] = _(
            "Rates, indices and ranks of parts of a year do not add up to the year's; choose “the "
            "last one stands” or “none follows from the others”, or the kind “count”."
        )
    if over_time == OverTime.RATIO and kind != IndicatorKind.RATIO:
        wrong["over_time"] = _ONLY_A_RATIO
    if over_units == OverUnits.SUM and kind != IndicatorKind.COUNT:
        wrong["over_units"] = _(
            "Rates, indices and ranks of units do not add up; choose “numerators and denominators "
            "add up” for a rate, or “none follows from the others”."
        )
    if over_units == OverUnits.RATIO and kind != IndicatorKind.RATIO:
        wrong["over_units"] = _ONLY_A_RATIO
    if (over_units == OverUnits.WEIGHTED_MEAN) != weighted:
        wrong["weight"] = (
            _("Only a weighted mean is weighted; leave this empty, or choose that rule over units.")
            if weighted
            else _("Choose the indicator that the mean is weighted by, such as the population.")
        )
    return wrong


_ONLY_A_RATIO = _(
    "Only a ratio has numerators and denominators; choose the kind “ratio”, or another rule."
)
