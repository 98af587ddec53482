"""``namro level NUMBER LEVEL``: raise the protection of a programme."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from django.core.exceptions import PermissionDenied

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.programme.programmes.actions import same
from namro.programme.programmes.actions_levels import raise_level
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from namro.programme.programmes.refusals import ImportRefused

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


@app.command(
    "level",
    help=_say(
        "Nâng mức bảo vệ của một chương trình (public → internal → restricted).",
        "Raise the protection of a programme (public → internal → restricted).",
    ),
)
def level(
    number: Annotated[
        str, typer.Argument(help=_say("Số, ký hiệu của chương trình.", "The programme's number."))
    ],
    wanted: Annotated[
        Level, typer.Argument(metavar="LEVEL", help=_say("Mức độ mới.", "The new level."))
    ],
    reason: Annotated[str, typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why."))],
    issuer: Annotated[
        str,
        typer.Option(
            help=_say(
                "Cơ quan ban hành, khi nhiều chương trình cùng số.",
                "The issuer, where several programmes have this number.",
            )
        ),
    ] = "",
) -> None:
    """Raise the level of one programme."""
    try:
        changed = raise_level(Operator.here(), _find(number, issuer), wanted, reason=reason)
    except ImportRefused as refused:
        raise _fail(refused.message(language())) from None
    except PermissionDenied as denied:
        raise _fail(str(denied)) from None
    name = changed.programme.number
    if changed.changed:
        print(
            _say(
                f"Chương trình {name} từ nay ở mức độ {wanted.value}.",
                f"Programme {name} has level {wanted.value} from now on.",
            )
        )
    else:
        print(
            _say(
                f"Chương trình {name} đã ở mức độ {wanted.value}; không có gì thay đổi.",
                f"Programme {name} already has level {wanted.value}; nothing was changed.",
            )
        )


def _find(number: str, issuer: str) -> Programme:
    found = same(number, issuer, None)
    # The sample gives way to the real document of that number.
    found = [each for each in found if not each.illustrative] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise _fail(
            _say(
                f"Không có chương trình nào số “{number}”; “namro programmes” liệt kê các "
                "chương trình.",
                f"There is no programme with number “{number}”; “namro programmes” lists them.",
            )
        )
    raise _fail(
        _say(
            f"Có {len(found)} chương trình mang số {number}; hãy ghi cơ quan ban hành bằng "
            "--issuer.",
            f"{len(found)} programmes have number {number}; name the issuer with --issuer.",
        )
    )


def _fail(message: str) -> typer.Exit:
    """One sentence on standard error, and exit code 2."""
    print(message, file=sys.stderr)
    return typer.Exit(2)
