"""The scan of a signed report: taken in, and its text held beside the figures entered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import Notation, read_number

LARGEST = 20 * 1024**2  # bytes
MOST_PAGES = 30
SECONDS, MEMORY = 20.0, 512 * 1024**2
# Fewer letters than this are stamps and page numbers, no text of a report.
_LEAST = 40
_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d[\d.,]*(?<![.,])(?!\w)")
_ORDINAL = re.compile(r"(?<!\S)([0-9]{1,3})[.)]?\s*\Z")
_KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned report."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """One item held beside the scan.

    Attributes:
        place: its number in the form, from 1.
        entered: the numbers entered.
        seen: those that the scan says of it; None where it does not name the item.
    """

    place: int
    name: str
    entered: tuple[Decimal, ...]
    seen: tuple[Decimal, ...] | None

    @property
    def agrees(self) -> bool:
        """Whether the scan says every number entered."""
        return self.seen is not None and set(self.entered) <= set(self.seen)


def take_scan(name: str, content: bytes) -> Scan:
    """A file as a scan: PDF, JPEG or PNG by what is in it, whatever it is called.

    Raises:
        CollectionRefused: it is another kind, or too large.
    """
    if len(content) > LARGEST:
        raise CollectionRefused("scan_large", limit=LARGEST // 1024**2)
    for begins, kind in _KINDS.items():
        if content.startswith(begins):
            return Scan(name[-255:] or "scan", kind, content)
    raise CollectionRefused("scan_kind")


def text_of(media_type: str, content: bytes) -> str | None:
    """The text layer of a scan; None where it has none, or cannot be read."""
    if media_type != "application/pdf":
        return None
    try:
        text = run_apart(lambda: _text(content), SECONDS, MEMORY).decode()
    except Refused:
        return None
    return text if sum(map(str.isalpha, text)) >= _LEAST else None


def _text(content: bytes) -> bytes:
    """Runs in a process of its own."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = [
        document[number].get_textpage().get_text_bounded()
        for number in range(min(len(document), MOST_PAGES))
    ]
    return "\n".join(pages).encode("utf-8", "replace")


def compare(text: str, entered: Iterable[tuple[int, str, Sequence[Decimal]]]) -> list[Compared]:
    """The figures entered beside the text of a scan: (place, name, numbers) of each item.

    What stands between an item's name and the next one's is taken to be said of it. Each number is
    read in both notations: a difference is only shown, so it should not be shown for a comma.
    """
    plain = _plain(text)
    items = [(place, name, tuple(numbers)) for place, name, numbers in entered]
    found = {place: _at(plain, name) for place, name, _numbers in items}
    begins = _begins(plain, {place: each[0] for place, each in found.items() if each})
    compared = []
    for place, name, numbers in items:
        if not numbers:
            continue
        here = found[place]
        seen = None
        if here is not None:
            end = next((each for each in begins if each >= here[1]), here[1] + 400)
            seen = tuple(_numbers(plain[here[1] : min(end, here[1] + 400)]))
        compared.append(Compared(place, name, numbers, seen))
    return compared


def _begins(text: str, names: dict[int, int]) -> list[int]:
    """Where what is said of each item begins: before its number, where the table has such a column.

    A number before a name may as well be the last figure of the item above. Where the first name,
    with no item above it, has its own number, and most others have theirs, they number the rows.
    """
    numbered = {
        place: ordinal.start()
        for place, start in names.items()
        if (ordinal := _ORDINAL.search(text, max(0, start - 12), start))
        and int(ordinal[1]) == place
    }
    first = min(names, key=names.__getitem__, default=None)
    if first not in numbered or 2 * len(numbered) <= len(names):
        numbered = {}
    return sorted(numbered.get(place, start) for place, start in names.items())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _at(text: str, name: str) -> tuple[int, int] | None:
    """Where a name begins and ends; between its words a line may break."""
    start = text.find(_plain(name))
    return None if start < 0 else (start, start + len(_plain(name)))


def _numbers(text: str) -> list[Decimal]:
    found: list[Decimal] = []
    for each in _NUMBER.findall(text):
        for notation in Notation:
            try:
                value = read_number(each, notation)
            except (TargetError, KeyError):
                continue
            if value not in found:
                found.append(value)
    return found
