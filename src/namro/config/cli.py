"""The console script ``namro``.

Commands are found by name in :data:`namro.config.rooms.COMMANDS` and loaded only when called, so
that ``namro read`` neither loads Django nor starts a database.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

from namro import __version__
from namro.config import rooms, usage
from namro.config.language import say

# Commands of Django that must work, and do work, with no database.
_WITHOUT_DATABASE = frozenset(
    {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help"}
    | {"makemessages", "makemigrations", "version"}
)


def main(argv: list[str] | None = None) -> None:
    """Run one command and exit with its code."""
    if argv is None:
        _speak_utf8()
        argv = sys.argv[1:]
    sys.exit(_run(argv))


def _speak_utf8() -> None:
    """Start again in Python's UTF-8 mode where the locale names an encoding the machine lacks.

    Python would fall back to ASCII there, and could print no Vietnamese.
    """
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-m", "namro.config.cli", *sys.argv[1:]])  # noqa: S606


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        _print_help()
        return 0
    name = arguments[0]
    if name in {"-V", "--version"}:
        print(f"namro {__version__}")
        return 0
    if name == "run":
        from namro.config import supervisor

        return supervisor.command(arguments[1:])
    if name == "manage":
        return _manage(arguments[1:])
    command = _available().get(name)
    if command is None:
        print(
            say(
                f"Không có lệnh “{name}”. Gõ “namro --help” để xem các lệnh.",
                f"There is no command “{name}”. Type “namro --help” for the commands.",
            ),
            file=sys.stderr,
        )
        return 2
    if not command.database or "--help" in arguments:
        if command.database:
            from namro.config import entry

            with entry.prepared(database=False):
                return _room_command(command, arguments)
        return _room_command(command, arguments)
    return _with_database(lambda: _room_command(command, arguments), create=command.creates)


def _available() -> dict[str, rooms.Command]:
    return {
        name: command for name, command in rooms.COMMANDS.items() if rooms.exists(command.module)
    }


def _room_command(command: rooms.Command, arguments: list[str]) -> int:
    """Run a room's Typer command; a module with one command takes its name off the line."""
    import typer

    application = import_module(command.module).app
    for module in filter(rooms.exists, command.also):
        import_module(module)
    runner: Any = typer.main.get_command(application)
    grouped = hasattr(runner, "commands")
    return usage.run(
        runner,
        arguments if grouped else arguments[1:],
        "namro" if grouped else f"namro {arguments[0]}",
    )


def _with_database(work: Any, *, create: bool = False) -> int:
    """Run ``work`` with a database; unless ``create``, only where there is an installation."""
    from namro.config import embedded, entry

    try:
        with entry.prepared(create=create):
            code: int = work()
            return code
    except entry.NoInstallationError as error:
        print(error, file=sys.stderr)
        return 2
    except embedded.EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def _manage(arguments: list[str]) -> int:
    """Pass a line on to Django's own commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")

    def work() -> int:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["namro manage", *arguments])
        return 0

    wanted = arguments[0] if arguments else "help"
    if wanted in _WITHOUT_DATABASE or wanted.startswith("-") or "--help" in arguments:
        return work()
    # Making the tables by hand is setting up, as “namro run” does.
    return _with_database(work, create=wanted == "migrate")


def _print_help() -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]Năm Rõ[/bold] {__version__}")
    console.print(say("Cách dùng: namro LỆNH [THAM SỐ…]", "Usage: namro COMMAND [ARGUMENTS…]"))
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_row(
        "run",
        say(
            "chạy cơ sở dữ liệu, trang web và tiến trình nền",
            "run the database, the site and the background worker",
        ),
    )
    for name, command in _available().items():
        table.add_row(name, say(command.vi, command.en))
    table.add_row("manage", say("các lệnh quản trị của Django", "Django's administration commands"))
    console.print(table)
    console.print(
        say("“namro LỆNH --help” cho biết chi tiết.", "“namro COMMAND --help” tells more.")
    )


if __name__ == "__main__":
    main()
