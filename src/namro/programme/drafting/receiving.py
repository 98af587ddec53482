"""Taking a draft in from a form: in memory only, within a limit, read in a process of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

from namro.foundation.documents.checking import Side
from namro.foundation.documents.checking.work import File, check_files
from namro.foundation.documents.guard import run_apart

#: A draft is text; 20 MB leave room for pictures.
MOST_BYTES: Final = 20 * 1024 * 1024
SECONDS: Final = 45  # what a person waits for a page
MOST_FINDINGS: Final = 500  # on a page; the command shows all


class InMemory(MemoryFileUploadHandler):
    """Keeps uploads in memory whatever their size and ends beyond the limit: no temporary file
    ever holds a draft."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Takes every upload on, unlike its parent."""
        self.activated = True
        self._taken = 0
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Counts what comes in; beyond twice the limit (two files) the rest is thrown away."""
        self._taken += len(raw_data)
        if self._taken > 2 * MOST_BYTES + 1024:
            self.too_large = True
            raise StopUpload
        return super().receive_data_chunk(raw_data, start)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came back: the text that was read, the document's head, the findings as JSON."""

    text: str
    head: dict[str, str]
    findings: list[dict[str, Any]]


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
