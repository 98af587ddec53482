"""A leader's phone screen: what waits for them, what is overdue, what is due soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds, actions_sheets
from namro.programme.indicators.collection.models import Form, Round
from tests.programme.indicators.collection.conftest import WHY, fill, last_month

pytestmark = pytest.mark.django_db
PAGE = "/chi-tieu/thu-thap/viec/"
OfficerOf = Callable[[Unit, str, Role], User]
Sign = Callable[[User], Client]


def due_in(round_: Round, days: int) -> None:
    """Let a round be due so many days from now."""
    today = timezone.localdate()
    Round.objects.filter(pk=round_.pk).update(
        opens_on=today - dt.timedelta(days=40),
        due_on=today + dt.timedelta(days=days),
        closes_on=today + dt.timedelta(days=30),
    )


def shown(client: Client) -> tuple[list[Any], list[Any], int]:
    """The rounds that are overdue and due soon (missing, asked, days), and how many sheets wait."""
    said = client.get(PAGE).context
    overdue, soon = (
        [(each.missing, each.asked, each.days) for each in said[name]]
        for name in ("overdue", "soon")
    )
    return overdue, soon, said["waiting"]


@pytest.mark.parametrize(
    ("days", "where"), [(-3, "overdue"), (-1, "overdue"), (0, "soon"), (7, "soon"), (8, "")]
)
def test_a_round_is_overdue_or_due_soon_by_its_day(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User, days: int, where: str
) -> None:
    due_in(round_, days)
    sheet = fill(operator, round_, "00001", 5, (4, 5))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    line = [(3, 4, days)]
    wanted = (line if where == "overdue" else [], line if where == "soon" else [], 0)
    assert shown(signed_in(secretariat)) == wanted


def test_each_sees_their_own_units_and_what_waits_for_them(
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    officer_of: OfficerOf,
    signed_in: Sign,
    reader: User,
) -> None:
    due_in(round_, -2)
    sheet = fill(operator, round_, "00001", 5, (4, 5))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    district = officer_of(city["001"], "huyen-1", Role.APPROVER)
    other = officer_of(city["002"], "huyen-2", Role.APPROVER)
    leader = officer_of(city["001"], "lanh-dao", Role.LEADER)
    officer = officer_of(city["00001"], "xa-1", Role.REPORTING_OFFICER)
    assert shown(signed_in(district)) == ([(1, 2, -2)], [], 1)
    page = signed_in(district).get(PAGE).content.decode()
    assert f"/thu-thap/phieu/{sheet.pk}/xet/" in page
    assert "Đơn vị 00001" in page
    assert shown(signed_in(other)) == ([(2, 2, -2)], [], 0)
    assert "Đơn vị 00001" not in signed_in(other).get(PAGE).content.decode()
    # Who approves nothing is not told that something waits.
    assert shown(signed_in(leader)) == ([(1, 2, -2)], [], 0)
    assert "Chờ tôi duyệt" not in signed_in(leader).get(PAGE).content.decode()
    assert shown(signed_in(officer)) == ([], [], 0)
    assert signed_in(reader).get(PAGE).status_code == 403


def test_it_asks_the_same_however_much_there_is(
    operator: Operator,
    form: Form,
    round_: Round,
    city: dict[str, Unit],
    officer_of: OfficerOf,
    signed_in: Sign,
) -> None:
    client = signed_in(officer_of(city["01"], "lanh-dao", Role.APPROVER))
    client.get(PAGE)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    due_in(round_, -2)
    before = asked()
    period = last_month()
    for _each in range(3):
        period = period.previous
        made, _new = actions_rounds.open_round(operator, form, period, reason=WHY)
        due_in(made, -5)
        for code in ("00001", "00002", "00003"):
            sheet = fill(operator, made, code, 5, (4, 5))
            actions_sheets.submit(operator, sheet.pk, reason=WHY)
            actions_sheets.approve(operator, sheet.pk, reason=WHY)
    assert shown(client)[2] == 9
    assert asked() == before
