"""The room's background work."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="11 * * * *")
@app.task(name="indicators.open_rounds", queueing_lock="indicators.open_rounds")
def open_rounds(timestamp: int) -> None:
    """Open the rounds whose day has come, and hand sheets of units that ended to their successors;
    hourly, since midnight in Vietnam is not midnight of the scheduler's clock. `timestamp` is when
    it was due."""
    from django.utils import timezone

    from namro.foundation.accounts.operators import Operator
    from namro.programme.indicators.collection import actions_rounds

    operator, today = Operator.here(), timezone.localdate()
    actions_rounds.open_due_rounds(operator, today, reason="đến ngày mở đợt / its day has come")
    actions_rounds.hand_over_ended(operator, today, reason="đơn vị đã kết thúc / the unit ended")
