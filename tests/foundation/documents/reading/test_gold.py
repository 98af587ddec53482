"""Real documents, against the answers a person gave for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scoring import Score, plain, score
from namro.foundation.documents.reading import read_document

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def draft(shared: Path) -> dict[str, Any]:
    return read_document(shared / "sources" / "programme-01-full-text.txt").as_dict()


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared / "gold" / "programme-01.json").read_text())
    return loaded


def test_programme_01_head(draft: dict[str, Any], gold: dict[str, Any]) -> None:
    meta = gold["meta"]
    for key in ("kind", "number", "issuer", "issued_on", "signer", "signer_role", "period"):
        assert draft["document"][key] == meta[key], key
    assert draft["document"]["title"].startswith(meta["title_starts"])
    assert len(draft["document"]["recipients"]) == gold["recipients"] == 13


def test_programme_01_outline_and_items(draft: dict[str, Any], gold: dict[str, Any]) -> None:
    headings = [node for node in draft["outline"] if node["heading"]]
    assert [node["label"] for node in headings] == [label for label, _ in gold["outline"]]
    result = score(draft, gold)
    assert result.counts["headings"].f1 == 1
    assert len(draft["objectives"]) == 5
    assert len(draft["requirements"]) == 7
    assert [[one["from"], one["to"]] for one in draft["roadmap"]] == gold["roadmap"]


def test_programme_01_targets(draft: dict[str, Any], gold: dict[str, Any]) -> None:
    assert len(draft["targets"]) == len(gold["targets"]) == 22
    for ours, theirs in zip(draft["targets"], gold["targets"], strict=True):
        for key in ("comparator", "due", "baseline", "each_year", "within"):
            assert ours[key] == theirs.get(key), (key, ours, theirs)
        assert ours["value"] == theirs.get("value")
        assert ours["unit"] == theirs.get("unit")
        if theirs["item"]:
            assert ours["label"] == f"({theirs['item']})"
        assert plain(theirs.get("about")) in plain(ours["text"])


def test_programme_01_deliverables(draft: dict[str, Any], gold: dict[str, Any]) -> None:
    assert score(draft, gold).counts["deliverables"].f1 == 1
    assert len({row["lead"] for row in draft["deliverables"]}) == 11
    inferred = [row["no"] for row in draft["deliverables"] if row["lead_inferred"]]
    assert inferred == gold["leads_inferred"]
    asked = [one for one in draft["issues"] if one["code"] == "lead_inferred"]
    assert len(asked) == len(inferred)
    for row, theirs in zip(draft["deliverables"], gold["deliverables"], strict=True):
        if row["no"] in gold["titles_joined_across_pages"]:
            assert "\n" not in row["title"]
        assert row["lead_inferred"] == theirs["lead_inferred"]


def test_all_gold(shared: Path) -> None:
    total = Score()
    for path in sorted((shared / "gold").glob("*.json")):
        wanted = json.loads(path.read_text())
        name = wanted.get("document")
        found = [
            folder / name
            for folder in (shared / "corpus", shared / "sources")
            if name and (folder / name).is_file()
        ]
        if found:
            total.add(score(read_document(found[0]).as_dict(), wanted))
    assert total.counts["headings"].f1 >= 0.95
    assert total.counts["targets"].f1 >= 0.90
    assert total.counts["deliverables"].f1 >= 0.95


def test_word_and_text_of_one_plan_agree(shared: Path) -> None:
    word = read_document(shared / "corpus" / "kh-ubnd-ct11-lao-cai.docx").as_dict()
    text = read_document(shared / "corpus" / "kh-ubnd-ct11-lao-cai.txt").as_dict()
    for key in ("deliverables", "targets", "objectives", "requirements"):
        assert len(word[key]) == len(text[key]), key
    assert [(n["label"], n["heading"]) for n in word["outline"] if n["heading"]] == [
        (n["label"], n["heading"]) for n in text["outline"] if n["heading"]
    ]
    assert [row["lead"] for row in word["deliverables"]] == [
        row["lead"] for row in text["deliverables"]
    ]
