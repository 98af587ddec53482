"""What is done when the program is told to stop, after the site and the worker have ended."""

from __future__ import annotations

import sys
import threading

from namro.config.language import say

_PATIENCE = 5.0  # seconds: whoever stops the program waits for it
_AT_MOST = 20_000  # entries; more are left for the next sealing


def seal_history() -> None:
    """Seal what was recorded since the last time; whatever happens, the program ends soon.

    A sealing cut short seals nothing: its transaction is undone.
    """
    trouble: list[str] = []
    worker = threading.Thread(target=_seal, args=(trouble,), daemon=True)
    worker.start()
    worker.join(_PATIENCE)
    if worker.is_alive():
        trouble.append(say("chưa xong sau 5 giây", "not done after 5 seconds"))
    for what in trouble:
        print(
            say(
                f"Lịch sử chưa được niêm phong khi dừng ({what}); lần sau sẽ niêm phong.",
                f"The history was not sealed at the end ({what}); it will be the next time.",
            ),
            file=sys.stderr,
            flush=True,
        )


def _seal(trouble: list[str]) -> None:
    from django.db import connection

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.history import actions

    try:
        done = actions.seal(Operator.here(), patience=1, at_most=_AT_MOST)
        if done.digest is not None:
            actions.keep_outside(done.digest)
    except actions.SealingBusyError:
        trouble.append(say("một lần niêm phong khác đang chạy", "another sealing is going on"))
    except Exception as error:
        # Stopping must go on, whatever the database or the disk does.
        trouble.append(str(error).strip())
    finally:
        connection.close()
