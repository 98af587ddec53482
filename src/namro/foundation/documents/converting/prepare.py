"""Making a file readable, whatever it is: as it stands, converted, or with letters recognised."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from namro.foundation.documents.converting import scans
from namro.foundation.documents.converting.office import to_docx
from namro.foundation.documents.reading.opening.kind import nature
from namro.foundation.documents.reading.opening.refusal import Refused

#: The name of the text of a scan.
SCAN_NAME: Final = "scan.txt"
Way = Literal["direct", "office", "ocr", "mixed"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a file is to be read.

    "direct" as it stands, "office" by LibreOffice, "ocr" as a scan throughout, "mixed" with the
    letters of `pictures` (pages counted from 1) recognised.
    """

    way: Way
    pictures: tuple[int, ...] = ()


def look(data: bytes, filename: str) -> Look:
    """How these bytes are to be read here.

    Of a PDF some pages of which are pictures, these are recognised where Tesseract is installed
    and they are not too many; else the file is read as it stands and the pages are named as
    unread. Where most of it is pictures, it cannot be read without.

    Raises `Refused`: what `nature` and opening a PDF refuse, or an extension that does not agree
    with a kind that has to be converted; ocr_missing, too_many_pages for a PDF most of which is
    pictures.
    """
    kind = nature(data, filename)
    if kind in ("doc", "odt"):
        return Look("office")
    if kind == "image":
        return Look("ocr")
    if kind != "pdf":
        return Look("direct")
    pages = scans.pages_of(data, filename)
    if pages.whole:
        return Look("ocr")
    if not pages.pictures:
        return Look("direct")
    missing = scans.program() is None
    too_many = len(pages.pictures) > scans.MAX_PAGES
    if not missing and not too_many:
        return Look("mixed", pages.pictures)
    if not pages.readable:
        if missing:
            raise Refused("ocr_missing")
        raise Refused("too_many_pages", pages=len(pages.pictures), limit=scans.MAX_PAGES)
    return Look("direct")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that can be read: bytes, a name of their kind, and the text of recognised pages."""

    data: bytes
    name: str
    recognised: Mapping[int, str] = field(default_factory=dict)


def prepared(
    data: bytes, filename: str, *, most_pages: int = scans.MAX_PAGES, seconds: float = 1e9
) -> Prepared:
    """The file made readable while one waits: at most `most_pages` are recognised, in `seconds`.

    Raises `Refused`: what `look`, `to_docx`, `count_pages` and `recognise` refuse; too_many_pages,
    out_of_time.
    """
    until = time.monotonic() + seconds
    found = look(data, filename)
    if found.way == "office":
        return Prepared(to_docx(data, filename), "converted.docx")
    if found.way == "direct":
        return Prepared(data, filename)
    whole = found.way == "ocr"
    numbers = tuple(range(1, scans.count_pages(data) + 1)) if whole else found.pictures
    if len(numbers) > most_pages:
        raise Refused("too_many_pages", pages=len(numbers), limit=most_pages)
    texts: dict[int, str] = {}
    for number in numbers:
        if time.monotonic() > until:
            raise Refused("out_of_time", limit_s=int(seconds))
        texts[number] = scans.recognise(data, number - 1)
    if whole:
        return Prepared(scans.joined(texts.values()).encode(), SCAN_NAME)
    return Prepared(data, filename, recognised_lines(texts))


def recognised_lines(texts: Mapping[int, str]) -> dict[int, str]:
    """The text of recognised pages with lines that were broken at the edge joined again."""
    return {number: scans.joined([text]) for number, text in texts.items()}
