"""Plans written for these tests in the manner of real ones, with the answers a person gave.

Provinces, persons and figures are invented; wording, layout and traps are those of real
documents: hard-wrapped lines, page heads, tables by tabs, pipes and columns of spaces, merged
cells, past results, budget tables. The answers were written without sight of the reader.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scoring import plain, score
from namro.foundation.documents.reading import read_document

DATA = Path(__file__).parents[3] / "data" / "reading"
NAMES = sorted(path.stem for path in (DATA / "gold").glob("*.json"))


def _pair(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    gold: dict[str, Any] = json.loads((DATA / "gold" / f"{name}.json").read_text())
    return read_document(DATA / "texts" / gold["document"]).as_dict(), gold


@pytest.mark.parametrize("name", NAMES)
def test_headings_targets_and_deliverables(name: str) -> None:
    result = score(*_pair(name))
    for level, count in result.counts.items():
        assert count.f1 >= 0.97, (level, result.missed[level], result.extra[level])


@pytest.mark.parametrize("name", NAMES)
def test_the_head(name: str) -> None:
    draft, gold = _pair(name)
    head, meta = draft["document"], gold["meta"]
    for key in ("kind", "number", "issued_on", "signer", "signer_role", "period"):
        assert head[key] == meta[key], key
    assert plain(head["issuer"]) == plain(meta["issuer"])
    assert plain(head["title"]).startswith(plain(meta["title_starts"])[:30])


@pytest.mark.parametrize("name", NAMES)
def test_counts(name: str) -> None:
    draft, gold = _pair(name)
    counts = gold["counts"]
    for key in ("objectives", "requirements"):
        if counts.get(key) is not None:
            assert len(draft[key]) == counts[key], key
