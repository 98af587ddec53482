"""The worker itself takes a long document from the queue and reads it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from namro.foundation.accounts.models import User
from namro.programme.programmes.choices import Level
from namro.programme.programmes.review.models import DraftReview, Via
from namro.programme.programmes.review.receiving import Examined, take_in
from namro.sample import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_session_left(transactional_db: None) -> Iterator[None]:
    """The worker's threads leave sessions behind that would outlive the test's database."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.usefixtures("no_session_left")
def test_the_worker_reads_what_waits(secretariat: User) -> None:
    examined = Examined("ctr.docx", build.DOCUMENT.read_bytes(), Via.DIRECT)
    review = take_in(secretariat, examined, level=Level.INTERNAL, no_secret=True)
    assert review.status == "reading"
    connector: Any = app.connector
    options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    # In a thread: where browser tests ran before in this process, its own has a running loop.
    with (
        app.replace_connector(connector.get_worker_connector()) as worker,
        ThreadPoolExecutor(1) as pool,
    ):
        pool.submit(worker.run_worker, **options).result()
    review = DraftReview.objects.get(pk=review.pk)
    assert review.status == "review"
    working = review.working or {}
    assert working["document"]["number"] == "01-CTr/TU"
    assert len(working["targets"]) == 22
