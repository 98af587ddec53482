"""Many returned workbooks in one drop: each is taken or refused by itself.

What was sent is kept at once. The files are then looked at one after another, each in a transaction
with what became of it: whenever the work is broken off, a file is either done or still waits, and
whoever goes on does none twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require_somewhere
from namro.programme.indicators.collection.models_drops import Drop, DroppedFile
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    Outcome,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.taking import take
from namro.programme.indicators.collection.workbooks.unpacking import unpacked
from namro.programme.indicators.permissions import FILL_SHEETS

#: So few are looked at while the person waits.
AT_ONCE = 3
# Work that shows no progress for so long was broken off: a file is given up after 15 seconds.
BROKEN_OFF = dt.timedelta(seconds=60)
_LONGEST_NAME = 255
_log = logging.getLogger(__name__)


def receive(actor: User, files: Iterable[tuple[str, bytes]]) -> Drop:
    """Keep what a person sent in; a ZIP file stands for what is in it. Nothing is entered yet.

    Raises:
        PermissionDenied: the actor fills in no sheets.
    """
    require_somewhere(actor, FILL_SHEETS)
    with transaction.atomic():
        drop = Drop.objects.create(sent_by=actor, moved_at=timezone.now())
        for place, (name, content) in enumerate(unpacked(files), start=1):
            said = name.replace("\0", "")[-_LONGEST_NAME:] or "?"
            row = DroppedFile(drop=drop, place=place, name=said)
            if isinstance(content, WorkbookRefused):
                _refuse(row, content)
            else:
                row.content = content
            row.save()
    return drop


def take_all(number: int, seconds: float = math.inf) -> bool:
    """Look at the files of a drop that wait; a second run finds nothing left to do.

    Args:
        seconds: after so many the rest is left for another time.

    Returns:
        Whether something is left.
    """
    end = time.monotonic() + seconds
    while take_next(number):
        if time.monotonic() >= end:
            return Drop.objects.filter(pk=number, files__outcome=Outcome.WAITING).exists()
    return False


def take_next(number: int) -> bool:
    """Look at the next file of a drop; whether there was one.

    Whatever becomes of it is kept in the same transaction as what it changes.
    """
    with transaction.atomic():
        # Nobody else looks at this drop's files meanwhile: a second file of a sheet must be seen.
        drop = Drop.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=number)
        file = drop.files.filter(outcome=Outcome.WAITING).order_by("place").first()
        if file is None:
            return False
        _take(drop, file)
        file.save()
        drop.moved_at = timezone.now()
        drop.save(update_fields=["moved_at"])
    return True


def _take(drop: Drop, file: DroppedFile) -> None:
    content, file.content = bytes(file.content or b""), None
    try:
        # Whatever fails in it leaves nothing behind.
        with transaction.atomic():
            taken = take(
                drop.sent_by,
                content,
                file.name,
                reason=_("a returned workbook was sent in"),
                not_again=_taken_before(drop),
            )
    except WorkbookRefused as refused:
        _refuse(file, refused)
    except Exception:
        # One file over which the program fails must not keep the others waiting for ever.
        _log.exception("Workbook %s of drop %s could not be taken.", file.place, drop.pk)
        _refuse(file, _failed())
    else:
        file.outcome = Outcome.TAKEN if taken.changed else Outcome.SAME
        file.sheet = taken.sheet
        file.changed, file.unchanged = taken.changed, taken.unchanged
        file.said = _told(taken.notes)


def _refuse(file: DroppedFile, refused: WorkbookRefused) -> None:
    file.outcome, file.sheet_id = refused.outcome, refused.sheet
    file.said = _told(refused.faults)


def _told(faults: Iterable[CellFault]) -> list[dict[str, Any]]:
    return [asdict(each) for each in faults]


def _taken_before(drop: Drop) -> dict[str, str]:
    """The codes of the sheets that this drop has taken, with the file of each."""
    done = drop.files.filter(outcome__in=(Outcome.TAKEN, Outcome.SAME))
    return dict(done.values_list("sheet__code", "name"))


def _failed() -> WorkbookRefused:
    return whole(
        "phần mềm gặp lỗi khi nhận tệp này, chưa ghi gì; hãy nộp lại riêng tệp này, nếu vẫn lỗi "
        "thì báo người quản trị",
        "the program failed over this file and entered nothing of it; send it again by itself, and "
        "tell the administrator if it fails again",
        Outcome.FAILED,
    )


def send_to_work(number: int) -> None:
    """Let the background worker look at the files of a drop; one in the queue waits there once."""
    from procrastinate.exceptions import AlreadyEnqueued

    from namro.programme.indicators.jobs import take_workbooks

    try:
        # Its own savepoint: a refused insertion would spoil the transaction around it.
        with transaction.atomic():
            take_workbooks.configure(queueing_lock=f"drop-{number}").defer(number=number)
    except AlreadyEnqueued:
        pass


def broken_off(drop: Drop) -> bool:
    """Whether nothing has moved for so long that nobody works on it; asked of one not done."""
    return timezone.now() - drop.moved_at > BROKEN_OFF


def go_on(actor: User, number: int) -> None:
    """Take up a drop of one's own where it was broken off.

    Raises:
        PermissionDenied: the actor fills in no sheets.
    """
    require_somewhere(actor, FILL_SHEETS)
    own = Drop.objects.filter(sent_by=actor, files__outcome=Outcome.WAITING)
    if own.filter(pk=number).exists():
        send_to_work(number)


def take_up(waited: dt.timedelta = BROKEN_OFF) -> None:
    """Let the worker go on with every drop of which nothing has moved for so long."""
    left = Drop.objects.filter(
        files__outcome=Outcome.WAITING, moved_at__lte=timezone.now() - waited
    )
    for number in left.order_by("pk").values_list("pk", flat=True).distinct():
        send_to_work(number)
