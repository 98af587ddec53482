"""Tokens by which a person's programs act in their name, within what the token allows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Literal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history

#: The longest a token lasts: a leap year.
LONGEST = timedelta(days=366)


@history.track(exclude=["token_hash"])
class ApiToken(models.Model):
    """One token of one person, until its end. The token itself is shown once and not kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="tokens",
        verbose_name=_("user"),
    )
    name = models.CharField(pgettext_lazy("token", "name"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Which of the roles that the person holds it acts with: keys of role assignments. What they
    # come to hold later is not among them, and what they hold no longer it does not hold either.
    roles = ArrayField(models.BigIntegerField(), verbose_name=_("roles"))
    read_only = models.BooleanField(_("reads only"), default=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="accounts_token_ends"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("made_at") + LONGEST), name="accounts_token_not_long"
            ),
            models.CheckConstraint(condition=Q(roles__len__gte=1), name="accounts_token_roles"),
            models.CheckConstraint(condition=~Q(name=""), name="accounts_token_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> Literal["open", "revoked", "expired"]:
        """``open``, ``revoked`` or ``expired``."""
        if self.revoked_at is not None:
            return "revoked"
        return "open" if timezone.now() < self.ends_at else "expired"


class TokenUse(models.Model):
    """How often a token was used in the last minute that it was, and when that was.

    Counted in the database, for all processes together; it is no part of the history.
    """

    token = models.OneToOneField(
        ApiToken, on_delete=models.PROTECT, primary_key=True, related_name="use"
    )
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("use of a token")
        verbose_name_plural = _("uses of tokens")

    def __str__(self) -> str:
        return f"{self.token_id}: {self.count}"
