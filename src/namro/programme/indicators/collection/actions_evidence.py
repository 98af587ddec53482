"""The verbs of a sheet's evidence: adding a file, and taking one away again while it is filled."""

from __future__ import annotations

import hashlib

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.collection.actions_sheets import locked, to_fill
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.examining_files import media_type_of
from namro.programme.indicators.collection.models import FormItem, Sheet, SheetFile
from namro.programme.indicators.collection.refusals_files import FileRefused
from namro.programme.indicators.permissions import FILL_SHEETS
from namro.programme.programmes.rules.draft import file_name

MOST_FILES = 20


def _open_to(actor: Actor, sheet: Sheet) -> None:
    """Refuse somebody who may not fill in the sheet, before anything of theirs is looked at."""
    require(actor, FILL_SHEETS, sheet.holder)


def add_file(
    actor: Actor,
    number: int,
    name: str,
    content: bytes,
    *,
    reason: str,
    item: FormItem | None = None,
) -> tuple[SheetFile, bool]:
    """Attach a file to a sheet that is being filled in; the same bytes again change nothing.

    Args:
        number: the sheet's key.
        item: the item of its form that the file is about; None: the whole sheet.

    Returns:
        The file, and whether it is new.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: the sheet takes nothing now.
        FileRefused: there are too many, or it is none of the kinds that are taken.
        Refused: it bears a stamp of secrecy, holds macros or a password, or is damaged.
    """
    _open_to(actor, Sheet.objects.select_related("holder").get(pk=number))
    # Examined before the sheet is locked: it may take seconds.
    name = file_name(name)
    media_type = media_type_of(name, content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic(), history.reason(actor, reason):
        sheet = locked(number)
        to_fill(actor, sheet)
        found = SheetFile.objects.filter(sheet=sheet, sha256=digest).defer("content").first()
        if found is not None:
            return found, False
        if sheet.files.count() >= MOST_FILES:
            raise FileRefused("too_many", limit=MOST_FILES)
        made = SheetFile(
            sheet=sheet,
            item=item,
            channel=Channel.WEB,
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=digest,
            content=content,
            added_by=actor.get_username(),
        )
        made.save()
        return made, True


def remove_file(actor: Actor, number: int, key: int, *, reason: str) -> bool:
    """Take an evidence file away from a sheet that is being filled in.

    Returns:
        Whether it was there.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies it.
        CollectionRefused: the sheet is not being filled in: what was submitted stays.
        FileRefused: it came in another way than on the web.
    """
    with transaction.atomic(), history.reason(actor, reason):
        sheet = locked(number)
        to_fill(actor, sheet)
        found = SheetFile.objects.filter(sheet=sheet, pk=key).defer("content").first()
        if found is None:
            return False
        if found.channel != Channel.WEB:
            raise FileRefused("not_ours")
        found.delete()
        return True
