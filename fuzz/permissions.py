"""Every check of a permission taken away, one at a time: does a test notice?

    python -m fuzz.permissions [--room programmes] [--resume FILE] [--minutes 30] [TESTS …]

The checks are the calls of `require`, `may`, `reach`, `visible_to` and the like in the source.
First each test runs once as it is, and each check notes in which tests it said no (what it asks was
refused, what it filters was cut): where it only ever said yes, its absence changes nothing. Then
each check is taken away (what it asks is granted, what it filters passes) and those tests run
again, the quickest first, until one fails that passes with the check in its place. The rooms' own
tests come first, the generated ones of all addresses only for what is left, and slow tests last.
Nothing is written to the source. Exit code 1: a check is missed by all tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps, loads
from math import inf
from os import dup, fdopen
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from fuzz.checks import SRC, Check, State, checks, install

ROOT = SRC.parent
TESTS = (
    "tests/foundation/accounts",
    "tests/foundation/organisations",
    "tests/foundation/history",
    "tests/foundation/interface",
    "tests/programme/drafting",
    "tests/programme/indicators",
    "tests/programme/programmes",
    "tests/config/test_backup.py",
    "tests/config/test_cli.py",
    "tests/config/test_every_action.py",
    "tests/config/test_every_link.py",
    "tests/config/test_every_route.py",
)
GENERATED = "/test_every_"


class Limit(NamedTuple):
    """How many of the rooms' tests are tried of a check, and how slow a test may be."""

    tests: float
    seconds: float


SOME, ALL = Limit(12, 10), Limit(inf, inf)


def _digest(paths: list[Path]) -> str:
    found = sha256()
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()


