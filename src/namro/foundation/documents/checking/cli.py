"""`namro check FILE`: what to mend in a draft before it is signed.

The file is read in a process of its own, like `namro read`. Exit code 0 when nothing must be
mended, 1 when something must, 2 with one sentence on standard error when the file is refused. No
Django, no database, nothing kept.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from namro.foundation.documents.checking.profiles import Side
from namro.foundation.documents.cli import _CONTROLS, _fail, _say, _write, language
from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused

if TYPE_CHECKING:
    from namro.foundation.documents.checking.work import File

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    # A traceback with the values of variables would print the document.
    pretty_exceptions_enable=False,
)

_MENDED, _TO_MEND = b"0", b"1"


@app.command(
    name="check",
    help=_say(
        "Soát một dự thảo trước khi ký: ai, việc gì, khi nào, sản phẩm nào, đo thế nào; phụ lục và "
        "văn bản cấp trên có khớp không; thể thức có đúng không. Không lưu gì.",
        "Check a draft before signing: who, what, when, what product, how measured; whether the "
        "appendix and the parent agree; whether the layout is right. Nothing is kept.",
    ),
)
def check(
    file: Annotated[Path, typer.Argument(help=_say("Tệp dự thảo.", "The draft."), metavar="FILE")],
    parent: Annotated[
        Path | None,
        typer.Option(
            help=_say("Văn bản cấp trên mà dự thảo cụ thể hóa.", "The document it carries out."),
            metavar="FILE",
        ),
    ] = None,
    profile: Annotated[
        Side | None,
        typer.Option(
            help=_say(
                "Thể thức: state (Nhà nước) hoặc party (Đảng); mặc định theo phần đầu văn bản.",
                "Layout: state or party; by default what the letterhead says.",
            )
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            help=_say(
                "Ngày mà quy định thể thức có hiệu lực, dd/mm/yyyy; mặc định ngày của văn bản, "
                "không có thì hôm nay.",
                "The day whose rules of layout hold, dd/mm/yyyy; by default the document’s own, "
                "else today.",
            ),
            metavar="DATE",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_say("In dạng JSON.", "Print JSON."))
    ] = False,
) -> None:
    """Checks one file and prints what to mend."""
    day = _day(on)
    tongue = language()
    width = shutil.get_terminal_size((100, 24)).columns
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    try:
        ready, above = _ready(file), _ready(parent) if parent is not None else None
        _tell(ready)
        output = run_apart(
            lambda: render(ready, above, profile, day, as_json, tongue, width, colours)
        )
    except Refused as refusal:
        sentence = refusal.message(tongue)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception:  # whatever it is, its text may come from the file
        sentence = Refused("reader_failed").message(tongue)
    else:
        _write(output[1:])
        raise typer.Exit(1 if output[:1] == _TO_MEND else 0)
    _fail(sentence)


def _ready(path: Path) -> File:
    """The file with what it needs to be read; raises `Refused`."""
    from namro.foundation.documents.checking.work import File, made_readable
    from namro.foundation.documents.reading.opening import read_limited

    return made_readable(File(read_limited(path), path.name))


def _tell(file: File) -> None:
    """Says on standard error what was done to the file so that it could be read."""
    if file.recognised_whole:
        _note(
            "Chữ được nhận dạng từ bản quét, có thể sai; không soát được khổ giấy, lề, phông chữ.",
            "The letters were recognised in a scan and may be wrong; paper, margins and fonts "
            "were not checked.",
        )
    elif file.converted:
        _note(
            "Tệp được chuyển sang .docx để đọc; không soát khổ giấy, lề, phông chữ.",
            "The file was converted to .docx to be read; paper, margins and fonts were not "
            "checked.",
        )


def _note(vietnamese: str, english: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.buffer.write((_say(vietnamese, english) + "\n").encode())
        sys.stderr.buffer.flush()


def render(
    file: File,
    parent: File | None,
    side: Side | None,
    day: date | None,
    as_json: bool,
    tongue: str,
    width: int = 100,
    colours: bool = False,
) -> bytes:
    """The answer as UTF-8 behind one byte: "1" when something must be mended, else "0".

    Raises `Refused`.
    """
    from namro.foundation.documents.checking import Severity
    from namro.foundation.documents.checking.report import as_json as plain
    from namro.foundation.documents.checking.report import report
    from namro.foundation.documents.checking.work import check_files

    draft, findings = check_files(file, parent, on=day, side=side)
    must = any(finding.severity is Severity.MUST for finding in findings)
    flag = _TO_MEND if must else _MENDED
    if as_json:
        text = json.dumps(plain(draft, findings), ensure_ascii=False, indent=2)
        text = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        return flag + (text + "\n").encode("utf-8", "backslashreplace")
    from rich.console import Console

    page = io.StringIO()
    console = Console(
        file=page,
        width=max(60, min(width, 120)),
        force_terminal=colours,
        no_color=not colours,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(report(draft, findings, tongue))
    return flag + page.getvalue().encode("utf-8", "replace")


def _day(text: str | None) -> date | None:
    """The day that was asked for: dd/mm/yyyy or yyyy-mm-dd; ends the command for anything else."""
    if text is None:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    _fail(
        _say(
            f"“{text}” không phải một ngày; hãy viết dd/mm/yyyy.",
            f"“{text}” is no date; write dd/mm/yyyy.",
        )
    )
    return None


if __name__ == "__main__":
    app(prog_name="namro check")
