"""Many returned workbooks sent in at once, and what became of each.

They have no time line: what a workbook changed is told by the history of its sheet. A row holds the
file only until it was looked at; a file that was taken is kept with its sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.workbooks.faults import Outcome


class Drop(models.Model):
    """What one person sent in at once."""

    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    # When a file of it was last looked at: long ago, and the work was broken off.
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("workbooks", "drop")
        verbose_name_plural = pgettext_lazy("workbooks", "drops")
        ordering: ClassVar[Sequence[str]] = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["sent_by", "sent_at"], name="indicators_drop_of")]

    def __str__(self) -> str:
        return f"{self.sent_by_id}, {self.sent_at}"


class DroppedFile(models.Model):
    """One file of a drop: waiting with its content, or looked at with what became of it."""

    # The constraint's index serves it.
    drop = models.ForeignKey(Drop, on_delete=models.CASCADE, related_name="files", db_index=False)
    place = models.PositiveIntegerField()
    name = models.CharField(_("name of the file"), max_length=255)
    content = models.BinaryField(null=True)
    outcome = models.CharField(max_length=10, default=Outcome.WAITING)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="+")
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    # Faults, or what should be looked at: a list of {"cell", "vi", "en"}.
    said = models.JSONField(default=list)

    class Meta:
        verbose_name = pgettext_lazy("workbooks", "file of a drop")
        verbose_name_plural = pgettext_lazy("workbooks", "files of drops")
        ordering: ClassVar[Sequence[str]] = ["drop_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["drop", "place"], name="indicators_dropped_place"),
            models.CheckConstraint(
                condition=Q(outcome__in=[each.value for each in Outcome]),
                name="indicators_dropped_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", content__isnull=False)
                | ~Q(outcome="waiting") & Q(content__isnull=True),
                name="indicators_dropped_content",
            ),
        ]

    def __str__(self) -> str:
        return self.name
