"""Reading parts of a zip container without trusting it.

Everything is checked before anything is unpacked: the number of entries, the sizes they
declare, their ratio and compression. A part is then unpacked in memory, never beyond its limit.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.refusal import Refused, corrupt

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
_CHUNK = 64 * 1024


class Archive:
    """The entries of a zip file that passed the checks.

    Raises `Refused` with zip_bomb, encrypted or corrupt.
    """

    def __init__(self, data: bytes, kind: str = "docx") -> None:
        self._kind = kind
        # Counted on the bytes, since zipfile builds an object for each entry when it opens.
        if data.count(_CENTRAL_ENTRY) > limits.MAX_ZIP_ENTRIES:
            raise Refused("zip_bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            entries = None
        except (RuntimeError, IndexError, EOFError, UnicodeError):
            entries = None
        if entries is None:
            raise corrupt(kind)
        self._check(entries)
        self.names: frozenset[str] = frozenset(entry.filename for entry in entries)
        self._by_name = {_key(entry.filename): entry for entry in entries}
        if len(self._by_name) != len(entries):
            # Two parts of one name: readers disagree on which one counts.
            raise corrupt(kind)

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        total = 0
        for entry in entries:
            total += entry.file_size
            unpacked, packed = entry.file_size, max(entry.compress_size, 1)
            if unpacked > limits.ZIP_RATIO_FLOOR_BYTES and unpacked > packed * limits.MAX_ZIP_RATIO:
                raise Refused("zip_bomb")
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise Refused("encrypted")
        if total > limits.MAX_ZIP_TOTAL_BYTES:
            raise Refused("zip_bomb")

    def has(self, name: str) -> bool:
        """Is there a part of this name (letter case and a leading slash do not matter)?"""
        return _key(name) in self._by_name

    def read(self, name: str, limit: int = limits.MAX_ZIP_PART_BYTES) -> bytes:
        """The bytes of a part; `Refused` zip_bomb beyond `limit` bytes, corrupt when damaged."""
        entry = self._by_name.get(_key(name))
        if entry is None:
            raise corrupt(self._kind)
        if entry.file_size > limit:
            raise Refused("zip_bomb")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise corrupt(self._kind)
        pieces: list[bytes] = []
        size = 0
        damaged = False
        try:
            with self._zip.open(entry) as stream:
                while size <= limit and (chunk := stream.read(_CHUNK)):
                    size += len(chunk)
                    pieces.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError):
            damaged = True
        except (NotImplementedError, RuntimeError, OverflowError, IndexError, UnicodeError):
            damaged = True
        if damaged:
            raise corrupt(self._kind)
        if size > limit:
            raise Refused("zip_bomb")
        return b"".join(pieces)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
