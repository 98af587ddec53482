"""Reading an official document: from its bytes to the programme draft.

Small stages, each saying what it reads and writes, run in this order: `opening` (bytes →
blocks), `repair` (blocks → passages and grids), `frame` (letterhead, title, recipients,
signature), `outline`, `headings`, `kinds` (the tree of provisions), `targets`, `table_targets`,
`deliverables`, `items`, `contradictions`. Pure: no Django, no network, nothing kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from namro.foundation.documents.reading.blocks import Opened
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.opening import Refused, open_bytes, open_file
from namro.foundation.documents.reading.pipeline import draft_of

__all__ = ["Draft", "Opened", "Refused", "draft_of", "read_bytes", "read_document"]


def read_document(path: Path) -> Draft:
    """The draft of the document at `path`.

    Raises `Refused` for a file that cannot or must not be read (see `opening`).
    """
    return draft_of(open_file(path))


def read_bytes(data: bytes, filename: str, recognised: Mapping[int, str] | None = None) -> Draft:
    """The draft of a document given as bytes; `filename` only helps to tell its type.

    `recognised` gives the text of pages of a PDF that are pictures, counted from 1.
    Raises `Refused` for data that cannot or must not be read (see `opening`).
    """
    return draft_of(open_bytes(data, filename, recognised))
