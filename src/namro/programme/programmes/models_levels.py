"""Requests to lower a level: asked by one person, approved or refused by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.programme.programmes.choices import Level, LevelRequestStatus


def _person(field: str) -> Replace:
    """Who is meant by a name: "operator:lan" on the server is the "lan" who signs in."""
    return Replace(Lower(F(field)), Value("operator:"), Value(""))


@history.track()
class LevelRequest(models.Model):
    """Somebody asks that a programme, or one of its items, be shown to more people.

    The subject is the target or the deliverable, or the programme where neither is named. Nothing
    changes until another person approves it.
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="level_requests",
        verbose_name=_("programme"),
    )
    target = models.ForeignKey(
        "programmes.TargetIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="level_requests",
        verbose_name=_("target"),
    )
    deliverable = models.ForeignKey(
        "programmes.DeliverableIdentity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="level_requests",
        verbose_name=_("deliverable"),
    )
    from_level = models.CharField(_("level when asked"), max_length=20, choices=Level.choices)
    to_level = models.CharField(_("level asked for"), max_length=20, choices=Level.choices)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=LevelRequestStatus.choices,
        default=LevelRequestStatus.OPEN,
    )
    reason = models.TextField(_("reason"))
    asked_by = models.CharField(_("asked by"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    basis_number = models.TextField(_("number of the approving document"), blank=True)
    basis_date = models.DateField(_("date of the approving document"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to lower a level")
        verbose_name_plural = _("requests to lower levels")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "target", "deliverable"],
                condition=Q(status="open"),
                nulls_distinct=False,
                name="programmes_levelrequest_open_once",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(deliverable__isnull=True),
                name="programmes_levelrequest_subject",
            ),
            # Raising needs no approval and is never a request.
            models.CheckConstraint(
                condition=Q(from_level="restricted", to_level__in=["internal", "public"])
                | Q(from_level="internal", to_level="public"),
                name="programmes_levelrequest_lowers",
            ),
            models.CheckConstraint(
                condition=Q(status__in=LevelRequestStatus.values),
                name="programmes_levelrequest_status",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(asked_by=""), name="programmes_levelrequest_asked"
            ),
            models.CheckConstraint(
                condition=Q(status="open", decided_by="", decided_at__isnull=True)
                | ~Q(status="open")
                & ~Q(decided_by="")
                & ~Q(decision_reason="")
                & Q(decided_at__isnull=False),
                name="programmes_levelrequest_decided",
            ),
            # Four eyes: whoever asked may withdraw, and never decides.
            models.CheckConstraint(
                condition=Q(status__in=["open", "withdrawn"])
                | ~Q(Exact(_person("asked_by"), _person("decided_by"))),
                name="programmes_levelrequest_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_level} → {self.to_level}"
