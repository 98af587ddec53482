"""Reading a file for an import in a process of its own, within limits on time and memory.

What comes back is plain JSON and never pickled objects: whatever a hostile file does to the
reader, nothing but text and figures crosses over to the process that writes the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading import read_bytes


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A draft as it came back: its text, its JSON in each language, its issues' values."""

    text: str
    contents: dict[str, dict[str, Any]]
    issues: list[SimpleNamespace]

    def as_dict(self, language: str = "vi") -> dict[str, Any]:
        """The draft's JSON, with the messages of issues in `language` ("vi" or "en")."""
        return self.contents[language]


def read_apart(
    content: bytes, file_name: str, recognised: Mapping[int, str] | None = None
) -> ReadDraft:
    """The draft of a document; `recognised` is the text of pages of a PDF that are pictures.

    Raises:
        Refused: the file cannot or must not be read, or needs more than 60 s or 1 GB.
    """

    def work() -> bytes:
        draft = read_bytes(content, file_name, recognised)
        answer = {
            "text": draft.text,
            "contents": {language: draft.as_dict(language) for language in ("vi", "en")},
            "issues": [dict(issue.values) for issue in draft.issues],
        }
        return json.dumps(answer).encode("ascii")

    answer = json.loads(run_apart(work))
    issues = [SimpleNamespace(values=values) for values in answer["issues"]]
    return ReadDraft(answer["text"], answer["contents"], issues)
