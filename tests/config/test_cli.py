"""The console script: finding commands, the language, what stays unloaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from namro.config import cli, language, rooms
from tests.config.clusters import environment


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN", "LC_MESSAGES": "vi_VN", "LC_ALL": "en"}, "en"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_language(variables: dict[str, str], expected: str) -> None:
    assert language.of(variables) == expected


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--help"])
    assert done.value.code == 0
    shown = capsys.readouterr().out
    for name, command in rooms.COMMANDS.items():
        assert name in shown or not rooms.exists(command.module)


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "C", "vi_VN.TCVN", "khong-co"])
def test_vietnamese_can_be_said_under_any_locale(locale: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from namro.config.cli import main; main()", "bãi-bỏ"],
        env={**environment(), "LC_ALL": locale, "PYTHONUTF8": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "“bãi-bỏ”" in done.stderr.decode("utf-8")


def test_unknown_command_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["fly"])
    assert done.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_reading_loads_no_django_and_starts_no_database(tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach.txt"
    document.write_text("KẾ HOẠCH\n\nI. MỤC TIÊU\n1. Nâng cao chất lượng.\n", encoding="utf-8")
    script = (
        "import sys\n"
        "from namro.config import cli\n"
        "try:\n"
        f"    cli.main(['read', {str(document)!r}])\n"
        "except SystemExit as done:\n"
        "    assert not done.code, done.code\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'django', 'psycopg', 'psutil'}, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(NAMRO_VAR=str(tmp_path / "var")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "var").exists()


def test_the_tests_run_on_the_server_they_are_told() -> None:
    """Guards CI: with NAMRO_DATABASE_URL set, no embedded database is used."""
    from django.conf import settings

    host = str(settings.DATABASES["default"]["HOST"])
    if os.environ.get("NAMRO_DATABASE_URL"):
        assert os.environ["NAMRO_TEST_VAR"] not in host
    else:
        assert os.environ["NAMRO_TEST_VAR"] in host