@dataclass(slots=True)
class Known:
    """What the runs so far have found out; kept in a file, so that a run can go on later."""

    file: Path | None
    source: str = field(default_factory=lambda: _digest([*SRC.rglob("*.py")]))
    # By file of tests: its digest, and for each test its time and the checks that said no in it.
    tests: dict[str, tuple[str, dict[str, tuple[float, list[str]]]]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    killed: dict[str, str] = field(default_factory=dict)
    # By check: the tests that did not notice that it was gone.
    passed: dict[str, set[str]] = field(default_factory=dict)

    def load(self) -> None:
        """Take up what an earlier run kept, if it was of the same source and the same tests."""
        if self.file is None or not self.file.exists():
            return
        kept = loads(self.file.read_text(encoding="utf-8"))
        if kept["source"] != self.source:
            return
        for path, (digest, tests) in kept["tests"].items():
            if Path(path).exists() and _digest([Path(path)]) == digest:
                self.tests[path] = digest, tests
        self.reached = set(kept["reached"])
        names = {name for _digest, tests in self.tests.values() for name in tests}
        self.killed = {check: name for check, name in kept["killed"].items() if name in names}
        self.passed = {check: set(gone) & names for check, gone in kept["passed"].items()}

    def save(self) -> None:
        """Keep what is known."""
        if self.file is None:
            return
        kept = {
            "source": self.source,
            "tests": self.tests,
            "reached": sorted(self.reached),
            "killed": self.killed,
            "passed": {check: sorted(gone) for check, gone in self.passed.items()},
        }
        self.file.write_text(dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


class _Stay:
    """In place of the next test: what the file shares stays set up, and nothing else."""

    def __init__(self, item: pytest.Item) -> None:
        module = item.getparent(pytest.Module)
        self._chain = (module or item).listchain()

    def listchain(self) -> list[Any]:
        """What pytest keeps set up."""
        return self._chain


class Run:
    """A plugin of pytest that runs the tests as this module says."""

    def __init__(self, wanted: list[Check], known: Known, deadline: float) -> None:
        self.state = State({(each.path, each.end, each.end_column): each for each in checks()})
        self.known = known
        self.wanted = wanted
        self.deadline = deadline
        self.failing: list[str] = []
        self.done_all = True
        self.items: dict[str, pytest.Item] = {}
        # pytest takes what is printed while it runs.
        self.out = fdopen(dup(sys.stdout.fileno()), "w", encoding="utf-8")

    @property
    def left(self) -> list[Check]:
        """The checks that no test has noticed yet."""
        return [each for each in self.wanted if str(each) not in self.known.killed]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each file as it is, and what said no in it again with the check gone."""
        install(self.state)
        files: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            self.items[item.nodeid] = item
            files.setdefault(str(item.path.relative_to(ROOT)), []).append(item)
        generated = [path for path in files if GENERATED in path]
        for part in ([path for path in files if path not in generated], generated):
            for path in part:
                if self._is_over():
                    return True
                if path not in self.known.tests:
                    self._as_it_is(path, files[path])
            for limit in (SOME, ALL) if part is generated else (SOME,):
                self._take_away(limit)
        return True

    def _is_over(self) -> bool:
        if time.monotonic() > self.deadline:
            self.done_all = False
        return not self.left or not self.done_all

    def _as_it_is(self, path: str, items: list[pytest.Item]) -> None:
        digest = _digest([Path(path)])
        found: dict[str, tuple[float, list[str]]] = {}
        for item in items:
            self.state.begin()
            reports = self._reports(item)
            if any(each.failed for each in reports):
                self.failing.append(item.nodeid)
                continue
            # What is set up before it is set up once for its file, or for all.
            took = sum(each.duration for each in reports if each.when == "call")
            found[item.nodeid] = took, sorted(str(each) for each in self.state.refused)
            self.known.reached |= {str(each) for each in self.state.reached}
        self.known.tests[path] = digest, found
        whole = sum(each for each, _checks in found.values())
        self._tell(f"{path}: {len(found)} tests, {whole:.0f} s")
        self.known.save()

    def _candidates(
        self, check: Check, limit: Limit
    ) -> dict[str, list[tuple[bool, bool, float, str]]]:
        """By file: the tests yet to try in which a check says no; those of its room first."""
        gone = self.known.passed.get(str(check), set())
        found: dict[str, list[tuple[bool, bool, float, str]]] = {}
        for path, (_digest, tests) in self.known.tests.items():
            generated = GENERATED in path
            if len(gone) >= limit.tests and not generated:
                continue
            for name, (took, said_no) in tests.items():
                fits = took < limit.seconds and name in self.items and name not in gone
                if fits and str(check) in said_no:
                    order = generated, f"/{check.room}/" not in path, took, name
                    found.setdefault(path, []).append(order)
        return found

    def _take_away(self, limit: Limit) -> None:
        """For each check that is left the file with its first test, file by file."""
        while True:
            next_in: dict[str, list[tuple[Check, list[str]]]] = {}
            for check in self.left:
                found = self._candidates(check, limit)
                if found:
                    path = min(found, key=lambda each: min(found[each]))
                    names = [name for *_order, name in sorted(found[path])]
                    next_in.setdefault(path, []).append((check, names))
            if not next_in:
                return
            for _path, tries in sorted(next_in.items()):
                for check, names in tries:
                    if self._is_over():
                        return
                    self._try(check, names)
            self.known.save()

    def _try(self, check: Check, names: list[str]) -> None:
        for name in names:
            self.state.taken = check
            noticed = not self._passes(self.items[name])
            self.state.taken = None
            if noticed and self._passes(self.items[name]):
                self.known.killed[str(check)] = name
                self._tell(f"{check}: by {name}")
                return
            self.known.passed.setdefault(str(check), set()).add(name)
        self._tell(f"{check}: not by {len(names)} tests")

    def _passes(self, item: Any) -> bool:
        return not any(each.failed for each in self._reports(item))

    def _reports(self, item: Any) -> list[pytest.TestReport]:
        """What a test reports; what its file shares stays set up."""
        stay: Any = _Stay(item)
        item.session._setupstate.teardown_exact(stay)  # of the file before
        item._initrequest()
        return runtestprotocol(item, log=False, nextitem=stay)

    def _tell(self, said: str) -> None:
        print(said, file=self.out, flush=True)


def _told(run: Run) -> Iterator[str]:
    known = run.known
    for test in run.failing:
        yield f"fails as it is: {test}"
    for each in run.left:
        if known.passed.get(str(each)):
            why = f"MISSED by the {len(known.passed[str(each)])} tests in which it says no"
        elif str(each) in known.reached:
            why = "NEVER SAYS NO in any test"
        else:
            why = "NOT REACHED by any test"
        yield f"{why}: {each}"
    for room in sorted({each.room for each in run.wanted}):
        yield _counted(run, room, [each for each in run.wanted if each.room == room])
    yield _counted(run, "all", run.wanted)
    if not run.done_all:
        yield "The time was up before all tests ran."


def _counted(run: Run, name: str, those: list[Check]) -> str:
    noticed = sum(str(each) in run.known.killed for each in those)
    return f"{name}: {len(those)} checks, {noticed} noticed when taken away"


def main() -> int:
    """Take the arguments, run, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tests", nargs="*", default=list(TESTS))
    parser.add_argument("--room", action="append", help="only the checks of this room")
    parser.add_argument("--resume", type=Path, help="keep what is known in this file")
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--reuse-db", action="store_true")
    given = parser.parse_args()
    wanted = [each for each in checks() if not given.room or each.room in given.room]
    known = Known(given.resume)
    known.load()
    run = Run(wanted, known, time.monotonic() + given.minutes * 60)
    options = ["-p", "no:cacheprovider", "-q", "-m", "not browser and not slow and not embedded"]
    if given.reuse_db:
        options.append("--reuse-db")
    began = time.monotonic()
    pytest.main([*options, *given.tests], plugins=[run])
    print("\n".join(_told(run)))
    print(f"{(time.monotonic() - began) / 60:.1f} minutes")
    return 1 if run.left or run.failing else 0


if __name__ == "__main__":
    sys.exit(main())
