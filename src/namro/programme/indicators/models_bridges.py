"""What brings figures of one method over to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.indicators.querysets import BridgeQuerySet


@history.track()
class Bridge(models.Model):
    """What brings figures of one method over to another; only approved ones count."""

    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, related_name="bridges"
    )
    # Empty: of figures that name no method.
    old = models.CharField(_("from the method"), max_length=120, blank=True)
    new = models.CharField(_("to the method"), max_length=120, blank=True)
    factor = models.DecimalField(_("times"), max_digits=20, decimal_places=10, default=1)
    offset = models.DecimalField(_("plus"), max_digits=20, decimal_places=10, default=0)
    reason = models.TextField(pgettext_lazy("bridge", "why it holds"), blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=200, blank=True)
    # The document that approves it, and from which day; empty: proposed, and of no effect yet.
    approved_by = models.TextField(_("approved by"), blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    objects: ClassVar[Any] = BridgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bridge between methods")
        verbose_name_plural = _("bridges between methods")
        ordering: ClassVar[Sequence[str]] = ["indicator_id", "old"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "old", "new"], name="indicators_bridge_once"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by="", approved_on__isnull=False),
                name="indicators_bridge_approved",
            ),
            models.CheckConstraint(condition=~Q(factor=0), name="indicators_bridge_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
