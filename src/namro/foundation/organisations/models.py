"""Units, their names and places through time, and the events that changed them.

A day range holds its first and its last day; no first day means "since before what is recorded",
no last day means "still". Codes are text and are given again: at any time one unit holds a code.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    EventKind,
    Hierarchy,
    Kind,
    Precision,
    ShareBasis,
)
from namro.foundation.organisations.querysets import DatedQuerySet
from namro.foundation.organisations.ranges import days, forwards, same


def _code_number() -> Func:
    """A code as a number of 64 bits, the same for the same text."""
    return Func(F("code"), Value(0), function="hashtextextended")


def _one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


class Dated(models.Model):
    """What holds from a day until a day, both included."""

    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


@history.track()
class Unit(Dated):
    """One organisation or territory, from its founding to its end."""

    code = models.CharField(_("code"), max_length=35)
    kind = models.CharField(pgettext_lazy("unit", "kind"), max_length=20, choices=Kind.choices)
    block = models.CharField(_("block"), max_length=20, choices=Block.choices)
    source = models.TextField(pgettext_lazy("organisation", "source"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    note = models.TextField(_("note"), blank=True)
    # Loaded to show how the software works, from public sources; not the office's own record.
    illustrative = models.BooleanField(_("illustrative data"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "unit")
        verbose_name_plural = _("units")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            forwards("organisations_unit_days"),
            _one_of("kind", Kind, "organisations_unit_kind"),
            _one_of("block", Block, "organisations_unit_block"),
            _one_of("confidence", Confidence, "organisations_unit_confidence"),
            models.CheckConstraint(condition=~Q(code=""), name="organisations_unit_code"),
            # A code is held by one unit at a time.
            ExclusionConstraint(
                name="organisations_code_once_a_day",
                expressions=[
                    (
                        Func(_code_number(), _code_number(), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    days(),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.code


@history.track()
class Event(models.Model):
    """Something that happened to units on one day, and what it rests on."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(
        pgettext_lazy("event", "kind"), max_length=20, choices=EventKind.choices
    )
    on = models.DateField(_("day"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision.choices, default=Precision.DAY
    )
    basis_number = models.CharField(_("number of the legal basis"), max_length=200, blank=True)
    basis_date = models.DateField(_("date of the legal basis"), null=True, blank=True)
    basis_title = models.TextField(_("title of the legal basis"), blank=True)
    source = models.TextField(pgettext_lazy("organisation", "source"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH
    )
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar[Sequence[str]] = ["on", "pk"]
        constraints = [
            _one_of("kind", EventKind, "organisations_event_kind"),
            _one_of("precision", Precision, "organisations_event_precision"),
            _one_of("confidence", Confidence, "organisations_event_confidence"),
            # Somebody can always look up what an event rests on.
            models.CheckConstraint(
                condition=~Q(basis_number="") | ~Q(source=""), name="organisations_event_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.key


@history.track()
class EventPart(models.Model):
    """A unit's part in an event: what `predecessor` gave to `successor`, with which share.

    Founded: no predecessor. Dissolved: no successor. Merged, split, reorganised: who to whom; no
    successor means units that are not recorded. Renamed, moved: both are the unit itself.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="parts")
    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="gave"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="received"
    )
    # As it was counted: 12,345 people of 45,678 loses nothing by division.
    share_numerator = models.BigIntegerField(null=True, blank=True)
    share_denominator = models.BigIntegerField(null=True, blank=True)
    basis = models.CharField(
        _("basis of the share"),
        max_length=20,
        choices=ShareBasis.choices,
        default=ShareBasis.UNKNOWN,
    )
    # Who chose the share where it is an estimate and nobody published it.
    estimated_by = models.CharField(_("estimated by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("part of an event")
        verbose_name_plural = _("parts of events")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "predecessor", "successor"],
                nulls_distinct=False,
                name="organisations_part_once",
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=False) | Q(successor__isnull=False),
                name="organisations_part_of_somebody",
            ),
            _one_of("basis", ShareBasis, "organisations_part_basis"),
            # A share has a basis, and what has none has no share.
            models.CheckConstraint(
                condition=Q(
                    basis="unknown",
                    share_numerator__isnull=True,
                    share_denominator__isnull=True,
                    estimated_by="",
                )
                | ~Q(basis="unknown")
                & Q(share_numerator__isnull=False, share_denominator__isnull=False)
                & Q(share_numerator__gt=0, share_denominator__gte=F("share_numerator")),
                name="organisations_part_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"

    @property
    def share(self) -> Fraction | None:
        """The share, exactly; None where it is unknown."""
        if self.share_numerator is None or self.share_denominator is None:
            return None
        return Fraction(self.share_numerator, self.share_denominator)


@history.track()
class UnitName(Dated):
    """What a unit was called."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.TextField(_("name"))
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="names"
    )

    class Meta:
        verbose_name = _("name of a unit")
        verbose_name_plural = _("names of units")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            forwards("organisations_name_days"),
            models.CheckConstraint(condition=~Q(name=""), name="organisations_name_some"),
            ExclusionConstraint(
                name="organisations_one_name_a_day", expressions=[same("unit"), days()]
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _one_parent(hierarchy: Hierarchy) -> ExclusionConstraint:
    """At most one parent in this hierarchy on any day."""
    return ExclusionConstraint(
        name=f"organisations_one_parent_{hierarchy.value}",
        expressions=[same("unit"), days()],
        condition=Q(hierarchy=hierarchy.value),
    )


@history.track()
class Place(Dated):
    """Where a unit stood in a hierarchy, and its protocol order among its siblings."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    hierarchy = models.CharField(_("hierarchy"), max_length=20, choices=Hierarchy.choices)
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField(_("protocol order"))
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )

    class Meta:
        verbose_name = _("place in a hierarchy")
        verbose_name_plural = _("places in hierarchies")
        ordering: ClassVar[Sequence[str]] = ["hierarchy", "order", "pk"]
        constraints = [
            forwards("organisations_place_days"),
            _one_of("hierarchy", Hierarchy, "organisations_place_hierarchy"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="organisations_place_not_its_own",
            ),
            *(_one_parent(each) for each in Hierarchy),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} ({self.hierarchy})"


# Models of other files of this room, where Django looks for them.
from namro.foundation.organisations.models_boundaries import (  # noqa: E402
    Boundary as Boundary,
)
from namro.foundation.organisations.models_changes import (  # noqa: E402
    Correction as Correction,
)
from namro.foundation.organisations.models_changes import (  # noqa: E402
    TableUpload as TableUpload,
)
