"""The chain: whatever single thing is done to it is named, and nobody else is accused."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.history.rules import chain
from namro.foundation.history.rules.chain import Sealed
from namro.foundation.history.rules.comparing import (
    Finding,
    Kind,
    Link,
    check_chain,
    compare_entries,
    mark_cut,
)
from namro.foundation.history.rules.entries import Column

COLUMNS = (Column("pgh_id", "int"), Column("full_name", "text"))
NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
Entries = dict[int, bytes]


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def seals_of(*blocks: Entries) -> list[tuple[Sealed, str]]:
    """A chain with a seal for each block, and each seal's hash."""
    made: list[tuple[Sealed, str]] = []
    after, total, previous = chain.BEFORE_ALL, 0, chain.NOTHING
    for number, block in enumerate(blocks, start=1):
        total += len(block)
        seal = Sealed(
            number=number,
            sealed_at=NOON + dt.timedelta(hours=number),
            sealed_by="operator:tests",
            table="t",
            columns=COLUMNS,
            after=after,
            through=max(block),
            count=len(block),
            total=total,
            entries=chain.packed(sorted(block.items())),
            previous=previous,
        )
        previous, after = chain.hash_of(seal), max(block)
        made.append((seal, previous))
    return made


def link(seal: Sealed, hashed: str) -> Link:
    return Link(
        seal.number,
        seal.table,
        chain.columns_text(seal.columns),
        seal.after,
        seal.through,
        seal.count,
        seal.total,
        seal.previous,
        hashed,
        chain.hash_of(seal) == hashed,
    )


def judged(
    seals: list[tuple[Sealed, str]], standing: Entries, outside: list[chain.Digest] | None = None
) -> list[Finding]:
    """What verifying finds, as the room does it, on plain values."""
    findings, doubtful = check_chain([link(*each) for each in seals], outside or [])
    about: list[Finding] = []
    kept: dict[str, int] = {}
    for seal, _hash in seals:
        if seal.number in doubtful:
            continue
        sealed = list(chain.unpacked(seal.entries))
        here = {key: one for key, one in standing.items() if seal.after < key <= seal.through}
        about += compare_entries(seal.table, seal.number, sealed, here)
        if left := [key for key, _one in sealed if key in here]:
            kept[seal.table] = left[-1]
    return findings + mark_cut(about, kept)


@st.composite
def blocks(draw: st.DrawFn) -> list[Entries]:
    """Numbered entries with gaps, in one to five blocks of at least one."""
    keys = sorted(draw(st.sets(st.integers(1, 60), min_size=5, max_size=30)))
    count = draw(st.integers(1, 5))
    size = len(keys) // count
    parts = [keys[index * size : (index + 1) * size] for index in range(count - 1)]
    parts.append(keys[(count - 1) * size :])
    return [{key: digest(f"entry {key}") for key in part} for part in parts]


def together(parts: list[Entries]) -> Entries:
    return {key: one for part in parts for key, one in part.items()}


@given(blocks())
def test_untouched_is_never_accused(parts: list[Entries]) -> None:
    seals = seals_of(*parts)
    outside = [chain.Digest(seal.sealed_at, seal.number, seal.total, h) for seal, h in seals]
    later = {61: digest("not yet sealed")}
    assert judged(seals, together(parts) | later, outside) == []


@given(blocks(), st.data())
def test_any_single_tampering_with_an_entry_is_named(
    parts: list[Entries], data: st.DataObject
) -> None:
    seals, standing = seals_of(*parts), together(parts)
    key = data.draw(st.integers(-5, max(standing)))
    if key not in standing:
        standing[key] = digest("forged")
        kind = Kind.INSERTED
    elif data.draw(st.booleans()):
        standing[key] = digest("altered")
        kind = Kind.ALTERED
    else:
        kind = Kind.CUT_OFF if key == max(standing) else Kind.REMOVED
        del standing[key]
    assert [(each.kind, each.key) for each in judged(seals, standing)] == [(kind, key)]


@given(blocks(), st.data())
def test_every_entry_of_a_cut_tail_is_named(parts: list[Entries], data: st.DataObject) -> None:
    seals, standing = seals_of(*parts), together(parts)
    keys = sorted(standing)
    cut = keys[data.draw(st.integers(0, len(keys) - 1)) :]
    left = {key: one for key, one in standing.items() if key not in cut}
    found = judged(seals, left)
    assert [(each.kind, each.key) for each in found] == [(Kind.CUT_OFF, key) for key in cut]


