"""``namro user token …``: access tokens, for the operator of the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer
from django.utils import timezone

from namro.foundation.accounts.actions_tokens import TokenRefused, end_token, make_token
from namro.foundation.accounts.cli import _PERSON, _WHY, _fail, _find, _say, user_app
from namro.foundation.accounts.models import ApiToken, Role
from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language


@user_app.command(
    "token",
    help=_say(
        "Tạo mã truy cập cho phần mềm của một người; mã chỉ được in ra một lần.",
        "Make an access token for a person's programs; it is printed once.",
    ),
)
def token(
    username: Annotated[str, _PERSON],
    name: Annotated[str, typer.Option(help=_say("Phần mềm dùng mã.", "The program it is for."))],
    role: Annotated[
        list[Role] | None,
        typer.Option(
            help=_say(
                "Chỉ các vai trò này; bỏ trống: mọi vai trò đang giữ.",
                "Only these roles; none: all that are held now.",
            )
        ),
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=366, help=_say("Có hiệu lực bao nhiêu ngày.", "For days."))
    ] = 90,
    write: Annotated[
        bool, typer.Option("--write", help=_say("Được nhập, sửa số liệu.", "May change figures."))
    ] = False,
    reason: Annotated[str, _WHY] = _say("tạo từ dòng lệnh", "made at the command line"),
) -> None:
    """Make an access token for a person's programs; it is printed once."""
    user = _find(username)
    held = user.role_assignments.valid()
    if role:
        held = held.filter(role__in=[each.value for each in role])
    until = timezone.now() + timedelta(days=days)
    try:
        made, text = make_token(
            *(Operator.here(), user, list(held)),
            name=name,
            ends_at=until,
            read_only=not write,
            reason=reason,
        )
    except TokenRefused as refused:
        raise _fail(refused.message(language())) from None
    print(text)
    typer.echo(
        _say(
            f"Mã số {made.pk}, có hiệu lực đến {timezone.localtime(until):%d/%m/%Y %H:%M}.",
            f"Number {made.pk}, valid until {timezone.localtime(until):%Y-%m-%d %H:%M}.",
        ),
        err=True,
    )


@user_app.command(
    "tokens", help=_say("Liệt kê mã truy cập của một người.", "List a person's tokens.")
)
def tokens(username: Annotated[str, _PERSON]) -> None:
    """List a person's tokens: number, state, end, name."""
    for each in _find(username).tokens.order_by("pk"):
        print(f"{each.pk}\t{each.state}\t{timezone.localtime(each.ends_at):%Y-%m-%d}\t{each.name}")


@user_app.command(
    "end-token", help=_say("Kết thúc một mã truy cập ngay bây giờ.", "End an access token now.")
)
def end(
    number: Annotated[int, typer.Argument(help=_say("Số của mã.", "Its number."))],
    reason: Annotated[str, _WHY],
) -> None:
    """End an access token now."""
    found = ApiToken.objects.filter(pk=number).first()
    if found is None:
        raise _fail(_say(f"Không có mã số {number}.", f"There is no token {number}."))
    try:
        end_token(Operator.here(), found, reason=reason)
    except TokenRefused as refused:
        raise _fail(refused.message(language())) from None
