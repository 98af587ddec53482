"""Names of leads linked to units, and what ended units led handed over to others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.programmes.models_documents import Programme, SourceDocument, one_of


class LinkState(models.TextChoices):
    """How far a name is linked."""

    PROPOSED = "proposed", pgettext_lazy("lead", "to be decided")
    AUTOMATIC = "automatic", pgettext_lazy("lead", "linked automatically")
    CONFIRMED = "confirmed", pgettext_lazy("lead", "confirmed")
    UNLISTED = "unlisted", pgettext_lazy("lead", "not in the register")
    GROUP = "group", pgettext_lazy("lead", "a group, not one organisation")


# What a person said; reading or matching again never changes it.
DECIDED = (LinkState.CONFIRMED, LinkState.UNLISTED)
# With these the unit counts.
LINKED = (LinkState.AUTOMATIC, LinkState.CONFIRMED)


@history.track()
class LeadLink(models.Model):
    """A lead's name as one version of a document writes it, and the unit it means on its day."""

    source = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        related_name="lead_links",
        verbose_name=_("source"),
    )
    name = models.TextField(_("name as written"))
    name_key = models.TextField(editable=False)
    on = models.DateField(pgettext_lazy("lead", "as of"))
    unit = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lead_links",
        verbose_name=pgettext_lazy("organisation", "unit"),
    )
    state = models.CharField(
        pgettext_lazy("lead", "state"), max_length=20, choices=LinkState.choices
    )
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=3, null=True, blank=True)
    # Codes of `organisations.rules.matching`, and "ambiguous", "chosen", "carried".
    reasons = ArrayField(
        models.TextField(), verbose_name=pgettext_lazy("lead", "reasons"), default=list, blank=True
    )
    # The kinds of units that a group is of.
    kinds = ArrayField(
        models.TextField(), verbose_name=pgettext_lazy("lead", "kinds"), default=list, blank=True
    )
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of a lead")
        verbose_name_plural = _("leads of programmes")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "name_key"], name="programmes_lead_once"),
            one_of("state", LinkState, "programmes_lead_state"),
            models.CheckConstraint(
                condition=Q(state__in=LINKED, unit__isnull=False)
                | Q(state="proposed")
                | Q(state__in=["unlisted", "group"], unit__isnull=True),
                name="programmes_lead_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False)
                | ~Q(state__in=DECIDED) & Q(decided_at__isnull=True, decided_by=""),
                name="programmes_lead_decided",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="programmes_lead_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def linked(self) -> bool:
        """Whether its unit counts."""
        return self.state in LINKED

    @property
    def stamp(self) -> str:
        """What a form carries along, to see whether somebody decided meanwhile."""
        at = self.decided_at.isoformat() if self.decided_at else ""
        return f"{self.state}.{self.unit_id or ''}.{at}"


@history.track()
class HandOver(models.Model):
    """From `on`, what `unit` led in a programme is led by `successor`, as a person confirmed."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="hand_overs",
        verbose_name=_("programme"),
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        related_name="handed_over",
        verbose_name=_("led before"),
    )
    successor = models.ForeignKey(
        "organisations.Unit",
        on_delete=models.PROTECT,
        related_name="taken_over",
        verbose_name=_("leads since"),
    )
    on = models.DateField(pgettext_lazy("hand-over", "from"))
    basis_number = models.CharField(_("number of the legal basis"), max_length=200, blank=True)
    basis_date = models.DateField(_("date of the legal basis"), null=True, blank=True)
    source = models.TextField(pgettext_lazy("organisation", "source"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_at = models.DateTimeField(_("decided at"))
    # Confirmed by mistake: it counts no longer, and stays in sight.
    withdrawn = models.BooleanField(pgettext_lazy("hand-over", "withdrawn"), default=False)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("hand-over of what a unit led")
        verbose_name_plural = _("hand-overs of what units led")
        ordering: ClassVar[Sequence[str]] = ["on", "pk"]
        constraints = [
            # One task, one lead.
            models.UniqueConstraint(
                fields=["programme", "unit"],
                condition=Q(withdrawn=False),
                name="programmes_handed_over_once",
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("successor")), name="programmes_handed_to_another"
            ),
            models.CheckConstraint(
                condition=~Q(basis_number="") | ~Q(source=""), name="programmes_handed_on_a_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.successor_id}"
