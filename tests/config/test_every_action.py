"""Every function that takes an actor and asks for a permission refuses somebody without a role.

Found in the source: nobody lists them. What they are given besides stands for anything, so that a
function which does anything before it asks fails here.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

import namro
from namro.foundation.accounts.models import User

SRC = Path(namro.__file__).resolve().parent
ASKING = {"require", "require_all", "require_somewhere"}


def _asks(function: ast.FunctionDef) -> bool:
    """Whether it asks of its own `actor` before and whatever else it does."""
    named = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    calls = [each.value for each in function.body if isinstance(each, ast.Expr)]
    return "actor" in named and any(
        isinstance(call, ast.Call) and getattr(call.func, "id", "") in ASKING for call in calls
    )


def asking() -> Iterator[str]:
    """The functions of the source that ask, as `module:name`."""
    for path in sorted(SRC.rglob("*.py")):
        if path.name == "permissions.py":
            continue
        module = ".".join(("namro", *path.relative_to(SRC).with_suffix("").parts))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _asks(node):
                yield f"{module}:{node.name}"


ALL = list(asking())


def test_those_that_write_are_found() -> None:
    rooms = {name.split(".")[2] for name in ALL}
    assert {"accounts", "history", "organisations", "programmes", "indicators"} <= rooms
    assert len(ALL) > 40


def _done(function: Any, **given: Any) -> None:
    made = function(**given)
    if inspect.isgenerator(made):  # of a context manager
        next(made)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ALL)
def test_nobody_without_a_role_does_it(name: str) -> None:
    module, _colon, own = name.partition(":")
    function: Any = inspect.unwrap(getattr(import_module(module), own))
    outsider = User.objects.create(username="khong-vai-tro")
    given = {
        each.name: MagicMock()
        for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.name != "actor"
    }
    with CaptureQueriesContext(connection) as queries, pytest.raises(PermissionDenied):
        _done(function, actor=outsider, **given)
    assert all(each["sql"].startswith("SELECT") for each in queries.captured_queries)
