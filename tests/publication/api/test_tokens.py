"""Access tokens: what they allow, that they end, and that nothing else opens the interface."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.actions_people import close_account
from namro.foundation.accounts.actions_roles import end_role, give_role
from namro.foundation.accounts.actions_tokens import (
    TokenRefused,
    end_token,
    find_token,
    make_token,
)
from namro.foundation.accounts.by_token import limit
from namro.foundation.accounts.holding import limited_to, roles_asked_once
from namro.foundation.accounts.models import ApiToken, Role, TokenUse, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import may, reach
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Cell, Round, Sheet
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import entries, sheet_of
from tests.publication.api.conftest import ROOT, Program, token_of

pytestmark = pytest.mark.django_db
Programs = Callable[..., Program]


def _status(text: str, address: str = "token", scheme: str = "Bearer") -> int:
    answer = Client().get(ROOT + address, headers={"Authorization": f"{scheme} {text}"})
    return int(answer.status_code)


def test_a_token_is_kept_as_a_hash_and_opens_until_it_ends(officer: User) -> None:
    text = token_of(officer)
    kept = ApiToken.objects.get()
    assert text not in json.dumps(list(ApiToken.objects.values()), default=str)
    assert kept.ends_at - kept.made_at <= dt.timedelta(days=31)
    assert _status(text) == 200
    assert _status(text[:-1]) == _status(text + "x") == _status("namro_") == _status("") == 401
    assert _status(text, scheme="Basic") == 401
    end_token(officer, kept, reason="x")
    assert _status(text) == 401


def test_it_ends_by_itself_and_lasts_a_year_at_the_most(officer: User) -> None:
    text = token_of(officer, days=366)
    ApiToken.objects.update(
        made_at=timezone.now() - dt.timedelta(days=2), ends_at=timezone.now() - dt.timedelta(days=1)
    )
    assert _status(text) == 401
    with pytest.raises(TokenRefused, match="a year"):
        token_of(officer, days=367)
    with pytest.raises(TokenRefused, match="has passed"):
        token_of(officer, days=-1)


def test_it_ends_with_the_account_for_ever(officer: User, operator: Operator) -> None:
    text = token_of(officer)
    close_account(operator, officer, reason="x")
    assert _status(text) == 401
    User.objects.filter(pk=officer.pk).update(is_active=True)
    assert _status(text) == 401


def test_a_demonstration_account_has_none_on_a_site_in_use(officer: User, settings: Any) -> None:
    text = token_of(officer)
    User.objects.filter(pk=officer.pk).update(is_demo=True)
    settings.NAMRO_DEMO = False
    assert _status(text) == 401


def test_whose_role_needs_a_second_factor_needs_it_here_too(officer: User, settings: Any) -> None:
    text = token_of(officer)
    settings.NAMRO_MFA_REQUIRED_ROLES = [Role.REPORTING_OFFICER.value]
    assert _status(text) == 403


def test_it_acts_with_the_chosen_roles_only(
    program: Programs, officer: User, city: dict[str, Unit], operator: Operator, round_: Round
) -> None:
    other = scope_of(city["00003"], Hierarchy.TERRITORY)
    given = give_role(operator, officer, Role.REPORTING_OFFICER, scope=other, reason="x")
    both, one = program(officer), program(officer, roles=[given])
    assert len(both.get("sheets")["items"]) == 2
    seen = one.get("sheets")["items"]
    assert [each["unit"]["code"] for each in seen] == ["00003"]
    assert [each["role"] for each in one.get("token")["roles"]] == ["reporting_officer"]
    # What they are given later it does not get; what is taken from them it loses.
    give_role(operator, officer, Role.SECRETARIAT, reason="x")
    assert len(one.get("sheets")["items"]) == 1
    end_role(operator, officer, Role.REPORTING_OFFICER, scope=other, reason="x")
    assert one.ask("get", "sheets").status_code == 403


def test_whatever_asks_for_permission_sees_what_the_token_allows(
    officer: User, city: dict[str, Unit], operator: Operator, round_: Round
) -> None:
    approves = give_role(operator, officer, Role.APPROVER, reason="x")
    token_of(officer, roles=[approves])
    unit = city["00001"]
    with roles_asked_once():
        assert may(officer, FILL_SHEETS, unit)
        with limited_to(limit(ApiToken.objects.get())):
            again = User.objects.get(pk=officer.pk)
            for each in (officer, again):
                assert not may(each, FILL_SHEETS, unit)
                assert not reach(each, FILL_SHEETS)
                assert may(each, APPROVE_SHEETS, unit)
                assert not Sheet.objects.to_fill(each).exists()
        assert may(officer, FILL_SHEETS, unit)


def test_a_token_that_reads_only_changes_nothing(
    program: Programs, officer: User, round_: Round
) -> None:
    reads = program(officer, read_only=True)
    code = sheet_of(round_, "00001").code
    assert reads.ask("get", f"sheets/{code}").status_code == 200
    sent = {"reason": "x", "cells": [{"item": round_.form.items.earliest("pk").pk, "value": "1"}]}
    answer = reads.ask("put", f"sheets/{code}/cells", sent)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "read-only")
    # Nor does whatever action it would reach.
    with limited_to(limit(ApiToken.objects.get())), pytest.raises(PermissionDenied):
        actions_sheets.enter(
            *(officer, sheet_of(round_, "00001").pk, entries(round_, 1)),
            channel=Channel.API,
            reason="x",
        )
    assert not Cell.objects.exists()


def test_no_session_opens_the_interface(
    signed_in: Callable[[User], Client], officer: User, round_: Round
) -> None:
    browser = signed_in(officer)
    assert browser.get("/tai-khoan/").status_code == 200
    code = sheet_of(round_, "00001").code
    assert browser.get(f"{ROOT}sheets/{code}").status_code == 401
    answer = browser.post(
        f"{ROOT}sheets/{code}/submit", data='{"reason":"x"}', content_type="application/json"
    )
    assert answer.status_code == 401
    # A token opens it as whose it is, whoever is signed in beside.
    text = token_of(officer)
    answer = browser.get(f"{ROOT}token", headers={"Authorization": f"Bearer {text}"})
    assert json.loads(answer.content)["person"] == officer.username
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-store"


def test_a_token_opens_no_page_of_the_site(officer: User) -> None:
    headers = {"Authorization": f"Bearer {token_of(officer)}"}
    answer = Client().get("/tai-khoan/", headers=headers)
    assert (answer.status_code, "dang-nhap" in answer["Location"]) == (302, True)


def test_each_token_has_a_limit_in_a_minute(
    program: Programs, officer: User, settings: Any
) -> None:
    settings.NAMRO_API_PER_MINUTE = 2
    asks, another = program(officer), program(officer)
    minute = timezone.now().replace(second=0, microsecond=0)
    statuses = [asks.ask("get", "token").status_code for _ in range(3)]
    if timezone.now().replace(second=0, microsecond=0) == minute:
        assert statuses == [200, 200, 429]
        assert int(asks.ask("get", "token")["Retry-After"]) <= 60
    assert another.ask("get", "token").status_code == 200
    TokenUse.objects.update(minute=minute - dt.timedelta(minutes=5))
    assert asks.ask("get", "token").status_code == 200


def test_what_is_sent_has_a_limit(program: Programs, officer: User, settings: Any) -> None:
    settings.NAMRO_API_MAX_BYTES = 1000
    sent = {"reason": "x" * 2000, "cells": []}
    assert program(officer).ask("put", "sheets/1-1-11/cells", sent).status_code == 413


def test_the_person_makes_one_on_a_page_and_it_is_shown_once(client: Client, officer: User) -> None:
    login = {"login": officer.username, "username": officer.username, "password": PASSWORD}
    client.post("/tai-khoan/dang-nhap/", login)
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    assert "chưa có mã truy cập" in client.get("/tai-khoan/ma-truy-cap/").content.decode()
    role = officer.role_assignments.get()
    until = (timezone.localdate() + dt.timedelta(days=10)).strftime("%d/%m/%Y")
    sent = {"name": "kho dữ liệu", "roles": [role.pk], "until": until, "reason": "x"}
    page = client.post("/tai-khoan/ma-truy-cap/moi/", sent).content.decode()
    text = page.partition('value="namro_')[2].partition('"')[0]
    assert find_token(f"namro_{text}") == ApiToken.objects.get()
    assert ApiToken.objects.get().read_only
    listed = client.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert "kho dữ liệu" in listed
    assert text not in listed
    client.post(f"/tai-khoan/ma-truy-cap/{ApiToken.objects.get().pk}/ket-thuc/", {"reason": "x"})
    assert find_token(f"namro_{text}") is None


def test_making_one_asks_for_the_password_once_more(
    signed_in: Callable[[User], Client], officer: User
) -> None:
    answer = signed_in(officer).get("/tai-khoan/ma-truy-cap/moi/")
    assert (answer.status_code, "xac-nhan" in answer["Location"]) == (302, True)


def test_nobody_makes_or_ends_anothers_but_who_manages_people_ends_it(
    signed_in: Callable[[User], Client], officer: User, approver: User, administrator: User
) -> None:
    text = token_of(officer)
    token = ApiToken.objects.get()
    until = timezone.now() + dt.timedelta(days=1)
    held = list(officer.role_assignments.all())
    with pytest.raises(TokenRefused, match="themselves"):
        make_token(
            administrator, officer, held, name="x", ends_at=until, read_only=True, reason="x"
        )
    with pytest.raises(TokenRefused, match="held now"):
        make_token(approver, approver, held, name="x", ends_at=until, read_only=True, reason="x")
    with pytest.raises(PermissionDenied):
        end_token(approver, token, reason="x")
    address = f"/tai-khoan/ma-truy-cap/{token.pk}/ket-thuc/"
    assert signed_in(approver).post(address, {"reason": "x"}).status_code == 404
    assert _status(text) == 200
    browser = signed_in(administrator)
    assert "chương trình thử" in browser.get(f"/tai-khoan/nguoi/{officer.pk}/").content.decode()
    assert browser.post(address, {"reason": "x"}).status_code == 302
    assert _status(text) == 401


def test_the_command_line_prints_one_once(officer: User) -> None:
    from typer.testing import CliRunner

    from namro.foundation.accounts import cli_tokens
    from namro.foundation.accounts.cli import app

    assert cli_tokens
    run = CliRunner().invoke(app, ["user", "token", officer.username, "--name", "kho"])
    assert run.exit_code == 0, run.output
    text = run.stdout.splitlines()[0]
    found = find_token(text)
    assert found is not None
    assert found.read_only
    listed = CliRunner().invoke(app, ["user", "tokens", officer.username]).stdout
    assert "kho" in listed
    assert text not in listed
    end = ["user", "end-token", str(found.pk), "--reason", "x"]
    assert CliRunner().invoke(app, end).exit_code == 0
    assert find_token(text) is None
