"""``namro run``: the database, the site and the background worker as one.

Everything is prepared first (port, database, migrations, static files, first accounts, sample);
then the site and the worker run as children. A signal, or one of the three ending, ends them all.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from namro.config import closing, embedded, entry, locations, preparation, usage
from namro.config.language import say

_PATIENCE = 20.0  # seconds a child gets to end by itself
_PR_SET_PDEATHSIG = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_AGAIN = 0.05  # seconds until a stop that was lost is raised again
_asked_to_stop = threading.Event()


class Stopped(BaseException):
    """A signal asked the supervisor to stop.

    Like KeyboardInterrupt not an Exception: libraries turn those that reach them into errors of
    their own (logging's set-up does), and a stop would be told as a fault.
    """


def command(arguments: list[str]) -> int:
    """Run until told to stop.

    Returns:
        0 after Ctrl-C or SIGTERM; 1 when it could not start, or when a part of it failed.
    """
    parser = usage.Parser(
        prog="namro run",
        description=say(
            "Chạy cơ sở dữ liệu, trang web và tiến trình nền.",
            "Run the database, the site and the background worker.",
        ),
    )
    parser.add_argument("--port", default="8000")
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)

    try:
        port = int(options.port)
    except ValueError:
        print(
            say(
                f"“{options.port}” không phải là số cổng: hãy ghi một số từ 1024 đến 65535, ví dụ "
                "“make run PORT=8123”.",
                f"“{options.port}” is not the number of a port: give one from 1024 to 65535, such "
                "as “make run PORT=8123”.",
            ),
            file=sys.stderr,
        )
        return 2
    try:
        addresses = _addresses(options.host, port)
    except OSError as error:
        print(_port_sentence(port, error), file=sys.stderr)
        return 1
    # Here, and for all children: only this command makes an installation where it is called.
    os.environ["NAMRO_VAR"] = str(locations.own_var())

    with stopped_by_signals():
        try:
            with entry.prepared():
                preparation.prepare(_announce)
                try:
                    return _supervise(port, addresses, options.workers)
                except Stopped:
                    closing.seal_history()
                    raise
        except Stopped:
            print(say("Đã dừng.", "Stopped."), flush=True)
            return 0
        except Exception as error:
            # Python makes another error of one that meets a class being made.
            if _stopped(error):
                print(say("Đã dừng.", "Stopped."), flush=True)
                return 0
            if isinstance(error, embedded.EmbeddedError | preparation.PreparationError):
                print(error, file=sys.stderr)
                return 1
            raise


def _stopped(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, Stopped):
        error = error.__cause__ or error.__context__
    return error is not None


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within it SIGINT, SIGTERM and SIGHUP raise `Stopped` in the main thread, once.

    So what has begun is ended in order. An exception that meets Python while it destroys an object
    (`__del__`, a weak reference's callback) is printed and lost there; this one is raised again a
    moment later instead.
    """
    timers: list[threading.Timer] = []
    main = threading.get_ident()

    def raise_again(lost: sys.UnraisableHookArgs) -> None:
        if not isinstance(lost.exc_value, Stopped):
            before(lost)
            return
        signal.signal(signal.SIGTERM, _raise_stopped)
        # To the main thread itself, so that it does not sleep on.
        again = threading.Timer(_AGAIN, signal.pthread_kill, [main, signal.SIGTERM])
        again.daemon = True
        timers.append(again)
        again.start()

    _asked_to_stop.clear()
    for number in _SIGNALS:
        signal.signal(number, _raise_stopped)
    before, sys.unraisablehook = sys.unraisablehook, raise_again
    try:
        yield
    finally:
        for each in timers:
            each.cancel()
        sys.unraisablehook = before


def _raise_stopped(number: int, _frame: object) -> None:
    # Once: a second Ctrl-C must not cut the orderly end short.
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    _asked_to_stop.set()
    raise Stopped


def _announce(sentence: str) -> None:
    print(sentence, flush=True)


def _addresses(host: str, port: int) -> list[str]:
    """What the site binds to, each tried beforehand.

    Raises:
        OSError: an address is taken or may not be used.
    """
    if not 0 < port < 65536:
        raise OSError(f"{port}: 1–65535")
    found: list[str] = []
    for family, _kind, _protocol, _name, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                trial.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                trial.bind(address)
            except OSError:
                # "localhost" may name ::1 on a machine where IPv6 is switched off.
                if family == socket.AF_INET6 and not _ipv6_works():
                    continue
                raise
            trial.listen(1)
        name = str(address[0])
        bind = f"[{name}]:{port}" if family == socket.AF_INET6 else f"{name}:{port}"
        if bind not in found:
            found.append(bind)
    if not found:
        raise OSError(host)
    return found


def _ipv6_works() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return False
    return True


def _port_sentence(port: int, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return say(
            f"Không được phép mở cổng {port}: hãy chọn cổng từ 1024 trở lên, "
            "ví dụ “make run PORT=8123”.",
            f"Port {port} may not be opened: choose one from 1024 up, such as "
            "“make run PORT=8123”.",
        )
    return say(
        f"Không mở được cổng {port} (đang có chương trình khác dùng, hoặc không hợp lệ): "
        "hãy chọn cổng khác, ví dụ “make run PORT=8123”.",
        f"Port {port} cannot be opened (another program uses it, or it is not valid): "
        "choose another, such as “make run PORT=8123”.",
    )


@dataclass
class _Children:
    """The site and the worker."""

    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: list[str], orphaned: signal.Signals) -> None:
        """Start a child; the kernel sends it ``orphaned`` should the supervisor be killed."""
        parent = os.getpid()

        def die_with_parent() -> None:
            # Even a supervisor killed outright must leave nothing running.
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, orphaned)
            if os.getppid() != parent:
                os._exit(1)

        self.processes[name] = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what matters is logged on standard error
            start_new_session=True,  # Ctrl-C comes to the supervisor, which ends them in order
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )

    def ended(self) -> str | None:
        """The name of a child that has ended, if one has."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                return name
        return None

    def stop(self, patience: float = _PATIENCE) -> None:
        """Ask all to end, wait ``patience`` seconds, and end by force what does not."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + patience
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _supervise(port: int, addresses: list[str], workers: int) -> int:
    """Run the children until a signal or until one of them, or the database, ends."""
    children = _Children()
    var = locations.var()
    ours = not os.environ.get("NAMRO_DATABASE_URL")
    try:
        children.start("web", _web(addresses, workers), signal.SIGTERM)
        # Asked politely, an orphaned worker would wait for a database that is going as well.
        children.start("worker", ["-m", "namro.config.worker"], signal.SIGKILL)
        announced = False
        while True:
            if _asked_to_stop.is_set():  # lost, and not yet raised again
                _raise_stopped(signal.SIGTERM, None)
            ended = children.ended()
            if ended is not None:
                print(_ended_sentence(ended), file=sys.stderr, flush=True)
                return 1
            if ours and not embedded.alive(var):
                print(_ended_sentence("database"), file=sys.stderr, flush=True)
                children.stop(patience=3)  # nothing can be finished without it
                return 1
            if not announced and _answers(addresses[0]):
                announced = True
                print(
                    say(
                        f"Năm Rõ đang chạy tại http://localhost:{port} (Ctrl-C để dừng).",
                        f"Năm Rõ is running at http://localhost:{port} (Ctrl-C to stop).",
                    ),
                    flush=True,
                )
            time.sleep(0.2)
    finally:
        children.stop()


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=1):
            return True
    except OSError:
        return False


def _ended_sentence(name: str) -> str:
    vi = {"web": "Trang web", "worker": "Tiến trình nền", "database": "Cơ sở dữ liệu"}[name]
    en = {"web": "The site", "worker": "The background worker", "database": "The database"}[name]
    return say(
        f"{vi} đã dừng ngoài ý muốn; mọi phần khác được dừng theo.",
        f"{en} ended unexpectedly; everything else is being stopped.",
    )


def _web(addresses: list[str], workers: int) -> list[str]:
    shared_memory = Path("/dev/shm")  # noqa: S108 - the heartbeat must not wait for a disk
    heartbeat = (
        ["--worker-tmp-dir", str(shared_memory)] if os.access(shared_memory, os.W_OK) else []
    )
    binds = [part for address in addresses for part in ("--bind", address)]
    return [
        *("-m", "gunicorn", "namro.config.wsgi:application"),
        *binds,
        *("--workers", str(workers), "--threads", "4", "--worker-class", "gthread"),
        *("--timeout", "120", "--graceful-timeout", "10", "--max-requests", "5000"),
        *("--max-requests-jitter", "500", "--log-level", "warning", "--no-control-socket"),
        *heartbeat,
    ]
