"""``namro indicators …``: recording figures from a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.programme.indicators import pasting
from namro.programme.indicators.actions_figures import record
from namro.programme.indicators.refusals import FiguresRefused


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
indicators_app = typer.Typer(
    no_args_is_help=True,
    help=_say("Chỉ số và số liệu.", "Indicators and figures."),
)
app.add_typer(indicators_app, name="indicators")


@app.callback()
def _commands() -> None:
    """Keep ``indicators`` a command of its own."""


@indicators_app.callback()
def _verbs() -> None:
    """Keep ``record`` a verb of its own."""


@indicators_app.command(
    "record",
    help=_say(
        "Ghi số liệu từ bảng CSV hoặc XLSX: tất cả hoặc không gì cả; ghi lại không thay đổi gì.",
        "Record figures from a CSV or XLSX table: all or nothing; twice changes nothing.",
    ),
)
def record_file(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            readable=True,
            help=_say("Tệp CSV hoặc XLSX.", "The CSV or XLSX file."),
        ),
    ],
    reason: Annotated[
        str, typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why, for the history."))
    ] = "",
) -> None:
    """Record a table of figures."""
    why = reason.strip() or _say(f"ghi từ tệp {file.name}", f"recorded from {file.name}")
    try:
        with Console(stderr=True).status(_say("Đang ghi…", "Recording…")):
            done = record(Operator.here(), pasting.from_path(file), reason=why)
    except (FiguresRefused, pasting.TableRefused) as refused:
        _refuse(refused)
    print(
        _say(
            f"Đã ghi {done.added} số liệu; {done.unchanged} số liệu đã có từ trước.",
            f"Recorded {done.added} figures; {done.unchanged} were there already.",
        )
    )


def _refuse(refused: FiguresRefused | pasting.TableRefused) -> NoReturn:
    if isinstance(refused, FiguresRefused):
        said = [each.message(language()) for each in refused.errors]
    else:
        said = [refused.in_words(language())]
    for each in (*said, _say("Không có gì được ghi.", "Nothing was recorded.")):
        print(each, file=sys.stderr)
    raise typer.Exit(2) from None
