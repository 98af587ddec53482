"""Amendments, and what stays the same about an item through all versions of its document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.programme.programmes.choices import AmendmentStatus, Level


class Identity(models.Model):
    """What one item is through all versions of its programme; figures hang on this.

    Each version's row says what the document of that time says of it.
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        verbose_name=_("programme"),
    )
    # Its own level, through all versions; empty: its programme's. It never shows the item to more
    # people than its programme (`rules.levels`).
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="programmes_%(class)s_level"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


@history.track()
class TargetIdentity(Identity):
    """One target through all versions."""

    class Meta(Identity.Meta):
        verbose_name = _("target through all versions")
        verbose_name_plural = _("targets through all versions")


@history.track()
class DeliverableIdentity(Identity):
    """One deliverable through all versions."""

    class Meta(Identity.Meta):
        verbose_name = _("deliverable through all versions")
        verbose_name_plural = _("deliverables through all versions")


@history.track(exclude=["content", "text", "draft"])
class Amendment(models.Model):
    """A changed document of a programme that waits for a decision; accepted, it is a version.

    While it waits it holds the file, its text and the draft (`{"vi", "en", "issues"}`); once it is
    decided these are gone from here: accepted they are the source of a version, rejected they
    are kept nowhere, and only the file's name, its SHA-256 and the reason remain.
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        related_name="amendments",
        verbose_name=_("programme"),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=AmendmentStatus.choices,
        default=AmendmentStatus.PROPOSED,
    )
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.INTERNAL
    )
    content = models.BinaryField(_("the file itself"), null=True)
    text = models.TextField(_("text as read"), blank=True)
    draft = models.JSONField(_("draft"), null=True)
    reason = models.TextField(_("reason"))
    proposed_by = models.CharField(_("proposed by"), max_length=200)
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    source = models.OneToOneField(
        "programmes.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendment",
        verbose_name=_("version"),
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering: ClassVar[Sequence[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(status="proposed"),
                name="programmes_amendment_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AmendmentStatus.values), name="programmes_amendment_status"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="programmes_amendment_level"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="programmes_amendment_sha256"
            ),
            # What waits is whole; what was decided keeps nothing of the file here.
            models.CheckConstraint(
                condition=Q(status="proposed", content__isnull=False, draft__isnull=False)
                | Q(content__isnull=True, draft__isnull=True, text="", decided_at__isnull=False)
                & ~Q(status="proposed")
                & ~Q(decision_reason=""),
                name="programmes_amendment_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", source__isnull=False)
                | (~Q(status="accepted") & Q(source__isnull=True)),
                name="programmes_amendment_source",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
