"""What is kept beside sheets and can be counted anew from them at any time."""

from __future__ import annotations

from django.db import models

from namro.programme.indicators.choices import Measure
from namro.programme.indicators.collection.models_forms import Form, FormItem, Round
from namro.programme.indicators.columns import number


class RollUp(models.Model):
    """The total of the approved figures below a unit, of one indicator and period.

    Nothing is entered here: `totals` adds what is approved as it is approved, and counts all anew
    with the same result. It holds what adds up exactly; the figure is made of it by the
    indicator's own rule.
    """

    # Made of figures that refer to the same rows: the database need not look each up once more.
    indicator = models.ForeignKey(
        "indicators.Indicator",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    form = models.ForeignKey(
        Form, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    first_day = models.DateField()
    last_day = models.DateField()
    measure = models.CharField(max_length=20, choices=Measure.choices)
    # How many units have a figure, and how many of these are estimates.
    count = models.IntegerField()
    estimates = models.IntegerField()
    total = models.DecimalField(max_digits=38, decimal_places=8)
    numerator = models.DecimalField(max_digits=38, decimal_places=8)
    denominator = models.DecimalField(max_digits=38, decimal_places=8)
    lowest = number("")
    highest = number("")
    changed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "form", "last_day", "first_day", "measure"],
                name="indicators_roll_up_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.unit_id}, {self.first_day} – {self.last_day}"


class RoundCount(models.Model):
    """How many units a round asks, and how many of them an item does not apply to.

    Nothing is entered here: `counting` keeps it as rounds are opened and sheets approved, and
    counts all anew with the same result.
    """

    # The constraint's index serves it.
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="counts", db_index=False
    )
    # None: all the sheets of the round. An item: those approved that say it does not apply.
    item = models.ForeignKey(
        FormItem, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "item"], nulls_distinct=False, name="indicators_round_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}, {self.item_id}: {self.count}"
