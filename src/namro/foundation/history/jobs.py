"""The room's background work."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="37 * * * *")
@app.task(name="history.seal", queueing_lock="history.seal")
def seal_history(timestamp: int) -> None:
    """Seal what was recorded since the last hour; `timestamp` is when it was due."""
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.history import actions

    try:
        done = actions.seal(Operator.here(), patience=30)
    except actions.SealingBusyError:
        return  # whoever is sealing does it
    if done.digest is not None:
        actions.keep_outside(done.digest)
