"""The checks of permissions in the source, and how one is taken away while tests run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from django.core.exceptions import EmptyResultSet, PermissionDenied

SRC = Path(__file__).resolve().parent.parent / "src"
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
        return f"{self.path}:{self.line}:{self.end_column} {self.name}"


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
    """What is taken away now, what the running test has reached, and what said no in it."""

    known: dict[tuple[str, int, int], Check]
    taken: Check | None = None
    reached: set[Check] = field(default_factory=set)
    refused: set[Check] = field(default_factory=set)
    _seen: dict[tuple[CodeType, int], Check | None] = field(default_factory=dict)

    def begin(self) -> None:
        """Another test runs."""
        self.reached, self.refused = set(), set()

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
        if check is None:
            return real(*given, **more)
        state.reached.add(check)
        try:
            answer = real(*given, **more)
        except PermissionDenied:
            state.refused.add(check)
            if check == state.taken:
                return None
            raise
        granted = _granted(name, given)
        if not _is_same(name, answer, granted):
            state.refused.add(check)
            return granted if check == state.taken else answer
        return answer

    asked.real = real  # type: ignore[attr-defined]
    return asked


def _granted(name: str, given: tuple[Any, ...]) -> Any:
    from namro.foundation.accounts.permissions import Reach

    if name == "visible_to":
        return given[0].all()
    if name == "reach":
        return Reach(True, {})
    return None if name.startswith("require") else True


def _is_same(name: str, answer: Any, granted: Any) -> bool:
    if name != "visible_to":
        return bool(answer == granted)
    try:
        return str(answer.query) == str(granted.query)
    except EmptyResultSet:  # of a query that finds nothing there is no SQL
        return False


def install(state: State) -> None:
    """Let every check of the source ask `state` first."""
    from django.apps import apps

    _load_all()
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


def _load_all() -> None:
    """Load all modules, so that none binds a check later."""
    for path in sorted((SRC / "namro").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        if "migrations" in parts or parts[-1] in ("__main__", "asgi", "wsgi", "entry"):
            continue
        import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
