"""On issued documents the check raises no layout finding that a person did not judge to be right.

The judgements stand in docs/checking.md, a row for each finding.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.foundation.documents.checking.drafts import checked

pytestmark = pytest.mark.shared
ROW = re.compile(
    r"^\| (?P<file>\S+\.(?:txt|docx)) \| `(?P<code>\w+)` \| (?P<quote>.+?) \| (?P<verdict>\w+) \|"
)


def judged() -> dict[tuple[str, str, str], str]:
    """File, code and quotation of each judged finding → "right" or "wrong"."""
    text = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    rows = [found for line in text.splitlines() if (found := ROW.match(line))]
    return {(row["file"], row["code"], row["quote"].strip("“”… ")): row["verdict"] for row in rows}


def test_every_layout_finding_was_judged_and_few_are_wrong(shared: Path) -> None:
    verdicts = judged()
    raised: Counter[tuple[str, str, str]] = Counter()
    for path in sorted((shared / "corpus").iterdir()):
        if path.suffix not in (".txt", ".docx"):
            continue
        for finding in checked(path.read_bytes(), path.name):
            if finding.category.value in ("layout", "page", "numbering"):
                places = [
                    key
                    for key in verdicts
                    if key[:2] == (path.name, finding.code) and finding.quote.startswith(key[2])
                ]
                assert places, f"not judged: {path.name} {finding.code} {finding.quote}"
                raised[places[0]] += 1
    assert set(raised) == set(verdicts), "a judged finding is no longer raised"
    assert max(raised.values()) == 1
    wrong = sum(verdict != "right" for verdict in verdicts.values())
    assert wrong * 20 <= len(verdicts)
