"""What people say of a target beside the computed verdict, never instead of it: the standing body's
own conclusion, and why a target is not on its way and what will be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.indicators.choices import Cause, Verdict


class Said(models.Model):
    """Something said of a target as it stood on a day. It stays; a later word stands beside it."""

    target = models.ForeignKey(
        "programmes.TargetIdentity", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    on = models.DateField(_("on the day"))
    # What was computed when it was said.
    computed = models.CharField(_("computed verdict"), max_length=20, choices=Verdict.choices)
    said_by = models.CharField(pgettext_lazy("of a target", "said by"), max_length=200)
    said_at = models.DateTimeField(pgettext_lazy("of a target", "said at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar[Sequence[str]] = ["target_id", "-on", "-pk"]


@history.track()
class Conclusion(Said):
    """What the standing body concludes itself, with its reason and the document that says so."""

    verdict = models.CharField(_("conclusion"), max_length=20, choices=Verdict.choices)
    reason = models.TextField(_("reason"))
    document = models.TextField(pgettext_lazy("conclusion", "document"))

    class Meta(Said.Meta):
        verbose_name = _("conclusion of the standing body")
        verbose_name_plural = _("conclusions of the standing body")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="indicators_conclusion_verdict"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document=""), name="indicators_conclusion_rests"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}, {self.on}: {self.get_verdict_display()}"


@history.track()
class Explanation(Said):
    """Why a target is at risk, off track or missed, what will be done, and by when."""

    cause_kind = models.CharField(_("kind of cause"), max_length=12, choices=Cause.choices)
    cause = models.TextField(_("cause"))
    remedy = models.TextField(_("remedy"))
    remedy_by = models.DateField(_("to be done by"))

    class Meta(Said.Meta):
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.CheckConstraint(
                condition=Q(cause_kind__in=Cause.values), name="indicators_explanation_cause"
            ),
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(remedy=""), name="indicators_explanation_says"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}, {self.on}"
