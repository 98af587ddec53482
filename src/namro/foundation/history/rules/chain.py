"""The chain of seals: each holds digests of entries and the hash of the seal before it.

A seal covers one table's entries with numbers after ``after`` up to ``through``: each entry's
digest is kept, so that what was altered is named and not merely noticed. All seals of all tables
make one chain. Its last hash, kept outside the database as one line, tells a chain that somebody
recomputed as a whole from the one that was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from namro.foundation.history.rules.entries import Column, framed

FORM = b"namro-history-seal-1"
#: What the first seal names as the hash before it.
NOTHING = "0" * 64
#: The number before every entry's.
BEFORE_ALL = -(2**63)
_ENTRY = struct.Struct(">q32s")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One seal, as it was kept."""

    number: int
    sealed_at: dt.datetime
    sealed_by: str
    table: str
    columns: tuple[Column, ...]
    after: int
    through: int
    count: int
    total: int  # entries in this and all earlier seals
    entries: bytes
    previous: str


def packed(entries: Iterable[tuple[int, bytes]]) -> bytes:
    """Numbers and digests of entries as a seal keeps them."""
    return b"".join([_ENTRY.pack(key, digest) for key, digest in entries])


def unpacked(entries: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers and digests of the entries of a seal.

    Raises:
        ValueError: the bytes were cut.
    """
    if len(entries) % _ENTRY.size:
        raise ValueError("the entries of the seal are cut")
    yield from _ENTRY.iter_unpack(entries)


def columns_text(columns: Sequence[Column]) -> str:
    """The columns of a seal in one line of JSON."""
    return json.dumps([[each.name, each.kind] for each in columns], separators=(",", ":"))


def columns_from(text: str) -> tuple[Column, ...]:
    """The columns that :func:`columns_text` wrote.

    Raises:
        ValueError: it is no such text.
    """
    try:
        return tuple(Column(str(name), str(kind)) for name, kind in json.loads(text))
    except TypeError as error:
        raise ValueError(str(error)) from None


def hash_of(seal: Sealed) -> str:
    """SHA-256 over all that the seal holds, the hash before it included, in hexadecimal."""
    microseconds = (seal.sealed_at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // (
        dt.timedelta(microseconds=1)
    )
    numbers = (seal.number, microseconds, seal.after, seal.through, seal.count, seal.total)
    texts = (seal.sealed_by, seal.table, columns_text(seal.columns), seal.previous)
    parts = [FORM, *(b"%d" % each for each in numbers), *(each.encode() for each in texts)]
    hashed = hashlib.sha256(b"".join(framed(each) for each in parts))
    hashed.update(framed(seal.entries))
    return hashed.hexdigest()


@dataclass(frozen=True, slots=True)
class Digest:
    """The end of a chain at one moment: what is kept outside the database."""

    sealed_at: dt.datetime
    seal: int
    entries: int
    hash: str

    def line(self) -> str:
        """One line with date, count and hash."""
        moment = self.sealed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"namro-history {moment} seal={self.seal} entries={self.entries} sha256={self.hash}"


_LINE = re.compile(
    r"namro-history (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) seal=(\d{1,18}) entries=(\d{1,18}) "
    r"sha256=([0-9a-f]{64})"
)


def digests_in(text: str) -> list[Digest]:
    """The digests in the lines of a file, by their seals; empty lines and ``#…`` are passed over.

    Raises:
        ValueError: a line is something else, or there is none; the message quotes the line.
    """
    found = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(line.strip()[:120])
        try:
            moment = dt.datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%S%z")
        except ValueError:
            raise ValueError(line.strip()[:120]) from None
        found.append(Digest(moment, int(match[2]), int(match[3]), match[4]))
    if not found:
        raise ValueError("")
    return sorted(found, key=lambda each: each.seal)
