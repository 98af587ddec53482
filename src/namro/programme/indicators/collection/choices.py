"""The lists of words of collection."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SheetState(models.TextChoices):
    """How far a unit's sheet is."""

    OPEN = "open", pgettext_lazy("sheet", "being filled in")
    SUBMITTED = "submitted", pgettext_lazy("sheet", "submitted")
    RETURNED = "returned", pgettext_lazy("sheet", "returned")
    APPROVED = "approved", pgettext_lazy("sheet", "approved")
    CORRECTING = "correcting", pgettext_lazy("sheet", "being corrected")


#: Those in which a sheet takes figures: its unit has still to do with it.
FILLING = (SheetState.OPEN, SheetState.RETURNED, SheetState.CORRECTING)


class Step(models.TextChoices):
    """Who approves, one after another."""

    OWN = "own", _("head of the unit itself")
    ABOVE = "above", _("unit above it")
    TOP = "top", _("the body that asks")


class Channel(models.TextChoices):
    """How a figure came in."""

    WEB = "web", pgettext_lazy("channel", "on the web")
    WORKBOOK = "workbook", pgettext_lazy("channel", "by workbook")
    PAPER = "paper", pgettext_lazy("channel", "on paper")
    API = "api", pgettext_lazy("channel", "by the programming interface")


class Regime(models.TextChoices):
    """Which days the figures of a period cover."""

    CALENDAR = "calendar", _("the days of the period itself")
    STATE = "nd-09-2019", _("reporting windows of Decree 09/2019/NĐ-CP")


class MailState(models.TextChoices):
    """How far an e-mail is."""

    WAITING = "waiting", pgettext_lazy("e-mail", "waits to be sent")
    SENDING = "sending", pgettext_lazy("e-mail", "is being sent")
    SENT = "sent", pgettext_lazy("e-mail", "sent")
    FAILED = "failed", pgettext_lazy("e-mail", "not delivered")


class RemarkKind(models.TextChoices):
    """Why something was said of a sheet."""

    COMMENT = "comment", pgettext_lazy("remark", "comment")
    RETURN = "return", pgettext_lazy("remark", "reason of the return")
    CORRECTION = "correction", pgettext_lazy("remark", "reason of the correction")
