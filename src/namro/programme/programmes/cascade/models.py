"""What a document cites, which document specifies which, and which of their items answer.

A document's citations are read from its text and never changed; that a document specifies
another, and that an item specifies an item, is what a person has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.programmes.models_documents import SourceDocument, one_of
from namro.programme.programmes.rules import citing


class Manner(models.TextChoices):
    """How a document is cited."""

    CARRIES_OUT = citing.CARRIES_OUT, _("carries out")
    BASED_ON = citing.BASED_ON, _("is based on")
    MENTIONS = citing.MENTIONS, _("mentions")


class Decision(models.TextChoices):
    """What a person said of one document specifying another."""

    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", pgettext_lazy("cascade", "rejected")


class PairStatus(models.TextChoices):
    """Whether one item specifies another."""

    PROPOSED = "proposed", pgettext_lazy("cascade", "proposed, to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", pgettext_lazy("cascade", "rejected")


@history.track()
class Citation(models.Model):
    """A document that a source document cites before its first heading (`rules.citing`)."""

    source = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("source"),
    )
    order = models.PositiveIntegerField(_("order"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    kind = models.TextField(_("kind of document"))
    number = models.TextField(_("number"), blank=True)
    number_key = models.TextField(editable=False, blank=True)
    name = models.TextField(_("name"))
    dated_on = models.DateField(_("date"), null=True, blank=True)
    issuer = models.TextField(_("issuer"), blank=True)
    subject = models.TextField(_("subject"), blank=True)
    manner = models.CharField(_("manner"), max_length=20, choices=Manner.choices)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering: ClassVar[Sequence[str]] = ["source", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "order"], name="programmes_citation_order"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")), name="programmes_citation_place"
            ),
            one_of("manner", Manner, "programmes_citation_manner"),
        ]
        indexes = [models.Index(fields=["number_key"], name="programmes_citation_number")]

    def __str__(self) -> str:
        return self.name


@history.track()
class Specification(models.Model):
    """What a person said of one programme (`lower`) specifying another (`upper`)."""

    lower = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="specifies_set",
        verbose_name=_("specifies"),
    )
    upper = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="specified_by_set",
        verbose_name=_("is specified by"),
    )
    decision = models.CharField(_("decision"), max_length=20, choices=Decision.choices)
    reason = models.TextField(_("reason"))
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_at = models.DateTimeField(_("decided at"), auto_now=True)

    class Meta:
        verbose_name = _("specification")
        verbose_name_plural = _("specifications")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lower", "upper"], name="programmes_specified_once"),
            models.CheckConstraint(
                condition=~Q(lower=F("upper")), name="programmes_specifies_another"
            ),
            one_of("decision", Decision, "programmes_specification_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.lower_id} → {self.upper_id}"


def _one_end(side: str) -> Q:
    """Exactly one of a provision (its path), a target and a deliverable on one side of a pair."""
    path, target, deliverable = f"{side}_path", f"{side}_target", f"{side}_deliverable"
    none, some = f"{target}__isnull", f"{deliverable}__isnull"
    return (
        Q(**{none: True, some: True}) & ~Q(**{path: ""})
        | Q(**{none: False, some: True, path: ""})
        | Q(**{none: True, some: False, path: ""})
    )


@history.track()
class SpecifiedPair(models.Model):
    """One item of the lower document that specifies one of the upper, through all versions.

    An item is a provision, known by its path in the outline, or a target or a deliverable, known
    by its identity.
    """

    specification = models.ForeignKey(
        Specification,
        on_delete=models.PROTECT,
        related_name="pairs",
        verbose_name=_("specification"),
    )
    upper_path = models.TextField(blank=True)
    upper_target = models.ForeignKey(
        "programmes.TargetIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specified_by",
    )
    upper_deliverable = models.ForeignKey(
        "programmes.DeliverableIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specified_by",
    )
    lower_path = models.TextField(blank=True)
    lower_target = models.ForeignKey(
        "programmes.TargetIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specifies",
    )
    lower_deliverable = models.ForeignKey(
        "programmes.DeliverableIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specifies",
    )
    status = models.CharField(
        _("status"), max_length=20, choices=PairStatus.choices, default=PairStatus.PROPOSED
    )
    likeness = models.DecimalField(
        _("likeness"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pair of items")
        verbose_name_plural = _("pairs of items")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("specification", "upper_path", "upper_target", "upper_deliverable"),
                    *("lower_path", "lower_target", "lower_deliverable"),
                ],
                nulls_distinct=False,
                name="programmes_pair_once",
            ),
            models.CheckConstraint(condition=_one_end("upper"), name="programmes_pair_upper"),
            models.CheckConstraint(condition=_one_end("lower"), name="programmes_pair_lower"),
            # A target answers to a target: what is judged by figures is compared by figures.
            models.CheckConstraint(
                condition=Q(upper_target__isnull=True, lower_target__isnull=True)
                | Q(upper_target__isnull=False, lower_target__isnull=False),
                name="programmes_pair_of_targets",
            ),
            one_of("status", PairStatus, "programmes_pair_status"),
            models.CheckConstraint(
                condition=Q(likeness__isnull=True) | Q(likeness__gte=0, likeness__lte=1),
                name="programmes_pair_likeness",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at__isnull=True)
                | ~Q(status="proposed") & Q(decided_at__isnull=False),
                name="programmes_pair_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specification_id}: {self.status}"
