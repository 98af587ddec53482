"""The room's background work."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="programmes.read_document", queue="reading")
def read_document(pk: int) -> None:
    """Read an uploaded document; `pk` is its review's."""
    from namro.programme.programmes.review.receiving import read_in_background

    read_in_background(pk)


@app.periodic(cron="7 * * * *")
@app.task(name="programmes.begin_versions", queueing_lock="programmes.begin_versions")
def begin_versions(timestamp: int) -> None:
    """Let the list and the search follow versions that begin today; hourly, since midnight in
    Vietnam is not midnight of the scheduler's clock. `timestamp` is when it was due."""
    from django.utils import timezone

    from namro.foundation.accounts.operators import Operator
    from namro.programme.programmes import actions_versions

    actions_versions.begin_versions(
        Operator.here(), timezone.localdate(), reason="phiên bản mới có hiệu lực / begins today"
    )
