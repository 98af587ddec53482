"""Verifying the sealed history: reads only, and as of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from django.db import connection, transaction

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import guarding, tables
from namro.foundation.history.models import Seal
from namro.foundation.history.permissions import VERIFY
from namro.foundation.history.rules import chain
from namro.foundation.history.rules.comparing import (
    Finding,
    Kind,
    Link,
    check_chain,
    compare_entries,
    mark_cut,
)

#: Entries read at a time.
_AT_A_TIME = 50_000
_LAST = 2**63 - 1
Progress: TypeAlias = Callable[[int], None]


@dataclass(slots=True)
class Verification:
    """What verifying found."""

    findings: list[Finding] = field(default_factory=list)
    seals: int = 0
    #: Entries whose seal is sound, compared one by one.
    compared: int = 0
    #: By table, how many entries no seal covers yet.
    unsealed: dict[str, int] = field(default_factory=dict)
    #: By table, how many entries stand where a seal is missing or vouches for nothing.
    unproven: dict[str, int] = field(default_factory=dict)
    #: Triggers that are missing or switched off: what is done meanwhile may leave no entry.
    unguarded: list[str] = field(default_factory=list)
    #: The end of the chain; None: there are no seals.
    digest: chain.Digest | None = None

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.findings


def verify(
    actor: Actor,
    digests: Sequence[chain.Digest] = (),
    *,
    begin: Progress = lambda _total: None,
    progress: Progress = lambda _count: None,
) -> Verification:
    """Compare the chain with itself, with every entry, and with ``digests`` kept outside.

    Args:
        begin: told how many sealed entries there are to compare.
        progress: told how many were compared since it was last told.

    Raises:
        PermissionDenied: ``actor`` may not verify.
    """
    require(actor, VERIFY)
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            # Entries and seals as of one moment, whoever writes or seals meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables.write_alike()
        result = Verification()
        links = list(_links(result))
        begin(sum(link.count for link in links))
        found, doubtful = check_chain(links, digests)
        result.findings += found
        result.seals = len(links)
        result.unguarded = guarding.unguarded()
        names = tables.event_tables()
        for table in sorted({*names, *(link.table for link in links)}):
            _verify_table(
                table, [each for each in links if each.table == table], doubtful, result, progress
            )
    return result


def _links(result: Verification) -> Iterator[Link]:
    """All seals without their entries, each measured against its own hash."""
    seal = None
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        try:
            sound = chain.hash_of(seal.as_sealed()) == seal.hash
        except ValueError:
            sound = False
        yield Link(
            number=seal.number,
            table=seal.table,
            columns=seal.columns,
            after=seal.after,
            through=seal.through,
            count=seal.count,
            total=seal.total,
            previous=seal.previous,
            hash=seal.hash,
            sound=sound,
        )
    result.digest = seal.digest() if seal else None


def _verify_table(
    table: str, links: list[Link], doubtful: set[int], result: Verification, progress: Progress
) -> None:
    """Compare one table's entries with its seals, and count those that no seal covers."""
    present = {each.name: each.kind for each in tables.columns_of(table)}
    findings: list[Finding] = []
    last_kept: dict[str, int] = {}
    covered: list[tuple[int, int]] = []  # ranges for which a seal vouches
    for batch in _batches([each for each in links if each.number not in doubtful]):
        columns = chain.columns_from(batch[0].columns)
        gone = [each.name for each in columns if present.get(each.name) != each.kind]
        covered += ((each.after, each.through) for each in batch)
        if gone:
            findings.append(
                Finding(
                    Kind.NOT_COMPARABLE,
                    table,
                    seals=(batch[0].number, batch[-1].number),
                    count=sum(each.count for each in batch),
                    detail=", ".join(gone) if present else "",
                )
            )
            progress(sum(each.count for each in batch))
            continue
        standing = tables.entries(table, columns, batch[0].after, batch[-1].through)
        kept = dict(
            Seal.objects.filter(number__in=[each.number for each in batch]).values_list(
                "number", "entries"
            )
        )
        for link, here in zip(batch, _split(batch, standing), strict=True):
            sealed = list(chain.unpacked(bytes(kept[link.number])))
            findings += compare_entries(table, link.number, sealed, here)
            last = max((key for key, _digest in sealed if key in here), default=None)
            if last is not None:
                last_kept[table] = max(last, last_kept.get(table, last))
            result.compared += len(sealed)
            progress(len(sealed))
    result.findings += mark_cut(findings, last_kept)
    if present:
        _rest(table, links, covered, result)


def _batches(links: Sequence[Link]) -> Iterator[list[Link]]:
    """Seals of one table that follow each other and cover the same columns, some at a time."""
    batch: list[Link] = []
    size = 0
    for link in links:
        follows = batch and (link.after, link.columns) == (batch[-1].through, batch[-1].columns)
        if batch and (not follows or size + link.count > _AT_A_TIME):
            yield batch
            batch, size = [], 0
        batch.append(link)
        size += link.count
    if batch:
        yield batch


def _split(batch: Sequence[Link], entries: Iterator[tuple[int, bytes]]) -> list[dict[int, bytes]]:
    """Entries, which come by their numbers, by the seal of ``batch`` in whose range they are."""
    parts: list[dict[int, bytes]] = [{} for _link in batch]
    at = 0
    for key, digest in entries:
        while key > batch[at].through:
            at += 1
        parts[at][key] = digest
    return parts


def _rest(
    table: str, links: list[Link], covered: list[tuple[int, int]], result: Verification
) -> None:
    """Entries that no sound seal covers: not yet sealed, not provable, or never numbered."""
    given = tables.last_given(table)
    beyond = chain.BEFORE_ALL if given is None else given
    result.findings += (
        Finding(Kind.INSERTED, table, key, detail="numbering")
        for key in tables.numbers(table, beyond, _LAST)
    )
    end = max((each.through for each in links), default=chain.BEFORE_ALL)
    if unsealed := tables.count_after(table, end, beyond):
        result.unsealed[table] = unsealed
    unproven, at = 0, chain.BEFORE_ALL
    for after, through in sorted(covered):
        if after > at:
            unproven += tables.count_after(table, at, after)
        at = max(at, through)
    if at < end:
        unproven += tables.count_after(table, at, end)
    if unproven:
        result.unproven[table] = unproven
