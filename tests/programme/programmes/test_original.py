"""The full original of Programme 01, imported: what the database then holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import SourceDocument
from namro.programme.programmes.reading import read_apart

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


def test_programme_01_as_published(shared: Path) -> None:
    path = shared / "sources" / "programme-01-full-text.txt"
    content = path.read_bytes()
    result = import_draft(
        Operator("tests"),
        read_apart(content, path.name),
        SourceFile(path.name, content),
        reason="to test",
    )
    assert result.programme.number == "01-CTr/TU"
    assert result.programme.signer_role == "Bí thư"
    source = SourceDocument.objects.get()
    assert source.provisions.filter(heading=True).count() == 42
    assert source.objectives.count() == 5
    assert source.requirements.count() == 7
    assert source.targets.filter(within="targets").count() == 21
    assert source.targets.filter(within="tasks").count() == 1
    assert source.deliverables.count() == 34
    assert source.roadmapsteps.count() == 3
    assert source.recipients.count() == 13
    inferred = source.deliverables.filter(lead_inferred=True).values_list("no", flat=True)
    assert list(inferred) == ["20", "21", "23", "24", "29", "33"]
    # Every place is where the text says so.
    for deliverable in source.deliverables.all():
        place = source.text[deliverable.start : deliverable.end]
        assert deliverable.title[:40] in " ".join(place.split())
    for target in source.targets.all():
        assert target.start < target.end
        assert target.provision is not None
