"""Files that are kept with a sheet."""

from __future__ import annotations

import hashlib

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Sheet, SheetFile
from namro.programme.indicators.permissions import FILL_SHEETS


def keep_file(
    actor: Actor,
    sheet: Sheet,
    channel: Channel,
    name: str,
    media_type: str,
    content: bytes,
    *,
    reason: str,
) -> SheetFile:
    """Keep a file with a sheet; the same file again is kept once.

    Raises:
        PermissionDenied: the actor may not, for the unit that supplies the sheet.
    """
    require(actor, FILL_SHEETS, sheet.holder)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic(), history.reason(actor, reason):
        found: SheetFile | None = SheetFile.objects.filter(sheet=sheet, sha256=digest).first()
        if found is not None:
            return found
        made = SheetFile(
            sheet=sheet,
            channel=channel,
            name=name[-255:],
            media_type=media_type,
            size=len(content),
            sha256=digest,
            content=content,
            added_by=actor.get_username(),
        )
        made.save()
        return made
