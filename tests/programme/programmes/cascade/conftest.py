"""Programme 01 of the sample, and a plan that carries it out."""

from __future__ import annotations

import pytest

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import Programme, Specification
from namro.sample import load
from tests.programme.programmes.cascade.plan import PLAN

OPERATOR = Operator("tests")


def bring_in(text: str, name: str = "ke-hoach-45.txt") -> Programme:
    """Import a text as a document of its own."""
    file = SourceFile(name, text.encode())
    return import_draft(
        OPERATOR, read_bytes(file.content, file.name), file, reason="to test"
    ).programme


@pytest.fixture
def upper(db: None) -> Programme:
    """Programme 01-CTr/TU, of which nobody has said yet what it specifies."""
    load.load()
    Specification.objects.all().delete()
    found: Programme = Programme.objects.get(number="01-CTr/TU")
    return found


@pytest.fixture
def lower(upper: Programme) -> Programme:
    """Plan 45-KH/BTCTU, which carries out Programme 01."""
    return bring_in(PLAN)
