"""Every check of a permission taken away, one at a time: does a test notice?

    python -m fuzz.permissions [--room programmes] [--minutes 30] [TESTS …]

The checks are the calls of `require`, `may`, `reach`, `visible_to` and the like in the source. The
tests are run file by file, the generated test of all addresses first. While a file runs, each
check notes which tests reach it; then each check that no test has noticed yet is taken away (what
it asks is granted, what it filters passes) and the tests that reached it run again until one fails.
Nothing is written to the source. Exit code 1: a check is missed by all tests.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

SRC = Path(__file__).resolve().parent.parent / "src"
ROUTES = "tests/config/test_every_route.py"
TESTS = (
    ROUTES,
    "tests/foundation/accounts",
    "tests/foundation/organisations",
    "tests/foundation/history",
    "tests/programme/drafting",
    "tests/programme/indicators",
    "tests/programme/programmes",
)
# What is asked, and what is answered where it is taken away.
ASKED = (
    *("require", "require_all", "require_somewhere"),
    *("may", "may_somewhere", "may_end", "reach", "visible_to"),
)


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """One call, by where it ends: that is the same in the tree and in the running code."""

    path: str
    line: int
    end: int
    end_column: int
    name: str

    @property
    def room(self) -> str:
        """The room it stands in."""
        parts = Path(self.path).parts
        return parts[2] if len(parts) > 3 else parts[1]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"


def checks() -> list[Check]:
    """All checks of the source."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            named = node.func
            name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
            if name in ASKED and node.end_lineno and node.end_col_offset:
                at = (node.lineno, node.end_lineno, node.end_col_offset)
                found.append(Check(str(path.relative_to(SRC)), *at, name))
    return sorted(found)


