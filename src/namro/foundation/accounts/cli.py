"""``namro user …``: people and roles, for the operator of the server."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from namro.foundation.accounts import actions
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator

app = typer.Typer(no_args_is_help=True, add_completion=False)
user_app = typer.Typer(no_args_is_help=True, help="People and roles.")
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


@user_app.command("add")
def add(
    username: str,
    role: Annotated[list[Role] | None, typer.Option(help="Role to give; may be repeated.")] = None,
    full_name: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "added at the command line",
) -> None:
    """Add a person; the password is asked for, never taken from the command line."""
    password = typer.prompt("Mật khẩu / Password", hide_input=True, confirmation_prompt=True)
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


@user_app.command("give")
def give(
    username: str, role: Role, reason: Annotated[str, typer.Option()] = "given at the command line"
) -> None:
    """Give a role from now on."""
    actions.give_role(Operator.here(), _find(username), role, reason=reason)


@user_app.command("end")
def end(
    username: str, role: Role, reason: Annotated[str, typer.Option()] = "ended at the command line"
) -> None:
    """End a role now."""
    if not actions.end_role(Operator.here(), _find(username), role, reason=reason):
        raise _fail(_("%(name)s does not hold this role.") % {"name": username})


@user_app.command("close")
def close(username: str, reason: Annotated[str, typer.Option()]) -> None:
    """Close an account: its person can no longer sign in."""
    actions.deactivate_user(Operator.here(), _find(username), reason=reason)
