"""The background worker as ``namro run`` starts it: says in its reader's language that it works.

``python -m namro.config.worker`` does what procrastinate's own command does, whose first line is
English alone.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import Any

from namro.config.language import say


def main() -> None:
    """Take up what waits in all queues, until a signal ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from namro.programme.indicators.collection.workbooks import dropping

    print(
        say(
            "Tiến trình nền nhận việc từ mọi hàng chờ.",
            "The background worker takes up what waits in all queues.",
        ),
        file=sys.stderr,
        flush=True,
    )
    # What the worker before this one left when it was ended in the middle.
    dropping.take_up(waited=dt.timedelta(0))
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker()


if __name__ == "__main__":
    main()
