"""What a token is, told to whoever bears it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from namro.foundation.accounts import scopes
from namro.foundation.accounts.holding import held_by
from namro.foundation.accounts.models import ApiToken
from namro.foundation.interface.rest import READING

router = Router(tags=["token"])


class RoleOut(Schema):
    """A role that the token acts with now."""

    role: str
    scope: str


class TokenOut(Schema):
    """The token of the request."""

    person: str
    name: str
    read_only: bool
    ends_at: dt.datetime
    roles: list[RoleOut]


@router.get("/token", response={200: TokenOut, **READING}, url_name="token", summary="This token")
def token(request: HttpRequest) -> Any:
    """Whose it is, until when, and with which of their roles it acts."""
    borne: ApiToken = request.token  # type: ignore[attr-defined]
    return {
        "person": borne.user.get_username(),
        "name": borne.name,
        "read_only": borne.read_only,
        "ends_at": borne.ends_at,
        "roles": [
            {"role": each.role, "scope": str(scopes.label(each.scope, borne.user))}
            for each in held_by(borne.user)
        ],
    }
