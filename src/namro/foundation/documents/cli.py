"""`namro read FILE`: what an official document holds, on the terminal or as JSON.

The file is read in a process of its own with a limit on time and memory. Exit code 0 when it was
read, 2 with one sentence on standard error when not. No Django and no database.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused

_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def language() -> str:
    """ "en" for an English locale, else "vi" (LC_ALL, LC_MESSAGES, LANG: the first that is set)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := os.environ.get(name):
            return "en" if chosen.lower().startswith("en") else "vi"
    return "vi"


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # A traceback with the values of variables would print the document.
    pretty_exceptions_enable=False,
    help=_say("Văn bản chính thức.", "Official documents."),
)


@app.callback()
def documents() -> None:
    """Keeps `read` a command of its own, so that others can stand beside it."""


@app.command(
    name="read",
    help=_say(
        "Đọc một văn bản (.docx, .pdf, .html, .txt, .md) và cho biết chương trình trong đó.",
        "Read a document (.docx, .pdf, .html, .txt, .md) and show the programme in it.",
    ),
)
def read(
    file: Annotated[
        Path, typer.Argument(help=_say("Tệp văn bản.", "The document."), metavar="FILE")
    ],
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help=_say("In cấu trúc đọc được dạng JSON.", "Print the structure as JSON."),
        ),
    ] = False,
    as_text: Annotated[
        bool,
        typer.Option(
            "--text",
            help=_say(
                "In văn bản đã chuẩn hóa mà các vị trí trong JSON trỏ tới.",
                "Print the normalised text that the offsets of the JSON refer to.",
            ),
        ),
    ] = False,
) -> None:
    """Reads one file and prints what it holds."""
    if as_json and as_text:
        _fail(_say("Chỉ dùng một trong hai: --json, --text.", "Use one of --json and --text only."))
    tongue = language()
    form = "json" if as_json else "text" if as_text else "summary"
    width = shutil.get_terminal_size((100, 24)).columns
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    try:
        output = run_apart(lambda: render(file, form, tongue, width, colours))
    except Refused as refusal:
        sentence = refusal.message(tongue)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception:  # whatever it is, its text may come from the file
        sentence = Refused("reader_failed").message(tongue)
    else:
        _write(output)
        return
    _fail(sentence)


def render(file: Path, form: str, tongue: str, width: int = 100, colours: bool = False) -> bytes:
    """The answer as UTF-8: form "json", "text" or "summary"; raises `Refused`."""
    from namro.foundation.documents.reading import read_document

    draft = read_document(file)
    if form == "json":
        text = json.dumps(draft.as_dict(tongue), ensure_ascii=False, indent=2, allow_nan=False)
        # json leaves these bare; a terminal would obey some of them.
        text = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        return (text + "\n").encode("utf-8", "backslashreplace")
    from namro.foundation.documents.summary import printable, summary

    if form == "text":
        return (printable(draft.text) + "\n").encode("utf-8", "replace")
    from rich.console import Console

    page = io.StringIO()
    console = Console(
        file=page,
        width=max(60, min(width, 160)),
        force_terminal=colours,
        no_color=not colours,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(summary(draft, tongue))
    return page.getvalue().encode("utf-8", "replace")


def _write(output: bytes) -> None:
    """Writes UTF-8 whatever the locale; a reader that went away (`| head`) is no error."""
    failed = False
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(output)
        sys.stdout.buffer.flush()
        return
    except BrokenPipeError:
        pass
    except OSError:
        failed = True
    # The interpreter flushes once more on its way out.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if failed:
        _fail(
            _say(
                "Không ghi được kết quả; hãy kiểm tra dung lượng ổ đĩa và quyền ghi.",
                "The result could not be written; check the free space and the write permission.",
            )
        )


def _fail(sentence: str) -> None:
    try:
        sys.stderr.flush()
        sys.stderr.buffer.write((sentence + "\n").encode())
        sys.stderr.buffer.flush()
    except (BrokenPipeError, OSError):
        pass
    raise typer.Exit(2)


if __name__ == "__main__":
    app(prog_name="namro")
