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
    try:
        actions_rounds.open_due_rounds(operator, today, reason="đến ngày mở đợt / its day has come")
    finally:
        why = "đơn vị đã kết thúc / the unit ended"
        actions_rounds.hand_over_ended(operator, today, reason=why)


@app.periodic(cron="23 * * * *")
@app.task(name="indicators.remind", queueing_lock="indicators.remind")
def remind(timestamp: int) -> None:
    """Make the day's reminders, and send again what certainly did not go; hourly, so that what was
    not done while the server stood still is done after. `timestamp` is when it was due."""
    from django.utils import timezone

    from namro.programme.indicators.collection import mailing, reminding

    now = timezone.now()
    mailing.give_up_stale(now)
    mailing.take_up_waiting(now, defer_digest)
    reminding.remind(now, defer_digest)
    mailing.try_again_by_itself(timezone.localdate(now), defer_digest)


@app.task(name="indicators.send_digest")
def send_digest(number: int) -> None:
    """Send a person's reminders of a day; `number` is the digest's."""
    from namro.programme.indicators.collection import mailing

    mailing.send(number)


def defer_digest(number: int) -> None:
    """Hand a digest over to be sent, in the transaction that is open."""
    send_digest.defer(number=number)


@app.task(name="indicators.take_workbooks")
def take_workbooks(number: int) -> None:
    """Look at the workbooks of a drop that wait; `number` is the drop's. Other work, and other
    people's workbooks, have their turn in between: what is left goes to the end of the queue."""
    from namro.programme.indicators.collection.workbooks import dropping

    if dropping.take_all(number, seconds=20):
        dropping.send_to_work(number)


@app.periodic(cron="*/10 * * * *")
@app.task(name="indicators.take_up_drops", queueing_lock="indicators.take_up_drops")
def take_up_drops(timestamp: int) -> None:
    """Go on with drops of workbooks that were broken off; `timestamp` is when it was due."""
    from namro.programme.indicators.collection.workbooks import dropping

    dropping.take_up()
