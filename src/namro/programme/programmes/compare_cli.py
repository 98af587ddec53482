"""``namro compare OLD NEW``: what a changed document changes. No Django, no database.

Exit code 0 when nothing differs, 1 when something does, 2 when a file could not be read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from namro.foundation.documents.cli import language
from namro.foundation.documents.reading import Refused, read_document
from namro.programme.programmes.reading import ReadDraft, read_apart
from namro.programme.programmes.rules.comparison import Comparison, Side, side_of_draft
from namro.programme.programmes.rules.comparison import compare as compare_sides
from namro.programme.programmes.rules.draft import Contradiction
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.telling import Piece, as_json, counted, tell


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.command(
    "compare",
    help=_say(
        "Đối chiếu hai văn bản: thêm mới, sửa đổi, bãi bỏ những gì. Mã kết thúc: 0 không khác, "
        "1 có khác, 2 không đọc được.",
        "Compare two documents: what was added, changed, removed. Exit code 0: nothing differs, "
        "1: something does, 2: a file could not be read.",
    ),
)
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_say("Văn bản cũ.", "The old one."))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=_say("Văn bản mới.", "The new one."))],
    json_wanted: Annotated[
        bool, typer.Option("--json", help=_say("In JSON.", "Print JSON."))
    ] = False,
) -> None:
    """Compare two files."""
    first, second = _read(old), _read(new)
    try:
        sides = [side_of_draft(each.as_dict("vi"), each.text) for each in (first, second)]
    except (Contradiction, KeyError) as problem:
        _fail(_say(f"Không đối chiếu được: {problem}", f"They cannot be compared: {problem}"))
    found = compare_sides(*sides)
    if json_wanted:
        json.dump(as_json(found, *sides), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        _print(found, *sides)
    raise typer.Exit(1 if found.differences else 0)


def _print(found: Comparison, old: Side, new: Side) -> None:
    tongue = as_language(language())
    console = Console(
        highlight=False,
        markup=False,
        emoji=False,
        no_color="NO_COLOR" in os.environ,
        width=None if sys.stdout.isatty() else 1000,
    )
    if not found.differences:
        console.print(_say("Hai văn bản không khác nhau.", "The two documents do not differ."))
        return
    console.print(", ".join(f"{count} {name}" for _, name, count in counted(found, tongue)))
    for part in tell(old, new, found, tongue):
        console.print(Text(f"\n{_clean(part.name)}", style="bold"))
        for told in (*part.changed, *part.lesser):
            console.print(Text(f"  [{told.change}] {_clean(told.name)}"))
            for row in told.rows:
                line = Text(f"      {row.name}: ")
                line.append_text(_pieces(row.old, "red strike", "-"))
                line.append("  →  ")
                line.append_text(_pieces(row.new, "green bold", "+"))
                console.print(line)


def _pieces(pieces: Sequence[Piece], style: str, sign: str) -> Text:
    """The pieces of one side; those that differ stand in brackets too, not in colour alone."""
    text = Text()
    for differs, piece in pieces:
        shown = _clean(piece)
        text.append(f"[{sign}{shown}]" if differs else shown, style=style if differs else "")
    return text if pieces else Text("–")


def _clean(text: str) -> str:
    """Without what a terminal would obey."""
    from namro.foundation.documents.summary import printable

    return printable(text).replace("\n", " ")


def _read(file: Path) -> ReadDraft:
    from namro.foundation.documents.reading.opening.limits import MAX_FILE_BYTES

    try:
        if not file.is_file():
            read_document(file)  # says why: missing, a folder …
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE_BYTES + 1)
        return read_apart(content, file.name)
    except Refused as refused:
        _fail(f"{file}: {refused.message(language())}")
    except OSError:
        _fail(_say(f"Không đọc được tệp {file}.", f"The file {file} cannot be read."))


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
