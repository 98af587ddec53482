"""What years and units are to bring of a target (giao chỉ tiêu), as documents give it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history


@history.track()
class Allocation(models.Model):
    """One version of what a year, a unit, or a unit in a year is to bring of a target.

    Rows stay as they are: an amendment is a further version beside the one before, and a
    withdrawal a version without a value.
    """

    target = models.ForeignKey(
        "programmes.TargetIdentity", on_delete=models.PROTECT, related_name="allocations"
    )
    # Empty: for the whole term.
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    # To whom, as the document writes it, and the unit of the register where it is one; empty: the
    # programme's own. `holder` is what two spellings of one share ("#12" for a unit).
    unit_name = models.CharField(_("given to"), max_length=300, blank=True)
    unit = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("organisation", "unit"),
    )
    holder = models.CharField(max_length=300, blank=True, editable=False)
    version = models.PositiveSmallIntegerField(_("version"))
    # Empty: withdrawn by this version.
    value = models.DecimalField(_("value"), max_digits=28, decimal_places=8, null=True, blank=True)
    document = models.CharField(_("deciding document"), max_length=200, blank=True)
    document_on = models.DateField(_("date of the deciding document"), null=True, blank=True)
    # Where it was published, where the document itself is not known.
    source = models.TextField(pgettext_lazy("figure", "source"), blank=True)
    reason = models.TextField(_("reason"))
    given_by = models.CharField(_("recorded by"), max_length=200)
    given_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("allocation of a target")
        verbose_name_plural = _("allocations of targets")
        ordering: ClassVar[Sequence[str]] = ["target_id", "year", "holder", "version"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "holder", "version"],
                nulls_distinct=False,
                name="indicators_allocation_version",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=False) | ~Q(holder=""),
                name="indicators_allocation_of_a_part",
            ),
            models.CheckConstraint(
                condition=Q(unit_name="", holder="", unit__isnull=True)
                | ~Q(unit_name="") & ~Q(holder=""),
                name="indicators_allocation_holder",
            ),
            models.CheckConstraint(
                condition=~Q(document="") | ~Q(source=""), name="indicators_allocation_rests"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1) & (Q(value__isnull=False) | Q(version__gte=2)),
                name="indicators_allocation_first",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="indicators_allocation_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}, {self.year or '–'}, {self.unit_name or '–'}: {self.value}"
