"""Sealing the history."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import tables
from namro.foundation.history.models import Seal
from namro.foundation.history.permissions import SEAL
from namro.foundation.history.rules import chain
from namro.foundation.history.rules.entries import Column

#: Entries that one seal covers at the most.
BLOCK = 4096
_READ = 12 * BLOCK  # entries read at a time
_LOCK = 0x6E616D73  # one sealing of a database at a time


class SealingBusyError(RuntimeError):
    """Somebody else is sealing just now; nothing was done."""


@dataclass(slots=True)
class Sealing:
    """What one sealing did."""

    entries: int = 0
    seals: int = 0
    #: Tables left for the next time, because somebody is writing to them.
    waiting: list[str] = field(default_factory=list)
    #: The end of the chain, this sealing's or an earlier one's; None: nothing was ever sealed.
    digest: chain.Digest | None = None


def seal(
    actor: Actor,
    *,
    patience: float = 5.0,
    at_most: int | None = None,
    progress: Callable[[int], None] = lambda _count: None,
) -> Sealing:
    """Seal every entry that no seal covers yet: all of them in one transaction, or none.

    Nobody is kept from writing meanwhile. A table that somebody is writing to for longer than
    ``patience`` seconds is left for the next time.

    Args:
        at_most: how many entries; the others are left for the next time.
        progress: told how many entries were sealed since it was last told.

    Raises:
        PermissionDenied: ``actor`` may not seal.
        SealingBusyError: another sealing is going on.
    """
    require(actor, SEAL)
    with transaction.atomic(durable=True):
        _alone(patience)
        tables.write_alike()
        names = tables.event_tables()
        ends = {name: tables.last_given(name) for name in names}
        waiting = tables.wait_for_writers(names, patience)
        done = Sealing(waiting=sorted(waiting))
        # The chain's order is that of its numbers, whatever the clock does.
        end = _End(
            Seal.objects.defer("entries").last(), timezone.now(), actor.get_username(), progress
        )
        for name in names:
            through = ends[name]
            if through is None or name in waiting:
                continue
            left = None if at_most is None else at_most - done.entries
            done.entries += _seal_table(name, through, end, left, done)
        done.digest = end.last.digest() if end.last else None
    return done


def _alone(patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if cursor.fetchone()[0]:
                return
        if time.monotonic() >= deadline:
            raise SealingBusyError
        time.sleep(0.05)


@dataclass(slots=True)
class _End:
    """The end of the chain, to which seals are added."""

    last: Seal | None
    at: dt.datetime
    by: str
    progress: Callable[[int], None]

    def add(
        self,
        table: str,
        columns: Sequence[Column],
        span: tuple[int, int],
        entries: Sequence[tuple[int, bytes]],
    ) -> None:
        """Seal ``entries``, all those of ``table`` after and up to the numbers of ``span``."""
        made = Seal(
            number=self.last.number + 1 if self.last else 1,
            sealed_at=self.at,
            sealed_by=self.by,
            table=table,
            columns=chain.columns_text(columns),
            after=span[0],
            through=span[1],
            count=len(entries),
            total=(self.last.total if self.last else 0) + len(entries),
            entries=chain.packed(entries),
            previous=self.last.hash if self.last else chain.NOTHING,
        )
        made.hash = chain.hash_of(made.as_sealed())
        made.save(force_insert=True)
        self.last = made
        self.progress(len(entries))


def _seal_table(table: str, through: int, end: _End, at_most: int | None, done: Sealing) -> int:
    """Seal the entries of one table up to number ``through``; how many they were."""
    found = Seal.objects.filter(table=table).order_by("-number").values_list("through", flat=True)
    after = found.first()
    after = chain.BEFORE_ALL if after is None else after
    columns = tables.columns_of(table)
    sealed = 0
    while after < through:
        wanted = _READ if at_most is None else min(_READ, at_most - sealed)
        if wanted <= 0:
            break
        # In portions: while entries come, no seal can be written.
        read = list(tables.entries(table, columns, after, through, wanted))
        whole = len(read) < wanted
        for first in range(0, len(read), BLOCK):
            block = read[first : first + BLOCK]
            last = through if whole and first + BLOCK >= len(read) else block[-1][0]
            end.add(table, columns, (after, last), block)
            after = last
            done.seals += 1
        sealed += len(read)
        if whole:
            break
    return sealed


def keep_outside(digest: chain.Digest, path: Path | None = None) -> Path:
    """Add a digest's line to a file outside the database, unless it is its last line already.

    Args:
        path: by default the installation's own, ``HISTORY_DIGESTS`` of the settings.

    Returns:
        The file.

    Raises:
        OSError: it cannot be written.
    """
    if path is None:
        path = Path(settings.HISTORY_DIGESTS)
        path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    line = digest.line() + "\n"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as stream:
        size = os.fstat(descriptor).st_size
        stream.seek(max(0, size - len(line.encode())))
        if stream.read() != line.encode():
            stream.write(line.encode())
            os.fsync(descriptor)
    return path
