"""The same documents printed to PDF: lines, pages and tables are put together again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.scoring import score
from namro.foundation.documents.reading import read_bytes
from tests.foundation.documents.reading.printing import printed
from tests.foundation.documents.reading.test_written import DATA, NAMES

TEXTS = [
    name
    for name in NAMES
    if any((DATA / "texts" / f"{name}{ending}").exists() for ending in (".txt", ".md"))
]


@pytest.mark.parametrize("name", TEXTS)
def test_a_printed_document_reads_as_its_text(name: str) -> None:
    gold: dict[str, Any] = json.loads((DATA / "gold" / f"{name}.json").read_text())
    draft = read_bytes(printed(DATA / "texts" / gold["document"]), "van-ban.pdf").as_dict()
    result = score(draft, gold)
    # a heading whose last line is full cannot be told from its body without bold letters
    assert result.counts["headings"].f1 >= 0.9, result.missed["headings"]
    assert result.counts["targets"].f1 >= 0.97, result.missed["targets"]
    assert result.counts["deliverables"].f1 >= 0.97, result.missed["deliverables"]
    assert draft["document"]["number"] == gold["meta"]["number"]
    assert draft["document"]["issued_on"] == gold["meta"]["issued_on"]
