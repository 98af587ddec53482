"""Five people with a sealed history, and a file of digests of each test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from namro.foundation.accounts.models import User
from namro.foundation.history import actions
from tests.foundation.history.ledger import OPERATOR


@pytest.fixture(autouse=True)
def digests(tmp_path: Path, settings: Any) -> Path:
    """The file outside the database, of this test alone."""
    settings.HISTORY_DIGESTS = tmp_path / "digests.txt"
    return tmp_path / "digests.txt"


@pytest.fixture
def people(make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> list[User]:
    """Five people, whose history is sealed in seals of two entries."""
    monkeypatch.setattr(actions, "BLOCK", 2)
    made = [make_user(f"u{number}") for number in range(5)]
    assert actions.seal(OPERATOR).entries == 5
    return made
