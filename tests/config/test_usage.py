"""What a wrong command line is answered: in the reader's language, with the usage, code 2."""

from __future__ import annotations

import re
from enum import Enum
from typing import Annotated

import pytest
import typer

from namro.config import supervisor, usage

app = typer.Typer(no_args_is_help=True, add_completion=False)


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@app.command()
def paint(
    what: str,
    colour: Annotated[Colour, typer.Option()] = Colour.RED,
    times: Annotated[int, typer.Option()] = 1,
    dry: Annotated[bool, typer.Option("--dry")] = False,
) -> None:
    """Paint."""
    if what == "stop":
        raise typer.Abort
    raise typer.Exit(3 if times > 2 else 0)


@app.command()
def wash(what: str, why: Annotated[Colour, typer.Option()]) -> None:
    """Wash."""


COMMAND = typer.main.get_command(app)


@pytest.mark.parametrize(
    ("line", "vietnamese", "english"),
    [
        ("paint", "Thiếu tham số what.", "Missing argument"),
        ("wash door", "Thiếu tùy chọn --why.", "Missing option"),
        (
            "paint door --colour green",
            "Giá trị “green” của --colour không hợp lệ; hãy chọn một trong: 'red', 'blue'.",
            "is not one of",
        ),
        ("paint door --times x", "Giá trị của --times không phải là số.", "valid integer"),
        ("paint door window", "Thừa tham số: window.", "unexpected extra argument"),
        ("paint door --colour", "Tùy chọn --colour cần có giá trị.", "requires an argument"),
        ("paint door --dry=1", "Tùy chọn --dry không nhận giá trị.", "does not take a value"),
        ("paint door --colr red", "Không có tùy chọn --colr.", "No such option: --colr"),
        ("fly", "Không có lệnh “fly”.", "No such command"),
    ],
)
def test_a_wrong_line(
    line: str,
    vietnamese: str,
    english: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = {}
    for locale in ("vi_VN.UTF-8", "en_US.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        assert usage.run(COMMAND, line.split(), "namro") == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        said[locale[:2]] = shown.err.splitlines()
    assert [len(lines) for lines in said.values()] == [2, 2], said
    assert said["vi"][0].startswith("Cách dùng: namro")
    assert said["vi"][1].startswith(vietnamese)
    assert "cho biết chi tiết" in said["vi"][1]
    assert not re.search(r"Missing|Invalid|such|Usage|option", " ".join(said["vi"]))
    assert said["en"][0].startswith("Usage: namro")
    assert english in said["en"][1]


def test_codes_of_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage.run(COMMAND, ["paint", "door"], "namro") == 0
    assert usage.run(COMMAND, ["paint", "door", "--times", "3"], "namro") == 3
    assert usage.run(COMMAND, ["paint", "--help"], "namro") == 0
    assert usage.run(COMMAND, ["paint", "stop"], "namro") == 1


def test_a_command_without_its_arguments_shows_its_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert usage.run(COMMAND, [], "namro") == 2
    shown = capsys.readouterr()
    assert "paint" in shown.out + shown.err


def test_a_sentence_that_is_not_known_stays_as_it_is() -> None:
    assert usage.in_vietnamese("The moon is full.") == "The moon is full."


@pytest.mark.parametrize(("locale", "words"), [("vi_VN", "số cổng"), ("en_US", "number of a port")])
def test_a_port_that_is_no_number_is_one_sentence(
    locale: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert supervisor.command(["--port", "abc"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "abc" in line
    assert words in line


@pytest.mark.parametrize(
    ("line", "vietnamese"),
    [
        ("--foo", "Thừa tham số: --foo."),
        ("--port", "Tùy chọn --port cần có giá trị."),
        ("--workers x", "Giá trị “x” của --workers không phải là số."),
    ],
)
def test_wrong_lines_of_run(
    line: str,
    vietnamese: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN")
    with pytest.raises(SystemExit) as done:
        supervisor.command(line.split())
    assert done.value.code == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("Cách dùng: namro run")
    assert second.startswith(vietnamese)


def test_help_is_framed_in_vietnamese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    import typer.rich_utils

    for name in ("ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE",
                 "DEFAULT_STRING", "REQUIRED_LONG_STRING"):  # fmt: skip
        monkeypatch.setattr(typer.rich_utils, name, getattr(typer.rich_utils, name))
    usage.run(typer.main.get_command(app), ["paint", "--help"], "namro")
    said = capsys.readouterr().out
    for words in ("Tham số", "Tùy chọn", "[bắt buộc]", "[mặc định: 1]", "Hiện hướng dẫn này"):
        assert words in said
    assert "Show this message" not in said