@dataclass(slots=True)
class State:
    """What is taken away now, and what the running test has reached."""

    known: dict[tuple[str, int, int], Check]
    taken: Check | None = None
    reached: set[Check] = field(default_factory=set)
    _seen: dict[tuple[CodeType, int], Check | None] = field(default_factory=dict)

    def at(self, frame: FrameType | None) -> Check | None:
        """The check that is being asked: the nearest caller in the source."""
        while frame is not None and not frame.f_code.co_filename.startswith(str(SRC)):
            if "django/db/models/manager" not in frame.f_code.co_filename:
                return None
            frame = frame.f_back
        if frame is None:
            return None
        key = (frame.f_code, frame.f_lasti)
        if key not in self._seen:
            place = list(frame.f_code.co_positions())[frame.f_lasti // 2]
            path = str(Path(frame.f_code.co_filename).relative_to(SRC))
            _line, end, _column, end_column = place
            self._seen[key] = self.known.get((path, end or 0, end_column or 0))
        return self._seen[key]


def _wrapped(state: State, real: Callable[..., Any], name: str) -> Callable[..., Any]:
    def asked(*given: Any, **more: Any) -> Any:
        check = state.at(sys._getframe(1))
        if check is not None:
            state.reached.add(check)
            if check == state.taken:
                return _granted(name, given)
        return real(*given, **more)

    asked.real = real  # type: ignore[attr-defined]
    return asked


def _granted(name: str, given: tuple[Any, ...]) -> Any:
    from namro.foundation.accounts.permissions import Reach

    if name == "visible_to":
        return given[0].all()
    if name == "reach":
        return Reach(True, {})
    return None if name.startswith("require") else True


def install(state: State) -> None:
    """Let every check of the loaded source ask `state` first."""
    from django.apps import apps

    from namro.foundation.accounts import actions_roles, permissions

    replaced = {}
    for name in ASKED[:-1]:
        real = getattr(actions_roles if name == "may_end" else permissions, name)
        replaced[id(real)] = _wrapped(state, real, name)
    for module in [each for key, each in sys.modules.items() if key.startswith("namro")]:
        for name, value in list(vars(module).items()):
            if id(value) in replaced:
                setattr(module, name, replaced[id(value)])
    for model in apps.get_models():
        for cls in type(model._default_manager.all()).__mro__:
            real = vars(cls).get("visible_to")
            if real is not None and not hasattr(real, "real"):
                cls.visible_to = _wrapped(state, real, "visible_to")  # type: ignore[attr-defined]


class Run:
    """A plugin of pytest that runs the tests as this module says."""

    def __init__(self, wanted: list[Check], deadline: float) -> None:
        self.state = State({(each.path, each.end, each.end_column): each for each in checks()})
        self.left = set(wanted)
        self.killed: dict[Check, str] = {}
        self.tried: set[Check] = set()
        self.failing: list[str] = []
        self.deadline = deadline
        self.done_all = True
        # pytest takes what is printed while it runs.
        self.out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each file: once as it is, then with each check that it reaches taken away."""
        _load_all()
        install(self.state)
        files: dict[Path, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            files[item.path].append(item)
        for path in sorted(files, key=lambda each: each.name != Path(ROUTES).name):
            session._setupstate.teardown_exact(files[path][0])  # of the file before
            if not self.left:
                break
            if time.monotonic() > self.deadline:
                self.done_all = False
                break
            self._file(files[path])
        return True

    def _file(self, items: list[pytest.Item]) -> None:
        by_check: dict[Check, list[tuple[float, pytest.Item]]] = defaultdict(list)
        for item in items:
            self.state.reached = set()
            began = time.monotonic()
            if not self._passes(item, items):
                self.failing.append(item.nodeid)
                continue
            for check in self.state.reached:
                by_check[check].append((time.monotonic() - began, item))
        for check in sorted(self.left & set(by_check)):
            if time.monotonic() > self.deadline:
                self.done_all = False
                return
            self.state.taken = check
            self.tried.add(check)
            for _took, item in sorted(by_check[check], key=lambda each: each[0]):
                if not self._passes(item, items):
                    self.killed[check] = item.nodeid
                    self.left.discard(check)
                    break
            self.state.taken = None
            said = f"by {self.killed[check]}" if check in self.killed else "not yet"
            print(f"{check}: {said}", file=self.out, flush=True)

    def _passes(self, item: pytest.Item, items: list[pytest.Item]) -> bool:
        """Whether a test passes; what its file shares stays set up."""
        other = next((each for each in items if each is not item), item)
        reports = runtestprotocol(_fresh(item), log=False, nextitem=other)
        return not any(each.failed for each in reports)


def _fresh(item: Any) -> Any:
    item._initrequest()
    return item


def _load_all() -> None:
    """Load all modules, so that none binds a check later."""
    from importlib import import_module

    for path in sorted((SRC / "namro").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        if "migrations" in parts or parts[-1] in ("__main__", "asgi", "wsgi", "entry"):
            continue
        import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def _told(run: Run, wanted: list[Check]) -> Iterator[str]:
    for test in run.failing:
        yield f"fails as it is: {test}"
    for each in sorted(run.left):
        why = "MISSED" if each in run.tried else "not tried: reached by no test that ran"
        yield f"{why}: {each}"
    rooms = sorted({each.room for each in wanted})
    for room in rooms:
        yield _counted(run, room, [each for each in wanted if each.room == room])
    yield _counted(run, "all", wanted)
    if not run.done_all:
        yield "The time was up before all tests ran."


def _counted(run: Run, name: str, those: list[Check]) -> str:
    tried = sum(each in run.tried for each in those)
    noticed = sum(each in run.killed for each in those)
    return f"{name}: {len(those)} checks, {tried} taken away, {noticed} noticed"


def main() -> int:
    """Take the arguments, run, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tests", nargs="*", default=list(TESTS))
    parser.add_argument("--room", action="append", help="only the checks of this room")
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--reuse-db", action="store_true")
    given = parser.parse_args()
    wanted = [each for each in checks() if not given.room or each.room in given.room]
    run = Run(wanted, time.monotonic() + given.minutes * 60)
    options = ["-p", "no:cacheprovider", "-q", "-m", "not browser and not slow"]
    if given.reuse_db:
        options.append("--reuse-db")
    pytest.main([*options, *given.tests], plugins=[run])
    print("\n".join(_told(run, wanted)))
    return 1 if run.left or run.failing else 0


if __name__ == "__main__":
    sys.exit(main())
