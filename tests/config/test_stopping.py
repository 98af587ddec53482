"""A signal to ``namro run`` ends it in order, whatever Python is doing at that moment."""

from __future__ import annotations

import logging
import logging.config
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from namro.config import supervisor
from tests.config.clusters import free_port


class StopsWhileItIsMade(logging.Handler):
    """What a signal meets that comes while the logs are set up."""

    def __init__(self) -> None:
        super().__init__()
        signal.raise_signal(signal.SIGTERM)


class StopsWhileItIsDestroyed:
    """What a signal meets that comes while Python clears up: its exception is printed and lost."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


class StopsWhileAClassIsMade:
    """What a signal meets that comes while a class is made: Python makes an error of its own."""

    def __set_name__(self, owner: type, name: str) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """``supervisor.command`` may be called: signals and environment are put back afterwards."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    monkeypatch.setenv("NAMRO_VAR", str(tmp_path / "var"))
    monkeypatch.setattr("namro.config.closing.seal_history", lambda: None)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("in_this_process")
def test_a_stop_is_no_fault_of_the_library_it_meets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def prepared() -> Iterator[None]:
        logging.config.dictConfig(
            {
                "version": 1,
                "incremental": False,
                "disable_existing_loggers": False,
                "handlers": {"any": {"()": StopsWhileItIsMade}},
            }
        )
        yield

    monkeypatch.setattr("namro.config.entry.prepared", prepared)
    assert supervisor.command(["--port", str(free_port())]) == 0
    assert "Đã dừng." in capsys.readouterr().out


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_python_loses_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def prepared() -> Iterator[None]:
        lost = StopsWhileItIsDestroyed()
        del lost
        yield

    monkeypatch.setattr("namro.config.entry.prepared", prepared)
    monkeypatch.setattr("namro.config.preparation.prepare", lambda announce: None)
    monkeypatch.setattr("namro.config.supervisor._Children.start", lambda *_arguments: None)
    assert supervisor.command(["--port", str(free_port())]) == 0
    assert "Đã dừng." in capsys.readouterr().out


_DESTROYED = """
import os, signal, time, weakref
from namro.config import supervisor

class Thing:
    def end(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)  # where the signal is seen
    def __del__(self):
        {of_itself}

class Faulty:
    def __del__(self):
        raise ValueError("another fault")

try:
    with supervisor.stopped_by_signals():
        thing = Thing()
        seen = weakref.ref(thing, lambda _: {of_reference})
        del thing
        Faulty()
        time.sleep(30)
except supervisor.Stopped:
    print("stopped")
"""


@pytest.mark.parametrize(
    ("of_itself", "of_reference"), [("self.end()", "None"), ("pass", "Thing().end()")]
)
def test_a_stop_that_meets_an_object_being_destroyed_is_not_lost(
    of_itself: str, of_reference: str
) -> None:
    script = _DESTROYED.format(of_itself=of_itself, of_reference=of_reference)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=25, check=False
    )
    assert (done.returncode, done.stdout) == (0, "stopped\n")
    assert "Stopped" not in done.stderr
    assert "another fault" in done.stderr, "other faults are told as ever"


_ENDING = """
import os, signal, time
from namro.config import supervisor

class Thing:
    def __del__(self):
        {destroyed}

try:
    with supervisor.stopped_by_signals():
        try:
            {stopped}
        except supervisor.Stopped:
            {meanwhile}
            time.sleep(0.3)
            print("ended in order")
            raise
except supervisor.Stopped:
    print("stopped")
"""
_SIGNAL = "os.kill(os.getpid(), signal.SIGTERM); time.sleep(0)"


@pytest.mark.parametrize(
    ("destroyed", "stopped", "meanwhile"),
    [
        # A fault that has nothing to do with the stop.
        ("raise ValueError('another fault')", f"{_SIGNAL}; time.sleep(9)", "Thing()"),
        # A lost stop that is seen before it is raised again.
        (_SIGNAL, "Thing(); supervisor._raise_stopped(signal.SIGTERM, None)", "pass"),
    ],
)
def test_nothing_cuts_the_orderly_end_short(destroyed: str, stopped: str, meanwhile: str) -> None:
    script = _ENDING.format(destroyed=destroyed, stopped=stopped, meanwhile=meanwhile)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=25, check=False
    )
    assert (done.returncode, done.stdout) == (0, "ended in order\nstopped\n")
    assert ("another fault" in done.stderr) == ("fault" in destroyed)


@pytest.mark.usefixtures("in_this_process")
def test_a_stop_in_the_cause_of_an_error_is_a_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def prepared() -> Iterator[None]:
        type("Made", (), {"one": StopsWhileAClassIsMade()})
        yield

    monkeypatch.setattr("namro.config.entry.prepared", prepared)
    assert supervisor.command(["--port", str(free_port())]) == 0
    assert "Đã dừng." in capsys.readouterr().out


@pytest.mark.usefixtures("in_this_process")
def test_another_error_is_no_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def prepared() -> Iterator[None]:
        raise LookupError
        yield

    monkeypatch.setattr("namro.config.entry.prepared", prepared)
    with pytest.raises(LookupError):
        supervisor.command(["--port", str(free_port())])
