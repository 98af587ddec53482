"""Comparing a chain with itself, with the entries it covers and with digests kept outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from namro.foundation.history.rules.chain import NOTHING, Digest


class Kind(StrEnum):
    """What was found."""

    ALTERED = "altered"  # an entry, or the context it belongs to
    REMOVED = "removed"
    CUT_OFF = "cut_off"  # removed, and with it every sealed entry after it
    INSERTED = "inserted"
    SEAL_ALTERED = "seal_altered"
    SEAL_REPLACED = "seal_replaced"
    SEAL_MISSING = "seal_missing"
    CHAIN_CUT_OFF = "chain_cut_off"  # seals that a digest outside knows are gone
    RECOMPUTED = "recomputed"  # a digest outside knows another chain
    NOT_COMPARABLE = "not_comparable"  # a table or column the seal covers is gone


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, and its name: an entry of a table, or seals by their numbers."""

    kind: Kind
    table: str = ""
    key: int | None = None
    seals: tuple[int, int] | None = None
    count: int = 1  # how many entries it is about, where it is about seals
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A seal without its entries: enough to check the chain, and to know what it covers."""

    number: int
    table: str
    columns: str
    after: int
    through: int
    count: int
    total: int
    previous: str
    hash: str
    sound: bool  # its hash is that of what it holds


def check_chain(
    links: Sequence[Link], digests: Sequence[Digest] = ()
) -> tuple[list[Finding], set[int]]:
    """What is wrong with the chain itself.

    Args:
        links: all seals by number.
        digests: those kept outside, by their seals.

    Returns:
        The findings, and the numbers of seals that vouch for nothing: what they say of entries is
        worth no more than the entries.
    """
    findings: list[Finding] = []
    doubtful: set[int] = set()
    before = 0
    for link in links:
        if link.number != before + 1:
            findings.append(Finding(Kind.SEAL_MISSING, seals=(before + 1, link.number - 1)))
        before = link.number
        if not link.sound:
            findings.append(_of_seal(Kind.SEAL_ALTERED, link))
            doubtful.add(link.number)
    vouched = {each.hash for each in digests}
    for index, link in enumerate(links):
        earlier = links[index - 1] if index else None
        joined = _joined(earlier, link)
        if joined is None or joined or not link.sound or (earlier and not earlier.sound):
            continue
        after = _joined(link, links[index + 1]) if index + 1 < len(links) else None
        # Who is vouched for by what comes after it tells the truth about what came before it.
        if earlier is not None and (link.hash in vouched or after):
            guilty = [earlier]
        elif earlier is None or earlier.hash in vouched or after is False:
            guilty = [link]
        else:
            guilty = [earlier, link]
        findings.append(
            replace(
                _of_seal(Kind.SEAL_REPLACED, guilty[0]),
                seals=(guilty[0].number, guilty[-1].number),
                count=sum(each.count for each in guilty),
            )
        )
        doubtful.update(each.number for each in guilty)
    findings += _against(links, digests, doubtful)
    return findings, doubtful


def _of_seal(kind: Kind, link: Link) -> Finding:
    return Finding(kind, link.table, seals=(link.number, link.number), count=link.count)


def _joined(earlier: Link | None, link: Link) -> bool | None:
    """Whether ``link`` names the hash of the seal before it; None where that one is not there."""
    if link.number == 1:
        return link.previous == NOTHING
    if earlier is None or earlier.number != link.number - 1:
        return None
    return link.previous == earlier.hash


def _against(links: Sequence[Link], digests: Sequence[Digest], doubtful: set[int]) -> list[Finding]:
    """What digests kept outside say against the chain; adds to ``doubtful``."""
    by_number = {link.number: link for link in links}
    last = links[-1] if links else None
    known, total = 0, 0  # as far as the digests agree with the chain
    for digest in digests:
        link = by_number.get(digest.seal)
        if link is not None and link.hash == digest.hash:
            known, total = digest.seal, digest.entries
            continue
        if link is not None and link.number in doubtful:
            continue  # named already
        if link is not None:
            doubtful.update(range(known + 1, digest.seal + 1))
            findings = [
                Finding(
                    Kind.RECOMPUTED,
                    seals=(known + 1, digest.seal),
                    count=digest.entries - total,
                    detail=digest.line(),
                )
            ]
            return findings + _cut(last, digests[-1])
        if last is None or digest.seal > last.number:
            break
    return _cut(last, digests[-1]) if digests else []


def _cut(last: Link | None, digest: Digest) -> list[Finding]:
    """The seals that the latest digest knows of, and that are not there."""
    end, total = (last.number, last.total) if last else (0, 0)
    if digest.seal <= end:
        return []
    return [
        Finding(
            Kind.CHAIN_CUT_OFF,
            seals=(end + 1, digest.seal),
            count=max(0, digest.entries - total),
            detail=digest.line(),
        )
    ]


def compare_entries(
    table: str,
    seal: int,
    sealed: Iterable[tuple[int, bytes]],
    found: Mapping[int, bytes],
) -> list[Finding]:
    """How the entries in the range of one seal differ from those it sealed.

    Args:
        sealed: number and digest of each entry, as the seal has them.
        found: the digests of the entries that stand there now, by number.
    """
    at = (seal, seal)
    findings = []
    meant: set[int] = set()
    for key, digest in sealed:
        meant.add(key)
        now = found.get(key)
        if now is None:
            findings.append(Finding(Kind.REMOVED, table, key, at))
        elif now != digest:
            findings.append(Finding(Kind.ALTERED, table, key, at))
    if len(meant) != len(found) or findings:
        findings += [Finding(Kind.INSERTED, table, key, at) for key in sorted(found.keys() - meant)]
    return findings


def mark_cut(findings: Iterable[Finding], last_kept: Mapping[str, int]) -> list[Finding]:
    """Call what was removed after the last sealed entry that is left "cut off".

    Args:
        last_kept: by table, the number of the last sealed entry that still stands; a table
            without one lost all of them.
    """
    marked = []
    for each in findings:
        if each.kind is Kind.REMOVED and each.key is not None:
            last = last_kept.get(each.table)
            if last is None or each.key > last:
                each = replace(each, kind=Kind.CUT_OFF)
        marked.append(each)
    return marked
