"""Taking a draft in from a form: in memory, within a limit, read in a process of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from namro.foundation.documents.checking import Side
from namro.foundation.documents.checking.work import File, check_files, made_readable
from namro.foundation.documents.guard import run_apart

#: A draft is text; 20 MB leave room for pictures.
MOST_BYTES: Final = 20 * 1024 * 1024
SECONDS: Final = 45  # what a person waits for a page
MOST_SCANNED: Final = 10  # pages; each takes some seconds
MOST_FINDINGS: Final = 500  # on a page; the command shows all


def most_in_all() -> int:
    """How many bytes a form may bring: two files and little more."""
    return 2 * MOST_BYTES + 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What came back: the text that was read, the document's head, the findings as JSON."""

    text: str
    head: dict[str, str]
    findings: list[dict[str, Any]]


def ready(file: File) -> File:
    """The file as it can be read: converted, or its scanned pages recognised, while one waits.

    LibreOffice works on a folder in memory that is removed at once; Tesseract writes no file.

    Raises:
        Refused: it cannot be converted here, holds a stamp, has too many scanned pages for a page
        (the command takes more), or takes too long.
    """
    return made_readable(file, most_pages=MOST_SCANNED, seconds=SECONDS)


def check_apart(
    file: File, parent: File | None, *, on: date | None, side: Side | None
) -> Checked:  # fmt: skip
    """The findings on a draft, computed in a process of its own.

    Raises:
        Refused: a file cannot or must not be read, or needs more than 45 s or 1 GB.
    """

    def work() -> bytes:
        draft, findings = check_files(file, parent, on=on, side=side)
        head = draft.document
        answer = {
            "text": draft.text,
            "head": {"kind": head.kind or "", "number": head.number or "", "title": head.title},
            "findings": [finding.as_dict() for finding in findings],
        }
        return json.dumps(answer).encode("ascii")

    return Checked(**json.loads(run_apart(work, seconds=SECONDS)))
