"""Entering a sheet from its signed paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.history import editing
from namro.programme.indicators.collection.actions_files import keep_file
from namro.programme.indicators.collection.actions_sheets import Entered, enter, fields_of, to_fill
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.paper.scans import Scan
from namro.programme.indicators.collection.refusals import CollectionRefused


def enter_from_paper(
    actor: Actor,
    number: int,
    entries: Mapping[int, Entry],
    *,
    report: str,
    signed_on: dt.date | None,
    scan: Scan | None,
    reason: str,
    seen: str | None = None,
) -> Entered:
    """Enter what a signed report says, with its number and day and, if there is one, its scan.

    Args:
        number: the sheet's key.
        entries: by the key of the form's item; those not named stay as they are.
        report, signed_on: the number of the signed report, and its day.
        seen: the version of the sheet and its fields that the page showed.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: the sheet takes no figures now, or its report has no number or day.
        EntriesRefused: something entered is wrong; every fault is named.
        ChangedMeanwhile: somebody else changed the sheet or its fields since.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet: Sheet = (
            Sheet.objects.select_for_update(of=("self",))
            .select_related("round__form", "holder")
            .get(pk=number)
        )
        to_fill(actor, sheet)
        editing.unchanged(seen, actor, sheet, fields_of(sheet))
        if not report.strip() or signed_on is None:
            raise CollectionRefused("paper_unnamed")
        if not sheet.round.covers_from <= signed_on <= timezone.localdate():
            raise CollectionRefused(
                "paper_day",
                day=f"{signed_on:%d/%m/%Y}",
                first=f"{sheet.round.covers_from:%d/%m/%Y}",
            )
        if (sheet.paper_number, sheet.paper_date) != (report.strip(), signed_on):
            sheet.paper_number, sheet.paper_date = report.strip()[:100], signed_on
            sheet.save()
        file = None
        if scan is not None:
            file = keep_file(
                actor, sheet, Channel.PAPER, scan.name, scan.media_type, scan.content, reason=reason
            )
        return enter(actor, sheet.pk, entries, channel=Channel.PAPER, reason=reason, file=file)
