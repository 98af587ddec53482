"""How a sheet stands against its due date: what the map of units and periods shows of it. Pure."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(StrEnum):
    """How a sheet stands; the worst first, as lists that are ordered by it show them."""

    MISSING = "thieu"
    RETURNED_LATE = "tra-lai-muon"
    RETURNED = "tra-lai"
    WAITING_LATE = "cho-muon"
    WAITING = "cho"
    CORRECTING = "dinh-chinh"
    FILLING = "dang-nhap"
    COMPLETE_LATE = "hoan-chinh-muon"
    COMPLETE = "hoan-chinh"


#: What is read without colour: a sign and words.
SIGNS: dict[Standing, str] = {
    Standing.MISSING: "✗",
    Standing.RETURNED_LATE: "↩!",
    Standing.RETURNED: "↩",
    Standing.WAITING_LATE: "◐!",
    Standing.WAITING: "◐",
    Standing.CORRECTING: "✎",
    Standing.FILLING: "○",
    Standing.COMPLETE_LATE: "✓!",
    Standing.COMPLETE: "✓",
}
WORDS: dict[Standing, str | Promise] = {
    Standing.MISSING: pgettext_lazy("sheet", "missing"),
    Standing.RETURNED_LATE: _("returned, past its due date"),
    Standing.RETURNED: pgettext_lazy("sheet", "returned"),
    Standing.WAITING_LATE: _("submitted late, waits for approval"),
    Standing.WAITING: _("submitted on time, waits for approval"),
    Standing.CORRECTING: pgettext_lazy("sheet", "being corrected"),
    Standing.FILLING: pgettext_lazy("sheet", "being filled in"),
    Standing.COMPLETE_LATE: _("complete, late"),
    Standing.COMPLETE: _("complete, on time"),
}
#: The colours of verdicts, which mean the same here.
LOOKS: dict[Standing, str] = {
    Standing.MISSING: "missed",
    Standing.RETURNED_LATE: "off_track",
    Standing.RETURNED: "at_risk",
    Standing.WAITING_LATE: "at_risk",
    Standing.WAITING: "on_track",
    Standing.CORRECTING: "needs_judgement",
    Standing.FILLING: "no_data",
    Standing.COMPLETE_LATE: "reached",
    Standing.COMPLETE: "reached",
}


def standing_of(
    state: str, first_submitted: dt.date | None, due_on: dt.date, today: dt.date
) -> Standing:
    """How a sheet stands.

    Args:
        state: the sheet's.
        first_submitted: the day on which it was submitted first: neither what an approver sends
            back nor a correction makes late what came in time.
        due_on: the last day on which it is in time.
    """
    late = (first_submitted or today) > due_on
    if state == "approved":
        return Standing.COMPLETE_LATE if late else Standing.COMPLETE
    if state == "submitted":
        return Standing.WAITING_LATE if late else Standing.WAITING
    if state == "correcting":
        return Standing.CORRECTING
    if state == "returned":
        return Standing.RETURNED_LATE if today > due_on else Standing.RETURNED
    return Standing.MISSING if today > due_on else Standing.FILLING


def told(standing: Standing) -> dict[str, Any]:
    """A standing as templates show it."""
    return {"look": LOOKS[standing], "sign": SIGNS[standing], "words": WORDS[standing]}
