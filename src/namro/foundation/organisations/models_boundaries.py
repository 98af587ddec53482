"""Where units lie: their boundaries, each for as long as it held, with where it was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.foundation.organisations.querysets import DatedQuerySet
from namro.foundation.organisations.ranges import days, forwards, same


@history.track()
class Boundary(models.Model):
    """The boundary of a unit. No first day: since the unit began; no last day: while it exists.

    `shape`: polygons of rings of [longitude, latitude], as `rules.geojson.Shape` says.
    """

    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.PROTECT, related_name="boundaries"
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    shape = models.JSONField(_("shape"))
    points = models.PositiveIntegerField(_("points of the boundary"))
    source = models.TextField(pgettext_lazy("boundary", "source"))
    source_date = models.DateField(_("day of the source"), null=True, blank=True)
    licence = models.TextField(_("licence"), blank=True)
    link = models.TextField(_("address of the source"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary of a unit")
        verbose_name_plural = _("boundaries of units")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            forwards("organisations_boundary_days"),
            models.CheckConstraint(condition=~Q(source=""), name="organisations_boundary_source"),
            ExclusionConstraint(
                name="organisations_one_boundary_a_day", expressions=[same("unit"), days()]
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
