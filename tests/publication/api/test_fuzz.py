"""The interface fuzzed by its own description: it never breaks, answers as described, and nothing
of another unit is read or written by an officer's token.

`NAMRO_FUZZ_EXAMPLES` says how many requests each operation is sent (`make fuzz` sends more).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Cell, Remark, Round, Sheet
from namro.programme.indicators.models import Observation
from namro.publication.api.urls_v1 import interface
from tests.programme.indicators.collection.conftest import fill, sheet_of
from tests.publication.api.conftest import ROOT, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("api-fuzz")]
EXAMPLES = int(os.environ.get("NAMRO_FUZZ_EXAMPLES", "10"))
CHECKS = [
    *(not_a_server_error, status_code_conformance),
    *(content_type_conformance, response_schema_conformance),
]
# What stands in the sheets of other units, and nowhere else.
SECRET = ("777000111", "chuyện riêng của đơn vị khác")
OTHERS = ("00002", "00003", "00004")


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    """A request leaves the test's connection open, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def others(operator: Operator, round_: Round) -> Round:
    """Other units' sheets are filled in; one is submitted, one returned; none is published."""
    for code in OTHERS:
        secret = Entry(value=777000111, comment=SECRET[1])  # type: ignore[arg-type]
        sheet = fill(operator, round_, code, secret, (777000111, 3))
        actions_sheets.remark(operator, sheet.pk, SECRET[1], reason="x")
    for code in OTHERS[:2]:
        actions_sheets.submit(operator, sheet_of(round_, code).pk, reason="x")
    actions_sheets.send_back(operator, sheet_of(round_, OTHERS[0]).pk, SECRET[1])
    return round_


def kept() -> list[Any]:
    """All that is kept of other units' sheets, and what is published."""
    return [
        list(Sheet.objects.filter(unit__code__in=OTHERS).order_by("pk").values()),
        list(Cell.objects.filter(sheet__unit__code__in=OTHERS).order_by("pk").values()),
        list(Remark.objects.filter(sheet__unit__code__in=OTHERS).order_by("pk").values()),
        list(Observation.objects.order_by("pk").values("pk")),
    ]


def operations() -> list[tuple[str, str]]:
    """Each method of each address, as the description tells them."""
    paths = interface.get_openapi_schema()["paths"]
    return [(method, address) for address, methods in paths.items() for method in methods]


def _schema() -> Any:
    return schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", WSGIHandler())


def _fuzz(schema: Any, method: str, address: str, token: str, round_: Round, code: str) -> set[int]:
    """Send an operation what its description says, and what it says not; which statuses came."""
    seen: set[int] = set()
    items = list(round_.form.items.values_list("pk", flat=True))
    operation = schema[address][method]
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    real = {"code": code, "key": "ho-so", "number": str(round_.pk)}

    @seed(20251122)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=right | wrong, known=st.booleans(), data=st.data())
    def send(case: Any, known: bool, data: st.DataObject) -> None:
        if known and case.path_parameters:
            case.path_parameters = {name: real[name] for name in case.path_parameters}
            if address.endswith("forms/{key}"):
                case.path_parameters["key"] = round_.form.key
        if known and isinstance(case.body, dict) and isinstance(case.body.get("cells"), list):
            for cell in case.body["cells"]:
                if isinstance(cell, dict):
                    cell["item"] = data.draw(st.sampled_from(items))
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=CHECKS)
        seen.add(response.status_code)
        for secret in SECRET:
            assert secret not in response.text

    send()
    return seen


@override_settings(NAMRO_API_PER_MINUTE=1_000_000)
def test_no_request_breaks_it_nor_reaches_another_unit(officer: User, others: Round) -> None:
    token, code = token_of(officer), sheet_of(others, "00001").code
    before, schema = kept(), _schema()
    assert len(operations()) >= 19
    seen = set()
    for method, address in operations():
        seen |= _fuzz(schema, method, address, token, others, code)
    assert {200, 404, 422} <= seen
    assert kept() == before


def test_no_route_reads_or_writes_another_unit(officer: User, others: Round) -> None:
    """Every operation, asked by an officer for another unit's sheet in the right form."""
    client = Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {token_of(officer)}"}
    )
    before = kept()
    item = others.form.items.earliest("pk").pk
    body = {
        "cells": {"reason": "x", "cells": [{"item": item, "value": "1"}]},
        "remarks": {"text": "x"},
    }
    tried = set()
    for code in OTHERS:
        sheet = sheet_of(others, code)
        given = {"code": sheet.code, "key": "ho-so", "number": others.pk}
        for method, address in operations():
            path = address.replace("forms/{key}", f"forms/{others.form.key}").format(**given)
            sent = json.dumps(body.get(address.rpartition("/")[2], {"reason": "x"}))
            more: dict[str, Any] = {"data": sent, "content_type": "application/json"}
            answer = getattr(client, method)(path, **(more if method != "get" else {}))
            text = answer.content.decode()
            assert answer.status_code == (404 if "{code}" in address else 200), (method, path, text)
            assert not any(secret in text for secret in (*SECRET, sheet.code)), (method, path)
            tried.add((method, address))
        for asked in (f"unit={code}", f"waiting=fill&unit={code}", "waiting=approve", "limit=500"):
            text = client.get(f"{ROOT}sheets?{asked}").content.decode()
            assert sheet.code not in text
        answer = client.get(f"{ROOT}indicators/ho-so/observations?unit={code}")
        assert json.loads(answer.content)["items"] == []
    assert tried == set(operations())
    assert kept() == before


def test_the_description_can_be_read_without_a_token_and_nothing_else() -> None:
    assert Client().get(f"{ROOT}openapi.json").status_code == 200
    assert Client().post(f"{ROOT}openapi.json").status_code == 401
    for method, address in operations():
        path = address.format(code="1-1-11", key="x", number=1)
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 401, (method, path)
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_each_operation_bears_a_token_and_says_what_it_refuses(
    make_user: Callable[..., User],
) -> None:
    for methods in interface.get_openapi_schema()["paths"].values():
        for operation in methods.values():
            assert operation["security"] == [{"Token": []}]
            assert {"401", "403", "404", "429"} <= {str(each) for each in operation["responses"]}


def test_a_page_lists_all_operations(signed_in: Callable[[User], Client], officer: User) -> None:
    page = signed_in(officer).get("/lap-trinh/").content.decode()
    for method, address in operations():
        assert f"<strong>{method.upper()}</strong> <code>{address}</code>" in page
    assert "Nhập các ô của phiếu" in page
