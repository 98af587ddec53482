"""Sheets by the programming interface: the same actions, the same refusals, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from namro.foundation.accounts.models import ApiToken, User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Cell, Remark, Round
from namro.programme.indicators.models import Observation
from tests.programme.indicators.collection.conftest import fill, publish, sheet_of
from tests.publication.api.conftest import Program

pytestmark = pytest.mark.django_db
Programs = Callable[..., Program]


def _cells(round_: Round, *figures: Any) -> list[dict[str, Any]]:
    items = list(round_.form.items.all())
    return [{"item": item.pk, **said} for item, said in zip(items, figures, strict=False) if said]


def _told(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert {"type", "title", "status", "code", "detail", "detail_en"} <= set(told)
    assert told["status"] == answer.status_code
    return told


WHOLE = ({"value": "1234.5"}, {"numerator": "8", "denominator": "9"})


def test_a_sheet_goes_all_the_way_to_publication(
    program: Programs, officer: User, approver: User, round_: Round
) -> None:
    fills, decides = program(officer), program(approver)
    listed = fills.get("sheets?waiting=fill")["items"]
    assert [each["unit"]["code"] for each in listed] == ["00001"]
    code = listed[0]["code"]
    read = fills.get(f"sheets/{code}")
    assert [row["asked"]["as_fraction"] for row in read["rows"]] == [False, True, False, False]

    sent = {"reason": "báo cáo tháng", "version": read["version"], "cells": _cells(round_, *WHOLE)}
    answer = fills.ask("put", f"sheets/{code}/cells", sent)
    assert answer.status_code == 200, answer.content
    done = json.loads(answer.content)
    assert (done["changed"], done["unchanged"]) == (2, 0)
    again = {**sent, "version": done["version"]}
    assert json.loads(fills.ask("put", f"sheets/{code}/cells", again).content)["unchanged"] == 2
    cell = Cell.objects.get(item=round_.form.items.earliest("pk"))
    assert (cell.value, cell.channel) == (Decimal("1234.5"), Channel.API)
    assert cell.entered_by == officer.username

    steps = {"reason": "đủ", "version": fills.get(f"sheets/{code}")["version"]}
    assert fills.ask("post", f"sheets/{code}/submit", steps).status_code == 200
    assert [each["code"] for each in decides.get("sheets?waiting=approve")["items"]] == [code]
    for _step in round_.form.steps:
        answer = decides.ask("post", f"sheets/{code}/approve", {"reason": "đồng ý"})
        assert answer.status_code == 200, answer.content
    assert json.loads(answer.content)["state"] == "approved"
    assert Observation.objects.count() == 2

    shown = fills.get("indicators/ho-so/observations")["items"]
    assert [(each["value"], each["sheet"]) for each in shown] == [("1234.5", code)]
    total = fills.get("indicators/ho-so/totals")["items"][0]
    assert (total["value"], total["stage"]) == ("1234.5", "estimate")


def test_figures_are_kept_exactly(program: Programs, officer: User, round_: Round) -> None:
    fills = program(officer)
    code = sheet_of(round_, "00001").code
    for text in ("83.57", "0.00000001", "12345678901234567890.12345678", "-3", "0", "0.10"):
        sent = {"reason": "x", "cells": _cells(round_, {"value": text})}
        assert fills.ask("put", f"sheets/{code}/cells", sent).status_code == 200
        kept = fills.get(f"sheets/{code}")["rows"][0]["cell"]["value"]
        assert Decimal(kept) == Decimal(text)
        assert kept == format(Decimal(text).normalize(), "f")


@pytest.mark.parametrize("wrong", [83.57, "83,57", "9.370,5", "1e3", "NaN", "", " 1", "1\n", 1])
def test_what_is_no_plain_decimal_is_refused(
    program: Programs, officer: User, round_: Round, wrong: object
) -> None:
    code = sheet_of(round_, "00001").code
    sent = {"reason": "x", "cells": _cells(round_, {"value": wrong})}
    told = _told(program(officer).ask("put", f"sheets/{code}/cells", sent))
    assert (told["status"], told["code"]) == (422, "invalid")
    assert told["faults"][0]["at"].endswith("cells.0.value")
    assert not Cell.objects.exists()


def test_entries_are_kept_all_or_none_and_faults_told_by_item(
    program: Programs, officer: User, round_: Round
) -> None:
    code = sheet_of(round_, "00001").code
    cells = _cells(round_, {"value": "5"}, {"numerator": "1", "denominator": "0"})
    sent = {"reason": "x", "cells": [*cells, {"item": 999_999, "value": "1"}]}
    told = _told(program(officer).ask("put", f"sheets/{code}/cells", sent))
    assert told["status"] == 422
    assert [each["item"] for each in told["faults"]] == [cells[1]["item"], 999_999]
    assert all(each["detail"] != each["detail_en"] for each in told["faults"])
    assert not Cell.objects.exists()
    twice = {"reason": "x", "cells": [cells[0], cells[0]]}
    assert _told(program(officer).ask("put", f"sheets/{code}/cells", twice))["code"] == "entries"
    assert not Cell.objects.exists()


def test_what_somebody_else_changed_is_not_overwritten(
    program: Programs, officer: User, operator: Operator, round_: Round
) -> None:
    fills = program(officer)
    code = fill(operator, round_, "00001", 1, (1, 2)).code
    seen = fills.get(f"sheets/{code}")["version"]
    fill(operator, round_, "00001", 7)
    sent = {"reason": "x", "version": seen, "cells": _cells(round_, {"value": "9"})}
    told = _told(fills.ask("put", f"sheets/{code}/cells", sent))
    assert (told["status"], told["code"]) == (409, "changed-meanwhile")
    assert told["version"] == fills.get(f"sheets/{code}")["version"]
    assert told["changes"]
    assert Cell.objects.get(value__isnull=False).value == 7
    sent["version"] = told["version"]
    assert fills.ask("put", f"sheets/{code}/cells", sent).status_code == 200
    stale = {"reason": "x", "version": seen}
    assert _told(fills.ask("post", f"sheets/{code}/submit", stale))["status"] == 409


def test_a_sheet_is_returned_corrected_and_spoken_of(
    program: Programs, officer: User, approver: User, operator: Operator, round_: Round
) -> None:
    fills, decides = program(officer), program(approver)
    code = fill(operator, round_, "00001", 1, (1, 2)).code
    fills.ask("post", f"sheets/{code}/submit", {"reason": "x"})
    item = round_.form.items.earliest("pk").pk
    answer = decides.ask("post", f"sheets/{code}/return", {"reason": "xem lại", "item": item})
    assert json.loads(answer.content)["state"] == "returned"
    answer = fills.ask("post", f"sheets/{code}/remarks", {"text": "Đã xem lại.", "item": item})
    assert answer.status_code == 200
    assert set(Remark.objects.values_list("kind", flat=True)) == {"return", "comment"}
    other = publish(operator, round_, "00002", 1, (1, 2)).code
    assert _told(fills.ask("post", f"sheets/{other}/correct", {"reason": "x"}))["status"] == 404
    told = _told(fills.ask("post", f"sheets/{code}/correct", {"reason": "x"}))
    assert (told["status"], told["code"]) == (409, "not-approved")
    mine = publish(operator, round_, "00003", 1, (1, 2)).code
    assert _told(decides.ask("post", f"sheets/{mine}/correct", {"reason": "x"}))["status"] == 403


def test_what_is_missing_is_named(program: Programs, officer: User, round_: Round) -> None:
    code = sheet_of(round_, "00001").code
    told = _told(program(officer).ask("post", f"sheets/{code}/submit", {"reason": "x"}))
    assert (told["status"], told["code"]) == (422, "nothing-entered")


def test_lists_are_read_page_by_page(program: Programs, approver: User, round_: Round) -> None:
    asks = program(approver)
    codes, after = [], 0
    while after is not None:
        found = asks.get(f"sheets?limit=3&after={after}")
        codes += [each["code"] for each in found["items"]]
        after = found["next"]
    assert codes == list(round_.sheets.order_by("pk").values_list("code", flat=True))
    period = asks.get("rounds")["items"][0]["period"]
    assert len(asks.get(f"sheets?period={period}&unit=00003&state=open")["items"]) == 1
    assert asks.get("sheets?period=1999")["items"] == []
    assert _told(asks.ask("get", "sheets?period=2025-99"))["code"] == "no-period"


def test_a_list_asks_the_database_as_often_for_many_as_for_one(
    program: Programs, approver: User, round_: Round
) -> None:
    asks, counts = program(approver), []
    for limit in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            assert len(asks.get(f"sheets?limit={limit}")["items"]) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_forms_and_rounds_are_those_of_sheets_one_may_see(
    program: Programs, officer: User, reader: User, round_: Round
) -> None:
    fills = program(officer)
    assert [each["key"] for each in fills.get("forms")["items"]] == ["mot-cua"]
    assert len(fills.get("forms/mot-cua")["items"]) == 4
    assert fills.get(f"rounds/{round_.pk}")["form"] == "mot-cua"
    assert _told(fills.ask("get", f"rounds/{round_.pk + 1}"))["status"] == 404
    for address in ("forms", "forms/mot-cua", "rounds", f"rounds/{round_.pk}", "sheets"):
        assert _told(program(reader).ask("get", address))["status"] == 403, address
    code = sheet_of(round_, "00001").code
    assert _told(program(reader).ask("get", f"sheets/{code}"))["status"] == 403


def test_the_history_says_that_it_was_by_a_token(
    program: Programs, officer: User, round_: Round
) -> None:
    code = sheet_of(round_, "00001").code
    sent = {"reason": "báo cáo tháng", "cells": _cells(round_, *WHOLE)}
    assert program(officer).ask("put", f"sheets/{code}/cells", sent).status_code == 200
    event: Any = Cell.pgh_event_model  # type: ignore[attr-defined]
    said = event.objects.latest("pgh_id").pgh_context.metadata
    token = ApiToken.objects.get()
    assert (said["token"], said["via"]) == (token.pk, "api")
    assert (said["user"], said["who"], said["why"]) == (
        *(officer.pk, officer.username, "báo cáo tháng"),
    )
