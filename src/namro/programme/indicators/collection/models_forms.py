"""What is asked: forms with their items, and the rounds in which they go out to units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.choices import Kind as UnitKind
from namro.programme.indicators.choices import Frequency, Measure
from namro.programme.indicators.collection.choices import (
    Regime,
    Step,
)
from namro.programme.indicators.collection.querysets import RoundQuerySet
from namro.programme.indicators.columns import number, one_of


@history.track()
class Form(models.Model):
    """What is asked of which units, how often, until when, and who approves it."""

    key = models.SlugField(pgettext_lazy("form", "key"), max_length=80, unique=True)
    name = models.TextField(_("name"))
    # The programme whose standing body asks; none: the office that keeps the indicators.
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency.choices, default=Frequency.MONTH
    )
    regime = models.CharField(
        _("days covered"), max_length=20, choices=Regime.choices, default=Regime.CALENDAR
    )
    # Asked are the units of these kinds below `top` on the last day of the period.
    top = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    hierarchy = models.CharField(
        _("hierarchy"), max_length=20, choices=Hierarchy.choices, default=Hierarchy.TERRITORY
    )
    unit_kinds = ArrayField(
        models.CharField(max_length=20, choices=UnitKind.choices), verbose_name=_("kinds of units")
    )
    # Whom the total of all units is about, as published figures name it.
    scope = models.TextField(pgettext_lazy("figure", "about"))
    # In days before the period ends, and in working days after it.
    opens_before = models.PositiveSmallIntegerField(_("opens, days before the end"), default=5)
    due_after = models.PositiveSmallIntegerField(_("due, working days after the end"), default=5)
    closes_after = models.PositiveSmallIntegerField(
        _("closes, working days after the end"), default=10
    )
    steps = ArrayField(
        models.CharField(max_length=10, choices=Step.choices), verbose_name=_("approved by")
    )
    # Rounds come by themselves from the first period that begins on this day or later.
    recurs_from = models.DateField(_("recurs from"), null=True, blank=True)
    recurs_to = models.DateField(_("recurs until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    class Meta:
        verbose_name = _("form of collection")
        verbose_name_plural = _("forms of collection")
        ordering: ClassVar[Sequence[str]] = ["key"]
        constraints = [
            one_of("frequency", Frequency, "indicators_form_frequency"),
            one_of("regime", Regime, "indicators_form_regime"),
            one_of("hierarchy", Hierarchy, "indicators_form_hierarchy"),
            models.CheckConstraint(
                condition=Q(steps__contained_by=Step.values) & Q(steps__len__gte=1),
                name="indicators_form_steps",
            ),
            models.CheckConstraint(
                condition=Q(unit_kinds__len__gte=1), name="indicators_form_unit_kinds"
            ),
            models.CheckConstraint(
                condition=Q(closes_after__gte=F("due_after")), name="indicators_form_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.track()
class FormItem(models.Model):
    """One figure that a form asks for."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, related_name="form_items"
    )
    measure = models.CharField(
        _("counts"), max_length=20, choices=Measure.choices, default=Measure.IN_PERIOD
    )
    order = models.PositiveSmallIntegerField(_("order"))
    # Asked as numerator and denominator, not as their quotient.
    as_fraction = models.BooleanField(_("asked as numerator and denominator"), default=False)
    required = models.BooleanField(_("required"), default=True)
    # How it is checked (`rules.checking`); nothing said: not checked for that.
    lowest = number(_("at least"))
    highest = number(_("at most"))
    # In percent of the figure before.
    jump = models.DecimalField(
        _("jump, percent"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    # A formula over indicators that must hold, such as “[a] = [b] + [c]”.
    equation = models.TextField(_("must hold"), blank=True)

    class Meta:
        verbose_name = _("item of a form")
        verbose_name_plural = _("items of forms")
        ordering: ClassVar[Sequence[str]] = ["form_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator", "measure"], name="indicators_form_item_once"
            ),
            one_of("measure", Measure, "indicators_form_item_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.indicator_id}"


@history.track()
class Round(models.Model):
    """A form sent out for one period."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="rounds")
    # The period, and the days its figures cover where a regime says others.
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    covers_from = models.DateField(_("figures from"))
    covers_to = models.DateField(_("figures to"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"))
    # Past its close it takes figures again until this day, for a reason (in the history).
    reopened_until = models.DateField(_("reopened until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects: ClassVar[Any] = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of collection")
        verbose_name_plural = _("rounds of collection")
        ordering: ClassVar[Sequence[str]] = ["-last_day", "form_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "first_day", "last_day"], name="indicators_round_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    first_day__lte=F("last_day"),
                    covers_from__lte=F("covers_to"),
                    opens_on__lte=F("due_on"),
                    due_on__lte=F("closes_on"),
                ),
                name="indicators_round_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}, {self.first_day} – {self.last_day}"

    @property
    def takes_until(self) -> Any:
        """The last day on which sheets are taken."""
        return max(filter(None, (self.closes_on, self.reopened_until)))
