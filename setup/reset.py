"""``make reset``: delete all data of this installation, after asking."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys

from namro.config import locations
from namro.config.cluster import Cluster, layout
from namro.config.language import say


def main() -> int:
    """Ask, check that nothing runs, delete; returns an exit code."""
    var = locations.var()
    place = layout(var)
    if not var.exists() and not place.home.exists():
        print(say(f"{var} chưa có dữ liệu.", f"{var} holds no data."))
        return 0
    word = say("xoá", "delete")
    question = say(
        f"Mọi dữ liệu trong {var} và {place.home} sẽ mất hẳn. Gõ “{word}” để xoá: ",
        f"All data in {var} and {place.home} will be gone for good. Type “{word}” to delete it: ",
    )
    try:
        answer = input(question)
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip() != word:
        print(say("Không xoá gì cả.", "Nothing was deleted."))
        return 1
    lock = place.control / "clients.lock"
    if lock.exists():
        descriptor = os.open(lock, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(
                say("Năm Rõ đang chạy: hãy dừng trước.", "Năm Rõ is running: stop it first."),
                file=sys.stderr,
            )
            return 1
    Cluster(place).stop()
    for folder in {place.sockets, place.home, var}:
        shutil.rmtree(folder, ignore_errors=True)
    print(say("Đã xoá.", "Deleted."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
