"""What somebody was reminded of on one day, and whether the e-mail went.

It has no time line: nobody edits a row, each is itself the record of one e-mail that the program
sent or could not send, with its moments and the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.programme.indicators.collection.choices import MailState


def _sheets(name: str) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.BigIntegerField(), verbose_name=name, default=list)


class Digest(models.Model):
    """One person's reminder of one day. Sheets by their keys: no figure and no name stands here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("day"))
    overdue = _sheets("overdue")
    due_soon = _sheets("due soon")
    returned = _sheets("returned")
    waiting = _sheets("waiting for approval")
    state = models.CharField(
        pgettext_lazy("e-mail", "state"),
        max_length=8,
        choices=MailState.choices,
        default=MailState.WAITING,
    )
    tries = models.PositiveSmallIntegerField(default=0)
    # Why it failed; and whether the mail server is known to have taken nothing.
    error = models.TextField(blank=True)
    surely_not_sent = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[Sequence[str]] = ["-on", "person_id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="indicators_digest_once"),
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="indicators_digest_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["on"],
                condition=~Q(state="sent"),
                name="indicators_digest_not_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.on}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that what came twice is known as one."""
        return f"<nhac-viec.{self.person_id}.{self.on:%Y%m%d}@namro>"
