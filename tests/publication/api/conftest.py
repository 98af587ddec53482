"""The small city of collection, its officers, and programs of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.actions_tokens import make_token
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from tests.foundation.organisations.conftest import city as city
from tests.foundation.organisations.conftest import operator as operator
from tests.programme.indicators.collection.conftest import form as form
from tests.programme.indicators.collection.conftest import indicators as indicators
from tests.programme.indicators.collection.conftest import officer_of as officer_of
from tests.programme.indicators.collection.conftest import round_ as round_

ROOT = "/api/v1/"


def token_of(user: User, *, read_only: bool = False, roles: Any = None, days: int = 30) -> str:
    """A token of a person, with all their roles unless some are named."""
    held = list(user.role_assignments.valid()) if roles is None else roles
    until = timezone.now() + timedelta(days=days)
    more = {"name": "chương trình thử", "read_only": read_only, "reason": "to test"}
    return make_token(Operator("tests"), user, held, ends_at=until, **more)[1]  # type: ignore[arg-type]


@dataclass
class Program:
    """A program that bears a token."""

    token: str
    client: Client

    def ask(self, method: str, address: str, sent: Any = None, **headers: str) -> HttpResponse:
        """Its request's answer."""
        body = {} if sent is None else {"data": json.dumps(sent)}
        more = {"content_type": "application/json", **body} if method != "get" else {}
        answer: HttpResponse = getattr(self.client, method)(
            ROOT + address, **more, headers={"Authorization": f"Bearer {self.token}", **headers}
        )
        return answer

    def get(self, address: str) -> Any:
        """What is answered to a reading that is right."""
        answer = self.ask("get", address)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)


@pytest.fixture
def program() -> Callable[..., Program]:
    """Make a program of a person's."""

    def make(user: User, **how: Any) -> Program:
        return Program(token_of(user, **how), Client(raise_request_exception=False))

    return make


@pytest.fixture
def officer(officer_of: Callable[..., User], city: dict[str, Unit]) -> User:
    """Who reports for the commune 00001."""
    return officer_of(city["00001"], "can-bo-1", Role.REPORTING_OFFICER)


@pytest.fixture
def approver(officer_of: Callable[..., User], city: dict[str, Unit]) -> User:
    """Who approves for the whole city."""
    return officer_of(city["01"], "lanh-dao", Role.APPROVER)
