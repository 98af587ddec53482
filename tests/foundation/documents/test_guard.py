"""Work in a process of its own: its answer comes back, and nothing it does can hurt the caller."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening import Refused


def refusal(work: object, **limits: float) -> Refused:
    with pytest.raises(Refused) as caught:
        run_apart(work, **limits)  # type: ignore[arg-type]
    return caught.value


def test_the_answer_comes_back_whole() -> None:
    assert run_apart(lambda: b"") == b""
    assert run_apart(lambda: "số".encode() * 2_000_000) == "số".encode() * 2_000_000


def test_it_is_another_process() -> None:
    assert int(run_apart(lambda: str(os.getpid()).encode())) != os.getpid()


def test_a_refusal_comes_back_with_its_parameters() -> None:
    def work() -> bytes:
        raise Refused("too_many_pages", pages=9000, limit=2000)

    told = refusal(work)
    assert (told.code, told.params) == ("too_many_pages", {"pages": 9000, "limit": 2000})


def test_other_exceptions_keep_their_words_to_themselves(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> bytes:
        raise RuntimeError("chữ của tài liệu")

    assert refusal(work).code == "reader_failed"
    assert capfd.readouterr() == ("", "")


def test_too_much_memory_is_refused() -> None:
    def work() -> bytes:
        return bytes(2 * 1024**3)

    assert refusal(work).code == "out_of_memory"


def test_endless_work_is_ended() -> None:
    def work() -> bytes:
        while True:
            time.sleep(0.01)

    began = time.monotonic()
    told = refusal(work, seconds=0.5)
    assert told.code == "out_of_time"
    assert time.monotonic() - began < 5


def test_work_stuck_in_c_is_ended_too() -> None:
    libc = ctypes.PyDLL(None)  # holds the interpreter's lock, as a stuck extension would

    def work() -> bytes:
        libc.sleep(60)
        return b""

    assert refusal(work, seconds=0.5).code == "out_of_time"


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_crash_costs_one_refusal(number: int, tmp_path: Path) -> None:
    def work() -> bytes:
        os.chdir(tmp_path)
        signal.signal(signal.SIGSEGV, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        return b"never"

    assert refusal(work).code == "reader_failed"
    assert list(tmp_path.iterdir()) == []  # no core file


def test_no_process_is_left_behind() -> None:
    # The tests' own process may have others, such as the keeper of the embedded database.
    before = {child.pid for child in psutil.Process().children()}
    run_apart(lambda: b"")
    assert {child.pid for child in psutil.Process().children()} <= before
