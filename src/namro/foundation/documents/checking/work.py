"""Checking the bytes of files: what the command and the page do inside the guard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from namro.foundation.documents.checking import Finding, Side, check, pages_of
from namro.foundation.documents.converting import MAX_PAGES, SCAN_NAME, prepared
from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.opening import open_bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes and its name, of which only the extension counts.

    `recognised` is the text of pages of a PDF that are pictures; of a file that was `converted`
    the pages are not the author's, so that their layout is not checked.
    """

    data: bytes
    name: str
    recognised: Mapping[int, str] = field(default_factory=dict)
    converted: bool = False

    @property
    def recognised_whole(self) -> bool:
        """Whether all its letters were recognised in pictures."""
        return self.converted and self.name == SCAN_NAME


def made_readable(file: File, *, most_pages: int = MAX_PAGES, seconds: float = 1e9) -> File:
    """The file as it can be read: old Word and OpenDocument converted, scanned pages recognised.

    To be called outside the guard, since LibreOffice and Tesseract run under limits of their own.
    Raises `Refused`: what `converting.prepared` refuses.
    """
    ready = prepared(file.data, file.name, most_pages=most_pages, seconds=seconds)
    return File(ready.data, ready.name, ready.recognised, ready.data is not file.data)


def check_files(
    file: File, parent: File | None = None, *, on: date | None = None, side: Side | None = None
) -> tuple[Draft, list[Finding]]:
    """The draft of a file and the findings on it.

    Raises `Refused` for a file (or a parent) that cannot or must not be read.
    """
    opened = open_bytes(file.data, file.name, file.recognised)
    draft = draft_of(opened)
    above = None
    if parent is not None:
        above = draft_of(open_bytes(parent.data, parent.name, parent.recognised))
    pages = pages_of(file.data) if opened.format == "docx" and not file.converted else None
    return draft, check(draft, opened, on, above, side=side, pages=pages)