_FIELDS = st.sampled_from(
    [
        {"sealed_by": "operator:somebody"},
        {"sealed_at": NOON},
        {"through": 99},
        {"count": 0},
        {"total": 999},
        {"entries": b""},
        {"previous": "f" * 64},
        {"columns": COLUMNS[:1]},
    ]
)


@given(blocks(), _FIELDS, st.data())
def test_an_altered_seal_is_named_and_no_entry_accused(
    parts: list[Entries], change: dict[str, object], data: st.DataObject
) -> None:
    seals = seals_of(*parts)
    at = data.draw(st.integers(0, len(seals) - 1))
    seal, hashed = seals[at]
    seals[at] = (replace(seal, **change), hashed)  # type: ignore[arg-type]
    found = judged(seals, together(parts))
    assert [(each.kind, each.seals) for each in found] == [(Kind.SEAL_ALTERED, (at + 1, at + 1))]


@given(blocks(), st.data())
def test_a_missing_seal_is_named_and_no_entry_accused(
    parts: list[Entries], data: st.DataObject
) -> None:
    seals = seals_of(*parts)
    end = chain.Digest(seals[-1][0].sealed_at, len(seals), seals[-1][0].total, seals[-1][1])
    at = data.draw(st.integers(0, len(seals) - 1))
    last = at == len(seals) - 1
    del seals[at]
    found = judged(seals, together(parts), [end])
    kind = Kind.CHAIN_CUT_OFF if last else Kind.SEAL_MISSING
    assert [(each.kind, each.seals) for each in found] == [(kind, (at + 1, at + 1))]
    # Without a digest from outside nothing tells a chain cut off from a shorter one.
    assert bool(judged(seals, together(parts))) == (not last)


@given(blocks(), st.data())
def test_a_seal_made_anew_is_named_by_the_one_after_it(
    parts: list[Entries], data: st.DataObject
) -> None:
    seals = seals_of(*parts)
    at = data.draw(st.integers(0, len(seals) - 1))
    seal, _hash = seals[at]
    forged = replace(seal, entries=seal.entries[:-1] + bytes([seal.entries[-1] ^ 1]))
    seals[at] = (forged, chain.hash_of(forged))
    found = judged(seals, together(parts))
    if at == len(seals) - 1:  # nothing comes after it: only a digest outside could tell
        assert {each.kind for each in found} <= {Kind.ALTERED, Kind.CUT_OFF}
        assert found
        return
    named = [(each.kind, each.seals) for each in found]
    # Between the last two it is the one or the other: both are named, none alone.
    wanted = (at + 1, at + 1) if at + 2 < len(seals) else (at + 1, at + 2)
    assert named == [(Kind.SEAL_REPLACED, wanted)]


@given(blocks(), st.data())
def test_a_chain_made_anew_is_told_by_the_digests_outside(
    parts: list[Entries], data: st.DataObject
) -> None:
    true = seals_of(*parts)
    outside = [chain.Digest(seal.sealed_at, seal.number, seal.total, h) for seal, h in true]
    at = data.draw(st.integers(0, len(parts) - 1))
    key = data.draw(st.sampled_from(sorted(parts[at])))
    forged = [dict(part) for part in parts]
    forged[at][key] = digest("forged")
    anew = seals_of(*forged)
    assert judged(anew, together(forged)) == []  # by itself it is as good as the true one
    found = judged(anew, together(forged), outside)
    assert [(each.kind, each.seals) for each in found] == [(Kind.RECOMPUTED, (at + 1, at + 1))]
    # The last digest alone tells that it happened, though not since when.
    found = judged(anew, together(forged), outside[-1:])
    assert [(each.kind, each.seals) for each in found] == [(Kind.RECOMPUTED, (1, len(parts)))]


def test_all_is_gone_but_the_digest() -> None:
    outside = [chain.Digest(NOON, 3, 1200, "a" * 64)]
    found = judged([], {}, outside)
    assert [(each.kind, each.seals, each.count) for each in found] == [
        (Kind.CHAIN_CUT_OFF, (1, 3), 1200)
    ]


def test_a_digest_is_one_line_and_is_read_back() -> None:
    made = chain.Digest(NOON.replace(microsecond=0), 17, 12345, "ab" * 32)
    line = made.line()
    assert line == (f"namro-history 2026-11-22T12:00:00Z seal=17 entries=12345 sha256={'ab' * 32}")
    assert chain.digests_in(f"# kept in the safe\n\n{line}\n") == [made]


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "abc", "namro-history 2026-13-45T12:00:00Z seal=1 entries=1 sha256="],
)
def test_what_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        chain.digests_in(text)
