"""Which installation a command works on, and that none but ``run`` makes one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from namro.config import locations
from tests.config.clusters import environment


def installation(var: Path) -> Path:
    """A folder that looks like an installation."""
    (var / "postgres").mkdir(parents=True)
    (var / "postgres" / "passfile").write_text("x")
    return var


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The folder one stands in, and a checkout elsewhere; nothing in the environment."""
    here, checkout = tmp_path / "here", tmp_path / "checkout"
    here.mkdir()
    checkout.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(locations, "CHECKOUT", checkout)
    monkeypatch.delenv("NAMRO_VAR", raising=False)
    monkeypatch.delenv("NAMRO_DATABASE_URL", raising=False)
    return here, checkout


def test_order(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    here, checkout = places
    assert locations.var() == here / "var", "nothing anywhere: where one would be made"
    assert not locations.holds_installation(locations.var())
    installation(checkout / "var")
    assert locations.var() == checkout / "var"
    (here / "var").mkdir()
    assert locations.var() == checkout / "var", "an empty folder is no installation"
    installation(here / "var")
    assert locations.var() == here / "var"
    monkeypatch.setenv("NAMRO_VAR", str(here / "named"))
    assert locations.var() == here / "named", "what is named is not searched for"


def test_a_server_of_its_own_leaves_the_checkout_alone(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, checkout = places
    installation(checkout / "var")
    monkeypatch.setenv("NAMRO_DATABASE_URL", "postgresql://namro@db.internal/namro")
    assert locations.var() == here / "var"


def test_run_makes_its_own_where_it_is_called(places: tuple[Path, Path]) -> None:
    here, checkout = places
    installation(checkout / "var")
    assert locations.own_var() == here / "var"


def test_installed_without_a_checkout(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "CHECKOUT", None)
    assert locations.var() == places[0] / "var"


@pytest.mark.parametrize("command", ["programmes", "import ke-hoach.txt", "manage shell"])
@pytest.mark.parametrize(("locale", "words"), [("vi_VN", "Chưa có bản"), ("en_US", "There is no")])
@pytest.mark.parametrize("named", [True, False])
def test_no_installation_is_one_sentence_and_makes_nothing(
    tmp_path: Path, command: str, locale: str, words: str, *, named: bool
) -> None:
    script = (
        "from namro.config import cli, locations\n"
        "locations.CHECKOUT = None\n"
        f"cli.main({command.split()!r})\n"
    )
    more = {"NAMRO_VAR": str(tmp_path / "named")} if named else {}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(PYTHONUTF8="1", **more) | {"LC_ALL": locale},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert words in line
    assert "namro run" in line
    assert list(tmp_path.iterdir()) == []
