"""Installations that are made once a run and then copied, since making all tables takes long."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from namro.config.cluster import layout
from tests.config.clusters import environment

_MIGRATE = """
from namro.config import entry
with entry.prepared():
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
"""
_PREPARE = """
from namro.config import entry, preparation
with entry.prepared():
    preparation.prepare(print)
"""


def lay_tables(var: Path) -> None:
    """Give the installation ``var``, unless it has one, a stopped cluster with all tables."""
    with _locked(var / "tables.lock"):
        if not layout(var).data.exists():
            _copy(_made_once("tables", _make_tables), var)


def lay_site(var: Path) -> None:
    """Make ``var`` a stopped installation that has been run before: tables, accounts, files."""
    _copy(_made_once("site", _make_site), var)


def _make_tables(var: Path) -> None:
    _run(var, _MIGRATE)


def _make_site(var: Path) -> None:
    lay_tables(var)
    _run(var, _PREPARE)


def _run(var: Path, program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(NAMRO_VAR=str(var)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{var} could not be made:\n{done.stdout}{done.stderr}")


def _made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The installation ``name`` of this run, made by whichever process needs it first."""
    folder = Path(os.environ["NAMRO_TEST_VAR"]) / "made"
    folder.mkdir(mode=0o711, exist_ok=True)
    var, mark = folder / name, folder / f"{name}.done"
    with _locked(folder / f"{name}.lock"):
        if not mark.exists():
            shutil.rmtree(var, ignore_errors=True)
            var.mkdir(mode=0o711)
            make(var)
            mark.touch()
    return var


def _copy(source: Path, target: Path) -> None:
    """Copy a stopped installation, with the owners of its files."""
    old, new = layout(source), layout(target)
    for folder in (target, new.control, new.home):
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    for path in source.iterdir():
        if path != old.control and path.suffix != ".lock":
            _cp(path, target)
    _cp(old.passfile, new.control)
    _cp(old.data, new.home)


def _cp(path: Path, into: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", path, into], check=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
