"""``namro organisations leads``: who leads a programme on a day, and what became of each lead.

The command stands beside the others of organisations; the room of programmes, above, adds it.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from django.utils import timezone, translation
from rich.console import Console
from rich.table import Table

from namro.foundation.documents.cli import language
from namro.foundation.organisations.cli import organisations_app
from namro.foundation.organisations.rules.reading import read_day
from namro.programme.programmes.cli_levels import find_programme
from namro.programme.programmes.leads import presenting
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.seeing import everything


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


@organisations_app.command(
    "leads",
    help=_say(
        "Cơ quan chủ trì của một chương trình vào một ngày: đơn vị nào, còn hay đã kết thúc, ai "
        "tiếp nhận, căn cứ.",
        "The leads of a programme on a day: which unit each is, whether it is still there, who "
        "took over, and on what basis.",
    ),
)
def leads(
    programme: Annotated[
        str,
        typer.Option(
            metavar="NUMBER",
            help=_say("Số của chương trình, ví dụ 01-CTr/TU.", "The programme's number."),
        ),
    ],
    on: Annotated[
        str, typer.Option(help=_say("Ngày, ví dụ 2025-12-31; mặc định hôm nay.", "The day; today."))
    ] = "",
    issuer: Annotated[
        str,
        typer.Option(
            help=_say(
                "Cơ quan ban hành, khi nhiều chương trình cùng số.",
                "The issuer, where several programmes have this number.",
            )
        ),
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help=_say("Ghi ra JSON.", "Write JSON."))
    ] = False,
) -> None:
    """Show who leads a programme on a day."""
    day = read_day(on) if on else timezone.localdate()
    if day is None:
        raise _fail(
            f"“{on}” không phải là một ngày; hãy ghi như 2025-12-31 hoặc 31/12/2025.",
            f"“{on}” is not a day; write it as 2025-12-31 or 31/12/2025.",
        )
    found = find_programme(programme, issuer)
    source = found.source_on(day)
    if source is None:
        raise _fail(
            f"Chương trình {found.number} chưa nhập văn bản nên chưa biết ai chủ trì; hãy nhập "
            "bằng “namro import”.",
            f"The document of {found.number} is not imported, so its leads are not known; import "
            "it with “namro import”.",
        )
    with translation.override(as_language(language())):
        listed = presenting.leads(found, everything(source), day)
        if as_json:
            told = [presenting.as_json(each, as_language(language())) for each in listed]
            print(json.dumps(told, ensure_ascii=False, indent=1))
            return
        table = Table(title=f"{found.number}: {presenting.title(len(listed), day)}")
        columns = [presenting.COLUMNS[place] for place in (0, 3, 5, 7, 9)]
        for column in columns:
            table.add_column(str(column.head))
        for each in listed:
            table.add_row(*(str(column.value(each)) for column in columns))
        Console().print(table)


def _fail(vietnamese: str, english: str) -> typer.Exit:
    print(_say(vietnamese, english), file=sys.stderr)
    return typer.Exit(2)
