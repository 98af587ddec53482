"""Checking the bytes of files: what the command and the page do inside the guard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from namro.foundation.documents.checking import Finding, Side, check, pages_of
from namro.foundation.documents.reading import draft_of
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.opening import open_bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes and its name, of which only the extension counts."""

    data: bytes
    name: str


def check_files(
    file: File, parent: File | None = None, *, on: date | None = None, side: Side | None = None
) -> tuple[Draft, list[Finding]]:
    """The draft of a file and the findings on it.

    Raises `Refused` for a file (or a parent) that cannot or must not be read.
    """
    opened = open_bytes(file.data, file.name)
    draft = draft_of(opened)
    above = draft_of(open_bytes(parent.data, parent.name)) if parent is not None else None
    pages = pages_of(file.data) if opened.format == "docx" else None
    return draft, check(draft, opened, on, above, side=side, pages=pages)
