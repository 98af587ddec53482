"""``namro organisations …``: loading units and their events, and showing a hierarchy on a day."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.cli_boundaries import HELP, boundaries
from namro.foundation.organisations.loading import load as load_cells
from namro.foundation.organisations.questions import Node, tree
from namro.foundation.organisations.refusals import LoadRefused
from namro.foundation.organisations.rules.reading import read_day
from namro.foundation.organisations.tables import read_file


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
organisations_app = typer.Typer(
    no_args_is_help=True,
    help=_say("Đơn vị và hệ thống tổ chức theo thời gian.", "Units and hierarchies through time."),
)
app.add_typer(organisations_app, name="organisations")


@app.callback()
def _commands() -> None:
    """Keep ``organisations`` a command of its own."""


@organisations_app.command(
    "load",
    help=_say(
        "Nạp đơn vị và sự kiện từ bảng CSV hoặc XLSX: tất cả hoặc không gì cả; nạp lại không thay "
        "đổi gì.",
        "Load units and events from a CSV or XLSX table: all or nothing; twice changes nothing.",
    ),
)
def load(
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
    """Load a table of units and events."""
    why = reason.strip() or _say(f"nạp từ tệp {file.name}", f"loaded from {file.name}")
    try:
        with Console(stderr=True).status(_say("Đang nạp…", "Loading…")):
            done = load_cells(Operator.here(), read_file(file), reason=why)
    except LoadRefused as refused:
        for error in refused.errors:
            print(error.message(language()), file=sys.stderr)
        print(
            _say("Không có gì được nạp.", "Nothing was loaded."),
            file=sys.stderr,
        )
        raise typer.Exit(2) from None
    print(
        _say(
            f"Đã nạp {done.added} dòng; {done.unchanged} dòng đã có từ trước.",
            f"Loaded {done.added} rows; {done.unchanged} were there already.",
        )
    )


@organisations_app.command(
    "tree",
    help=_say("Hiện một hệ thống tổ chức vào một ngày.", "Show a hierarchy on a day."),
)
def show_tree(
    on: Annotated[
        str, typer.Option(help=_say("Ngày, ví dụ 2025-07-01; mặc định hôm nay.", "The day; today."))
    ] = "",
    hierarchy: Annotated[
        Hierarchy, typer.Option(help=_say("Hệ thống.", "The hierarchy."))
    ] = Hierarchy.TERRITORY,
    as_json: Annotated[
        bool, typer.Option("--json", help=_say("Ghi ra JSON.", "Write JSON."))
    ] = False,
) -> None:
    """Show a hierarchy on a day, in protocol order."""
    day = read_day(on) if on else timezone.localdate()
    if day is None:
        print(
            _say(
                f"“{on}” không phải là một ngày; hãy ghi như 2025-07-01 hoặc 1/7/2025.",
                f"“{on}” is not a day; write it as 2025-07-01 or 1/7/2025.",
            ),
            file=sys.stderr,
        )
        raise typer.Exit(2)
    nodes = tree(day, hierarchy)
    if as_json:
        print(json.dumps([_as_json(node) for node in nodes], ensure_ascii=False, indent=1))
        return
    for node in nodes:
        print(f"{'  ' * node.depth}{node.name} ({node.code})")
    if not nodes:
        print(_say(f"Không có đơn vị nào vào ngày {day:%d/%m/%Y}.", f"There is no unit on {day}."))


def _as_json(node: Node) -> dict[str, str | None]:
    return {
        "code": node.code,
        "name": node.name,
        "kind": node.kind,
        "parent": node.parent_code,
        "valid_from": _iso(node.valid_from),
        "valid_to": _iso(node.valid_to),
    }


organisations_app.command("boundaries", help=HELP)(boundaries)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
