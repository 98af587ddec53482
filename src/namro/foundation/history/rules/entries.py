"""One entry of the history as bytes that can mean nothing else, and their SHA-256.

An entry is a row of an event table with the context it belongs to (who, why, from where), each
value as PostgreSQL writes it as text under fixed settings. Names, kinds and values are each
preceded by their length, so that no two different entries have the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Changes when the form of the bytes does; entries sealed before keep theirs.
FORM = b"namro-history-entry-1"

# Types whose values are written alike: widening a column must not change an entry's bytes.
_KINDS = {
    "int2": "int",
    "int4": "int",
    "int8": "int",
    "bpchar": "text",
    "varchar": "text",
}


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """One column of an entry: its name, and the kind of its values."""

    name: str
    kind: str


def kind_of(type_name: str) -> str:
    """The kind of values of a PostgreSQL type, such as ``int`` for ``int8``."""
    return _KINDS.get(type_name, type_name)


def framed(value: bytes) -> bytes:
    """``value`` preceded by its length."""
    return b"%d:%b" % (len(value), value)


def preamble(table: str, columns: Sequence[Column]) -> bytes:
    """What the bytes of all entries of a table begin with: its name and its columns."""
    parts = [framed(FORM), framed(table.encode()), b"%d;" % len(columns)]
    for column in columns:
        parts += (framed(column.name.encode()), framed(column.kind.encode()))
    return b"".join(parts)


def body(values: Sequence[bytes | None]) -> bytes:
    """The values of one entry; ``-`` stands for no value, which no length can be."""
    return b"".join([b"-" if each is None else b"%d:%b" % (len(each), each) for each in values])


def canonical(table: str, columns: Sequence[Column], values: Sequence[bytes | None]) -> bytes:
    """The bytes of one entry.

    Raises:
        ValueError: there are more or fewer values than columns.
    """
    if len(values) != len(columns):
        raise ValueError(f"{table}: {len(values)} values for {len(columns)} columns")
    return preamble(table, columns) + body(values)


class Hasher:
    """Makes the digests of many entries of one table."""

    def __init__(self, table: str, columns: Sequence[Column]) -> None:
        self._begun: Any = hashlib.sha256(preamble(table, columns))

    def digest(self, values: Sequence[bytes | None]) -> bytes:
        """SHA-256 of the entry's canonical bytes."""
        hashed = self._begun.copy()
        hashed.update(body(values))
        result: bytes = hashed.digest()
        return result


_ESCAPED = {
    ord(letter): bytes([code])
    for letter, code in {"b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92}.items()
}


def values_of(line: bytes) -> list[bytes | None]:
    r"""The values of one line as PostgreSQL's COPY writes it (tabs between, ``\N`` for none)."""
    fields: list[bytes] = line.rstrip(b"\n").split(b"\t")
    if b"\\" not in line:
        return list(fields)
    return [
        each if b"\\" not in each else None if each == b"\\N" else _unescaped(each)
        for each in fields
    ]


def _unescaped(field: bytes) -> bytes:
    first, *rest = field.split(b"\\")
    parts = [first]
    plain = False  # the piece before was the second half of an escaped backslash
    for piece in rest:
        if plain:
            parts.append(piece)
            plain = False
        elif piece:
            parts += (_ESCAPED[piece[0]], piece[1:])
        else:
            parts.append(b"\\")
            plain = True
    return b"".join(parts)
