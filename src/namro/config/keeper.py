"""The keeper: waits until the embedded database's last client is gone, then stops the server.

Started by :mod:`namro.config.embedded` with the folder and the descriptor of ``keeper.lock``, which
it holds for its whole life. It polls nothing: it sleeps in the kernel until the exclusive lock on
``clients.lock`` is free.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from pathlib import Path

from namro.config.cluster import Cluster, layout


def main(var: Path, lock: int) -> None:
    """Wait, stop the server, and let go of the locks in the order that new clients rely on."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    place = layout(var)
    clients = os.open(place.control / "clients.lock", os.O_RDWR | os.O_CLOEXEC)
    fcntl.flock(clients, fcntl.LOCK_EX)
    Cluster(place).stop()
    # First the keeper's place, then the clients': who comes next finds no keeper and starts one.
    os.close(lock)
    os.close(clients)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
