"""``namro user …``: people and roles, for the operator of the server."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from namro.foundation.accounts import actions, actions_people, scopes
from namro.foundation.accounts.actions_people import PersonRefused
from namro.foundation.accounts.actions_roles import end_role, give_role
from namro.foundation.accounts.forms_roles import ends
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.refusals import RoleRefused
from namro.foundation.accounts.scopes import EVERYWHERE, Scope, ScopeKind
from namro.foundation.documents.cli import language


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


app = typer.Typer(no_args_is_help=True, add_completion=False)
user_app = typer.Typer(
    no_args_is_help=True, help=_say("Người dùng và vai trò.", "People and roles.")
)
_PERSON = typer.Argument(help=_say("Tên đăng nhập.", "The name to sign in by."))
_ROLE = typer.Argument(help=_say("Vai trò.", "The role."))
_WHY = typer.Option(help=_say("Lý do, ghi vào lịch sử.", "Why, for the history."))
_SCOPE = typer.Option(
    help=_say(
        "Phạm vi: unit:MÃ (đơn vị và trực thuộc) hoặc programme:SỐ; bỏ trống: toàn hệ thống.",
        "Over what: unit:CODE (and what is below) or programme:NUMBER; empty: everywhere.",
    )
)
app.add_typer(user_app, name="user")


@app.callback()
def _commands() -> None:
    """Keep ``user`` a command of its own."""


def _fail(message: str) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(2)


def _find(username: str) -> User:
    try:
        return User.objects.get(username__iexact=username)
    except User.DoesNotExist:
        raise _fail(_("There is no user named “%(name)s”.") % {"name": username}) from None


@user_app.command(
    "add",
    help=_say(
        "Thêm người dùng; mật khẩu được hỏi riêng, không bao giờ lấy từ dòng lệnh.",
        "Add a person; the password is asked for, never taken from the command line.",
    ),
)
def add(
    username: Annotated[str, _PERSON],
    role: Annotated[
        list[Role] | None,
        typer.Option(
            help=_say("Vai trò được giao; ghi được nhiều lần.", "Role to give; may be repeated.")
        ),
    ] = None,
    full_name: Annotated[str, typer.Option(help=_say("Họ và tên.", "Full name."))] = "",
    email: Annotated[str, typer.Option(help=_say("Địa chỉ thư điện tử.", "E-mail."))] = "",
    reason: Annotated[str, _WHY] = _say("thêm từ dòng lệnh", "added at the command line"),
) -> None:
    """Add a person; the password is asked for, never taken from the command line."""
    password = typer.prompt(_say("Mật khẩu", "Password"), hide_input=True, confirmation_prompt=True)
    operator = Operator.here()
    try:
        user = actions.create_user(
            operator, username, password, full_name=full_name, email=email, reason=reason
        )
    except ValidationError as error:
        raise _fail(" ".join(error.messages)) from None
    for one in role or []:
        actions.give_role(operator, user, one, reason=reason)
    print(_("Added: %(name)s.") % {"name": user.username})


def _scope(written: str) -> Scope:
    """What ``unit:A1`` or ``programme:07-CTr/TU`` names; "" is everywhere."""
    if not written:
        return EVERYWHERE
    kind, _colon, name = written.partition(":")
    provider = scopes.provider(ScopeKind(kind)) if kind in ScopeKind.values else None
    if provider is None or not name:
        raise _fail(
            _say(
                f"Không hiểu phạm vi “{written}”; hãy ghi unit:MÃ hoặc programme:SỐ.",
                f"The scope “{written}” is not understood; write unit:CODE or programme:NUMBER.",
            )
        )
    found = provider.written(name)
    if not found:
        raise _fail(
            _say(
                f"Không có “{written}”; hãy kiểm tra lại mã hoặc số.",
                f"There is no “{written}”; check the code or number.",
            )
        )
    if len(found) > 1:
        meant = "; ".join(f"{kind}:{key.partition(':')[0]}/{name}" for key in found)
        raise _fail(
            _say(
                f"“{written}” có trong nhiều hệ thống; hãy ghi một trong: {meant}.",
                f"“{written}” stands in several hierarchies; write one of: {meant}.",
            )
        )
    return Scope(ScopeKind(kind), found[0])


@user_app.command("give", help=_say("Giao một vai trò kể từ bây giờ.", "Give a role from now on."))
def give(
    username: Annotated[str, _PERSON],
    role: Annotated[Role, _ROLE],
    scope: Annotated[str, _SCOPE] = "",
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=_say("Ngày cuối cùng giữ vai trò.", "The last day on which it is held."),
        ),
    ] = None,
    reason: Annotated[str, _WHY] = _say("giao từ dòng lệnh", "given at the command line"),
) -> None:
    """Give a role from now on, over everything or one thing, for ever or until the end of a day."""
    user, over = _find(username), _scope(scope)
    last = ends(until.date()) if until is not None else None
    try:
        give_role(Operator.here(), user, role, scope=over, until=last, reason=reason)
    except RoleRefused as refused:
        raise _fail(refused.message(language())) from None


@user_app.command("end", help=_say("Kết thúc một vai trò ngay bây giờ.", "End a role now."))
def end(
    username: Annotated[str, _PERSON],
    role: Annotated[Role, _ROLE],
    scope: Annotated[str, _SCOPE] = "",
    reason: Annotated[str, _WHY] = _say("kết thúc từ dòng lệnh", "ended at the command line"),
) -> None:
    """End a role now."""
    over = _scope(scope)
    if not end_role(Operator.here(), _find(username), role, scope=over, reason=reason):
        raise _fail(_("%(name)s does not hold this role.") % {"name": username})


@user_app.command(
    "close",
    help=_say(
        "Đóng tài khoản: người dùng không đăng nhập được nữa.",
        "Close an account: its person can no longer sign in.",
    ),
)
def close(username: Annotated[str, _PERSON], reason: Annotated[str, _WHY]) -> None:
    """Close an account: its person can no longer sign in."""
    _do(actions_people.close_account, username, reason)


@user_app.command(
    "link",
    help=_say(
        "Tạo liên kết dùng một lần để người dùng tự đặt mật khẩu.",
        "Make a link, usable once, by which a person sets their own password.",
    ),
)
def link(
    username: Annotated[str, _PERSON],
    forget_factors: Annotated[
        bool,
        typer.Option(
            "--forget-factors",
            help=_say("Gỡ bỏ cả lớp xác thực thứ hai (mất thiết bị).", "Second factors go too."),
        ),
    ] = False,
    reason: Annotated[str, _WHY] = _say("tạo từ dòng lệnh", "made at the command line"),
) -> None:
    """Make a link, usable once, by which a person sets their own password."""
    try:
        token = actions_people.new_link(
            Operator.here(), _find(username), reason=reason, forget_factors=forget_factors
        )
    except PersonRefused as refused:
        raise _fail(refused.message(language())) from None
    print(reverse("accounts:invitation", args=[token]))


@user_app.command(
    "reopen",
    help=_say(
        "Mở lại tài khoản đã đóng; vai trò phải giao lại.",
        "Open a closed account again; roles are given anew.",
    ),
)
def reopen(username: Annotated[str, _PERSON], reason: Annotated[str, _WHY]) -> None:
    """Open a closed account again; roles are given anew."""
    _do(actions_people.reopen_account, username, reason)


@user_app.command(
    "erase",
    help=_say(
        "Xóa dữ liệu cá nhân của tài khoản đã đóng: lần đầu để đề nghị, thêm --confirm để xóa.",
        "Erase the personal data of a closed account: once to ask, with --confirm to erase.",
    ),
)
def erase(
    username: Annotated[str, _PERSON],
    reason: Annotated[str, _WHY],
    confirm: Annotated[
        bool,
        typer.Option(
            "--confirm", help=_say("Xóa vĩnh viễn, đã đề nghị.", "Erase for ever, as asked.")
        ),
    ] = False,
) -> None:
    """Erase the personal data of a closed account, in two steps."""
    _do(actions_people.erase if confirm else actions_people.ask_erasure, username, reason)


def _do(action: Callable[..., object], username: str, reason: str) -> None:
    try:
        action(Operator.here(), _find(username), reason=reason)
    except PersonRefused as refused:
        raise _fail(refused.message(language())) from None
