"""Doing work on a foreign file in a process of its own, with limits on memory and time.

A hostile file can make a parser crash, loop or eat memory inside a C library, where no exception
reaches. In a process of its own that costs one refusal: the caller goes on, nothing is dumped to
disk, and the work is ended at its limit whatever it is doing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from namro.foundation.documents.reading.opening.refusal import Refused

SECONDS: Final = 60
MEMORY_BYTES: Final = 1024**3

_DONE: Final = b"D"
_REFUSED: Final = b"R"


def run_apart(
    work: Callable[[], bytes], seconds: float = SECONDS, memory: int = MEMORY_BYTES
) -> bytes:
    """The bytes that `work` returns, computed in a forked process.

    `memory` (bytes) is what the work may take beyond what the process has now, `seconds` its
    whole time. Raises `Refused`: what `work` refused, out_of_memory, out_of_time, or
    reader_failed when the process died or `work` raised anything else. Where the system cannot
    fork, the work is done in place, without the limits.
    """
    if not hasattr(os, "fork"):
        return work()
    sys.stdout.flush()
    sys.stderr.flush()
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _be_the_child(work, sending, seconds, memory)
    os.close(sending)
    try:
        answer = _receive(receiving, time.monotonic() + seconds)
    except BaseException:
        _end(child)
        raise
    finally:
        os.close(receiving)
    if answer is None:
        _end(child)
        raise Refused("out_of_time", limit_s=int(seconds))
    _wait(child)
    if answer[:1] == _DONE:
        return answer[1:]
    if answer[:1] == _REFUSED:
        told = json.loads(answer[1:])
        raise Refused(told["code"], **told["params"])
    raise Refused("reader_failed")


def limit_memory(extra: int) -> None:
    """Lets this process grow by `extra` bytes of address space at most, and dump no core."""
    import resource

    statm = Path("/proc/self/statm")
    taken = int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + extra
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    # A core file would be a copy of the document on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _be_the_child(work: Callable[[], bytes], sending: int, seconds: float, memory: int) -> NoReturn:
    """Runs the work and sends its answer; never returns and runs no clean-up of the parent's."""
    answer = b""
    try:
        faulthandler.disable()  # a crash is told by the refusal, not by a dump on the terminal
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        limit_memory(memory)
        # Should the parent be gone, nobody else would end this process.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + 5)
        answer = _DONE + work()
    except Refused as refusal:
        told = {"code": refusal.code, "params": refusal.params}
        answer = _REFUSED + json.dumps(told).encode()
    except MemoryError:
        answer = _REFUSED + b'{"code": "out_of_memory", "params": {}}'
    except BaseException:
        answer = b""
    finally:
        try:
            view = memoryview(answer)
            while view:
                view = view[os.write(sending, view) :]
        except BaseException:  # noqa: S110 - the parent is gone or will see the gap
            pass
        os._exit(0)


def _receive(receiving: int, deadline: float) -> bytes | None:
    """All that the other process sends; None when the deadline passes first."""
    pieces: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        ready, _, _ = select.select([receiving], [], [], left)
        if not ready:
            return None
        piece = os.read(receiving, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)


def _end(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _wait(child)


def _wait(child: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
