"""What was corrected and why, and tables that wait for somebody to confirm their loading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history


class CorrectionKind(models.TextChoices):
    """What was done to a record that had never been true."""

    CORRECTED = "corrected", pgettext_lazy("correction", "corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("correction", "withdrawn")


@history.track()
class Correction(models.Model):
    """A record that had never been true, and was put right or withdrawn.

    `changes`: a list of [field, value before, value after]. The rows themselves, as they were,
    stay in the history.
    """

    kind = models.CharField(
        pgettext_lazy("correction", "kind"), max_length=20, choices=CorrectionKind.choices
    )
    about = models.TextField(_("about"))
    changes = models.JSONField(_("changes"), default=list, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"))
    units = models.ManyToManyField("organisations.Unit", related_name="corrections", blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar[Sequence[str]] = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrectionKind.values),
                name="organisations_correction_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="organisations_correction_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"


class TableUpload(models.Model):
    """A table somebody uploaded, until they confirm its loading or leave it.

    Its cells are no record of anything yet and are deleted after a day.
    """

    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    cells = models.JSONField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("uploaded table")
        verbose_name_plural = _("uploaded tables")
        ordering: ClassVar[Sequence[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
