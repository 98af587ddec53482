"""The sample with its figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from namro.sample.load import load, load_figures


@pytest.fixture(scope="module")
def figures(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for a module, of which no test commits; each undoes its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        assert load_figures() > 100
        yield
        transaction.set_rollback(True)
