"""The bytes of an entry: they can mean nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.history.rules.entries import (
    Column,
    Hasher,
    canonical,
    kind_of,
    values_of,
)

COLUMNS = (Column("a", "int"), Column("b", "text"))
VALUES = st.lists(st.none() | st.binary(max_size=6), min_size=2, max_size=2)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([b"1", b"x"], b"1:11:x"),
        ([None, b""], b"-0:"),
        ([b"", None], b"0:-"),
        ([b"1:1", "Năm Rõ".encode()], b"3:1:18:N\xc4\x83m R\xc3\xb5"),
    ],
)
def test_values_are_preceded_by_their_length(values: list[bytes | None], wanted: bytes) -> None:
    begin = b"21:namro-history-entry-11:t2;1:a3:int1:b4:text"
    assert canonical("t", COLUMNS, values) == begin + wanted
    assert Hasher("t", COLUMNS).digest(values) == hashlib.sha256(begin + wanted).digest()


@given(VALUES, VALUES)
def test_different_entries_have_different_bytes(
    one: list[bytes | None], other: list[bytes | None]
) -> None:
    same = canonical("t", COLUMNS, one) == canonical("t", COLUMNS, other)
    assert same == (one == other)


@given(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4), st.text(max_size=4))
def test_names_of_tables_and_columns_count(a: str, b: str, c: str, d: str) -> None:
    one = canonical(a, [Column(b, "text")], [b"x"])
    other = canonical(c, [Column(d, "text")], [b"x"])
    assert (one == other) == ((a, b) == (c, d))


def test_as_many_values_as_columns() -> None:
    with pytest.raises(ValueError, match="3 values for 2"):
        canonical("t", COLUMNS, [None, None, None])


@pytest.mark.parametrize(("name", "kind"), [("int4", "int"), ("int8", "int"), ("jsonb", "jsonb")])
def test_widening_a_column_changes_no_bytes(name: str, kind: str) -> None:
    assert kind_of(name) == kind


_ESCAPES = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPES["\v"] = "\\v"


@given(
    st.lists(st.none() | st.text(st.sampled_from("a\\\b\f\n\r\t\vNntbế"), max_size=8), min_size=1)
)
def test_lines_of_copy_are_read_back(values: list[str | None]) -> None:
    written = "\t".join(
        "\\N" if each is None else "".join(_ESCAPES.get(letter, letter) for letter in each)
        for each in values
    )
    wanted = [None if each is None else each.encode() for each in values]
    assert values_of(written.encode() + b"\n") == wanted
