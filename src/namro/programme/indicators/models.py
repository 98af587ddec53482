"""Indicators, the figures observed of them, and how a target is judged by them.

An observation is never edited or deleted: what is known better later stands beside it
(`rules.observations` says which one counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.indicators.choices import (
    Confidence,
    Frequency,
    IndicatorKind,
    Measure,
    OverTime,
    OverUnits,
    Stage,
    impossible,
)
from namro.programme.indicators.columns import one_of
from namro.programme.indicators.models_allocated import Allocation as Allocation
from namro.programme.indicators.models_bridges import Bridge as Bridge
from namro.programme.indicators.models_measures import TargetMeasure as TargetMeasure
from namro.programme.indicators.models_said import Conclusion as Conclusion
from namro.programme.indicators.models_said import Explanation as Explanation
from namro.programme.indicators.querysets import (
    IndicatorQuerySet,
    ObservationQuerySet,
)
from namro.programme.programmes.choices import Level


@history.track()
class Indicator(models.Model):
    """What is measured: one definition, one unit, whoever asks for it."""

    key = models.SlugField(pgettext_lazy("indicator", "key"), max_length=80, unique=True)
    name = models.TextField(_("name"))
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit of measure"), max_length=60, blank=True)
    kind = models.CharField(
        pgettext_lazy("indicator", "kind"), max_length=10, choices=IndicatorKind.choices
    )
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency.choices, default=Frequency.YEAR
    )
    over_time = models.CharField(
        _("over time"), max_length=15, choices=OverTime.choices, default=OverTime.NONE
    )
    over_units = models.CharField(
        _("over units"), max_length=15, choices=OverUnits.choices, default=OverUnits.NONE
    )
    # By whose figures of the same units and periods its mean over units is weighted.
    weight = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="weighs",
        verbose_name=_("weighted by"),
    )
    # Computed from other indicators (`rules.formulas`) and asked of nobody; empty: it is not.
    formula = models.TextField(_("formula"), blank=True)
    owner = models.TextField(_("answers for it"), blank=True)
    supplier = models.TextField(_("supplies the figures"), blank=True)
    monitor = models.TextField(_("monitors it"), blank=True)
    # The source whose figures count before those of all others.
    declared_source = models.TextField(_("official source"), blank=True)
    disaggregation = models.TextField(_("broken down by"), blank=True)
    # What exactly is counted and how, today; figures of other concepts are not comparable.
    concept = models.CharField(_("method"), max_length=120, blank=True)
    # Words by which it is proposed for targets (`rules.proposing`).
    keywords = ArrayField(models.TextField(), verbose_name=_("keywords"), blank=True, default=list)
    note = models.TextField(_("note"), blank=True)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.INTERNAL
    )
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    objects: ClassVar[Any] = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar[Sequence[str]] = ["key"]
        constraints = [
            one_of("kind", IndicatorKind, "indicators_indicator_kind"),
            one_of("frequency", Frequency, "indicators_indicator_frequency"),
            one_of("over_time", OverTime, "indicators_indicator_over_time"),
            one_of("over_units", OverUnits, "indicators_indicator_over_units"),
            one_of("level", Level, "indicators_indicator_level"),
            # Rates, indices and ranks of parts say nothing about the whole.
            models.CheckConstraint(
                condition=Q(kind="count") | ~Q(over_time="sum"),
                name="indicators_indicator_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(over_units="weighted_mean", weight__isnull=False)
                | ~Q(over_units="weighted_mean") & Q(weight__isnull=True),
                name="indicators_indicator_weight",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scale(self) -> int:
        """What a quotient is told times: 100 in percent."""
        return 100 if self.unit == "%" else 1

    def clean(self) -> None:
        """Refuse what means nothing together, on its field.

        Raises:
            ValidationError: with a sentence for each.
        """
        wrong = impossible(
            self.kind, self.over_time, self.over_units, weighted=self.weight_id is not None
        )
        if wrong:
            raise ValidationError(dict(wrong))


@history.track()
class Observation(models.Model):
    """One figure about one period, as one source said it at one time."""

    # The series' index serves it.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    # Whom it is about, as the source names it, and the unit of the register where it is one.
    scope = models.TextField(pgettext_lazy("figure", "about"))
    unit = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    value = models.DecimalField(_("value"), max_digits=28, decimal_places=8, null=True, blank=True)
    numerator = models.DecimalField(
        _("numerator"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    low = models.DecimalField(
        _("lower end of the interval"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    high = models.DecimalField(
        _("upper end of the interval"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    # The part of the population it covers; empty: the whole.
    part = models.TextField(_("covers only"), blank=True)
    stage = models.CharField(
        pgettext_lazy("figure", "stage"), max_length=12, choices=Stage.choices, default=Stage.FINAL
    )
    measure = models.CharField(
        _("counts"), max_length=20, choices=Measure.choices, default=Measure.IN_PERIOD
    )
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    source = models.TextField(pgettext_lazy("figure", "source"))
    link = models.TextField(_("link"), blank=True)
    declared = models.BooleanField(_("from the official source"), default=False)
    concept = models.CharField(_("method"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    # The sheet it was approved in, where units were asked for it.
    sheet = models.ForeignKey(
        "indicators.Sheet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
    )
    # The figure it takes the place of, for a reason that the history keeps.
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    objects: ClassVar[Any] = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        ordering: ClassVar[Sequence[str]] = ["indicator_id", "last_day", "pk"]
        indexes = [
            models.Index(fields=["indicator", "scope", "last_day"], name="indicators_series"),
            # Of the few that nobody was asked for, who they are about.
            models.Index(
                fields=["scope"], condition=Q(sheet__isnull=True), name="indicators_scopes"
            ),
            models.Index(
                fields=["unit", "indicator", "last_day"],
                condition=Q(unit__isnull=False),
                name="indicators_of_unit",
            ),
        ]
        constraints = [
            one_of("stage", Stage, "indicators_observation_stage"),
            one_of("measure", Measure, "indicators_observation_measure"),
            one_of("confidence", Confidence, "indicators_observation_confidence"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="indicators_observation_days"
            ),
            # A value, or numerator and denominator: never none, never both.
            models.CheckConstraint(
                condition=Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                | Q(value__isnull=True, numerator__isnull=False, denominator__isnull=False),
                name="indicators_observation_one_figure",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0),
                name="indicators_observation_denominator",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("high")),
                name="indicators_observation_interval",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="indicators_observation_source"),
            # The same word of the same source twice is one.
            models.UniqueConstraint(
                fields=[
                    *("indicator", "scope", "first_day", "last_day", "measure"),
                    *("part", "concept", "stage", "source", "published_on", "supersedes"),
                ],
                nulls_distinct=False,
                name="indicators_observation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.scope}, {self.first_day} – {self.last_day}"


# Models of other files of this room, where Django looks for them.
from namro.programme.indicators.collection.models import Cell as Cell  # noqa: E402
from namro.programme.indicators.collection.models import Form as Form  # noqa: E402
from namro.programme.indicators.collection.models import FormItem as FormItem  # noqa: E402
from namro.programme.indicators.collection.models import Remark as Remark  # noqa: E402
from namro.programme.indicators.collection.models import RollUp as RollUp  # noqa: E402
from namro.programme.indicators.collection.models import Round as Round  # noqa: E402
from namro.programme.indicators.collection.models import RoundCount as RoundCount  # noqa: E402
from namro.programme.indicators.collection.models import Sheet as Sheet  # noqa: E402
from namro.programme.indicators.collection.models import SheetFile as SheetFile  # noqa: E402
from namro.programme.indicators.collection.models_drops import Drop as Drop  # noqa: E402
from namro.programme.indicators.collection.models_drops import (  # noqa: E402
    DroppedFile as DroppedFile,
)
