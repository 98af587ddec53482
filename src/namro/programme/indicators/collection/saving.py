"""Saving what the form of a sheet sent, and submitting it with the same press of a button."""

from __future__ import annotations

from django.db import transaction

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators.collection.actions_sheets import enter, fields_of, submit
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.filling import Read
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.permissions import FILL_SHEETS

ENTERED = "Nhập số liệu trên trang của phiếu"
SUBMITTED = "Trình phiếu"


def version_of(sheet: Sheet) -> str:
    """What the form of a sheet carries: the version of the sheet and of its fields."""
    return editing.version(sheet, fields_of(sheet))


def save(actor: Actor, sheet: Sheet, read: Read, seen: str) -> int:
    """Enter what a person changed; fields that others changed meanwhile stay as they left them.

    Returns:
        How many fields were changed.

    Raises:
        PermissionDenied, CollectionRefused, EntriesRefused, ChangedMeanwhile: as `enter`.
    """
    of_fields = seen.rpartition("-")[2]
    done = enter(actor, sheet.pk, read.entries, channel=Channel.WEB, reason=ENTERED, seen=of_fields)
    return done.changed


def save_and_submit(actor: Actor, sheet: Sheet, read: Read, seen: str) -> CollectionRefused | None:
    """Enter what a person changed and submit the sheet as they saw it.

    Returns:
        Why it was not submitted: what was entered is kept all the same.

    Raises:
        PermissionDenied, CollectionRefused, EntriesRefused, ChangedMeanwhile: nothing was written.
    """
    require(actor, FILL_SHEETS, sheet.holder)
    with transaction.atomic():
        locked: Sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
        # Whoever submits answers for every field, so all of them must be as they saw them.
        editing.unchanged(seen, actor, locked, fields_of(locked))
        if read.entries:
            enter(actor, sheet.pk, read.entries, channel=Channel.WEB, reason=ENTERED)
        try:
            with transaction.atomic():
                submit(actor, sheet.pk, reason=SUBMITTED)
        except CollectionRefused as refused:
            if not read.entries:
                raise
            return refused
    return None
