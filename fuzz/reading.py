"""Thousands of damaged documents, each read in a process of its own.

    python -m fuzz.reading [--each 2000] [--seed 1] [--jobs 2] [--kind pdf] [--corpus FOLDER]

A mutant must be read (exit code 0) or refused (2). A crash, an exception, a hang or anything else
is a failure: the mutant is kept in var/fuzz/ under the name that reproduces it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from rich.progress import Progress

from fuzz.mutants import mutant
from fuzz.seeds import KINDS, seeds
from namro.foundation.documents.guard import limit_memory
from namro.foundation.documents.reading import Refused, read_bytes

MEMORY_BYTES = 1024**3
SECONDS = 60
_READ, _REFUSED, _RAISED = 0, 2, 3


@dataclass(frozen=True, slots=True)
class Failure:
    """A mutant that was neither read nor refused."""

    name: str
    reason: str


@dataclass(slots=True)
class Report:
    """What became of the mutants: counts of "read" and "refused", and the failures."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


@dataclass(slots=True)
class _Running:
    name: str
    data: bytes
    process: int
    words: int
    began: float


def run(
    kinds: tuple[str, ...], each: int, seed: int, jobs: int, keep: Path, corpus: Path | None = None
) -> Iterator[Report]:
    """Reads `each` mutants of every kind; yields the report so far after each of them."""
    report = Report()
    running: list[_Running] = []
    for kind in kinds:
        sound = seeds(kind, corpus)
        for data in sound:  # a seed that is not read would make every mutant worthless
            read_bytes(data, f"seed.{kind}")
        for number in range(each):
            rng = random.Random(f"{seed}:{kind}:{number}")
            damaged = mutant(kind, rng.choice(sound), sound, rng)
            running.append(_start(f"{kind}-{seed}-{number}.{kind}", damaged))
            if len(running) >= jobs:
                _finish(running.pop(0), report, keep)
                yield report
    while running:
        _finish(running.pop(0), report, keep)
        yield report


def _start(name: str, data: bytes) -> _Running:
    receiving, sending = os.pipe()
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _child(name, data, sending)
    os.close(sending)
    return _Running(name, data, process, receiving, began)


def _child(name: str, data: bytes, sending: int) -> NoReturn:
    code = _RAISED
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        limit_memory(MEMORY_BYTES)
        try:
            json.dumps(read_bytes(data, name).as_dict(), ensure_ascii=False).encode()
            code = _READ
        except Refused as refusal:
            refusal.message("vi")
            code = _REFUSED
        except BaseException:
            os.write(sending, traceback.format_exc()[-4000:].encode("utf-8", "replace"))
    finally:
        os._exit(code)


def _finish(run: _Running, report: Report, keep: Path) -> None:
    _, status = os.waitpid(run.process, 0)
    with os.fdopen(run.words, "rb") as stream:
        words = stream.read().decode("utf-8", "replace")
    report.slowest = max(report.slowest, (time.monotonic() - run.began, run.name))
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        reason = "hang" if number == signal.SIGALRM else f"crash: {signal.Signals(number).name}"
    else:
        code = os.WEXITSTATUS(status)
        if code in (_READ, _REFUSED):
            report.counts["read" if code == _READ else "refused"] += 1
            return
        reason = words.strip() or f"exit code {code}"
    keep.mkdir(parents=True, exist_ok=True)
    (keep / run.name).write_bytes(run.data)
    report.failures.append(Failure(run.name, reason))


def main() -> int:
    """Runs from the command line; exit code 1 when a mutant failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.reading", description=__doc__)
    parser.add_argument("--each", type=int, default=2000, help="mutants of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind")
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--keep", type=Path, default=Path("var/fuzz"))
    wanted = parser.parse_args()
    kinds = tuple(wanted.kind or KINDS)
    report = Report()
    with Progress() as progress:
        task = progress.add_task("mutants", total=len(kinds) * wanted.each)
        reports = run(kinds, wanted.each, wanted.seed, wanted.jobs, wanted.keep, wanted.corpus)
        for latest in reports:
            report = latest
            progress.advance(task)
    for failure in report.failures:
        print(f"{wanted.keep / failure.name}: {failure.reason}", file=sys.stderr)
    told = ", ".join(f"{count} {what}" for what, count in sorted(report.counts.items()))
    print(f"{told}, {len(report.failures)} failed; slowest {report.slowest[0]:.1f} s "
          f"({report.slowest[1]})")  # fmt: skip
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
