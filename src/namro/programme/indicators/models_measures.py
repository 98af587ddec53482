"""How a target is judged by the figures of an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.indicators.choices import Frequency, Judging, RangeMeans
from namro.programme.indicators.columns import one_of


@history.track()
class TargetMeasure(models.Model):
    """By which series a target is judged, and how. A target with several is reached only when
    each says so."""

    target = models.ForeignKey(
        "programmes.TargetIdentity", on_delete=models.PROTECT, related_name="measures"
    )
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, related_name="measures"
    )
    scope = models.TextField(pgettext_lazy("figure", "about"))
    # Two ways where the words allow two and nobody chose yet.
    readings = ArrayField(
        models.CharField(max_length=20, choices=Judging.choices), verbose_name=_("judged")
    )
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    each = models.CharField(
        _("periods"), max_length=10, choices=Frequency.choices, default=Frequency.YEAR
    )
    range_means = models.CharField(
        _("the range is"), max_length=10, choices=RangeMeans.choices, default=RangeMeans.FLOOR
    )
    fewer_is_better = models.BooleanField(_("fewer is better"), default=False)
    tolerance = models.DecimalField(_("tolerance"), max_digits=20, decimal_places=8, default=0)
    geometric = models.BooleanField(_("geometric mean"), default=False)
    # A baseline the document states itself, and what it counts on which day.
    baseline_value = models.DecimalField(
        _("value of the baseline"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    baseline_concept = models.CharField(_("the baseline counts"), max_length=120, blank=True)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("measure of a target")
        verbose_name_plural = _("measures of targets")
        ordering: ClassVar[Sequence[str]] = ["target_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "indicator", "scope"], name="indicators_target_measure_once"
            ),
            models.CheckConstraint(
                condition=Q(readings__contained_by=Judging.values)
                & Q(readings__len__gte=1)
                & Q(readings__len__lte=2),
                name="indicators_target_measure_readings",
            ),
            one_of("each", Frequency, "indicators_target_measure_each"),
            one_of("range_means", RangeMeans, "indicators_target_measure_range"),
            models.CheckConstraint(
                condition=Q(confirmed_by="", confirmed_at__isnull=True)
                | Q(~Q(confirmed_by=""), confirmed_at__isnull=False),
                name="indicators_target_measure_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.indicator}"
