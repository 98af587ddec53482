"""A small city that is asked for figures: four communes in two districts, and its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar import Period
from namro.foundation.calendar.periods import month
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from namro.programme.indicators import actions
from namro.programme.indicators.choices import IndicatorKind, OverUnits
from namro.programme.indicators.collection import actions_rounds, actions_sheets
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Channel, Step
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.models import Indicator
from tests.foundation.organisations.conftest import city as city
from tests.foundation.organisations.conftest import operator as operator

WHY = "to test"
COMMUNES = ("00002", "00001", "00003", "00004")


@pytest.fixture
def indicators(db: None, operator: Operator) -> dict[str, Indicator]:
    """Dossiers, the share of them on time, the days they take weighted by how many, the worst."""

    def made(key: str, name: str, **said: Any) -> Indicator:
        return actions.define(operator, key, name=name, reason=WHY, **said)[0]

    count, ratio = IndicatorKind.COUNT, IndicatorKind.RATIO
    dossiers = made("ho-so", "Số hồ sơ", kind=count, unit="hồ sơ", over_units=OverUnits.SUM)
    return {
        "dossiers": dossiers,
        "on_time": made(
            "dung-han", "Tỷ lệ đúng hạn", kind=ratio, unit="%", over_units=OverUnits.RATIO
        ),
        "days": made(
            "so-ngay",
            "Số ngày giải quyết bình quân",
            kind=IndicatorKind.INDEX,
            unit="ngày",
            over_units=OverUnits.WEIGHTED_MEAN,
            weight=dossiers,
        ),
        "worst": made(
            "lau-nhat",
            "Hồ sơ chậm nhất",
            kind=IndicatorKind.INDEX,
            unit="ngày",
            over_units=OverUnits.MAXIMUM,
        ),
    }


def last_month() -> Period:
    """The month before the one it is now: its round is open."""
    return month(timezone.localdate().year, timezone.localdate().month).previous


@pytest.fixture
def form(operator: Operator, city: dict[str, Unit], indicators: dict[str, Indicator]) -> Form:
    """Asks all four communes each month; approved by the district, then by the city."""
    asked = [
        Asked(indicators["dossiers"]),
        Asked(indicators["on_time"], as_fraction=True),
        Asked(indicators["days"], more=(("required", False),)),
        Asked(indicators["worst"], more=(("required", False),)),
    ]
    return actions_rounds.define_form(
        operator,
        "mot-cua",
        asked,
        name="Kết quả một cửa",
        top=city["01"],
        unit_kinds=["commune"],
        scope="Thành phố Thử Nghiệm",
        steps=[Step.ABOVE, Step.TOP],
        reason=WHY,
    )[0]


@pytest.fixture
def round_(operator: Operator, form: Form) -> Round:
    """Last month's round, which takes sheets until a month from now."""
    until = timezone.localdate() + dt.timedelta(days=30)
    return actions_rounds.open_round(
        operator, form, last_month(), reason=WHY, due_on=until, closes_on=until
    )[0]


@pytest.fixture
def officer_of(
    operator: Operator, make_user: Callable[..., User]
) -> Callable[[Unit, str, Role], User]:
    """Make a person who holds a role over a unit."""

    def make(unit: Unit, name: str, role: Role) -> User:
        user = make_user(name)
        give_role(operator, user, role, reason=WHY, scope=scope_of(unit, Hierarchy.TERRITORY))
        return user

    return make


def sheet_of(round_: Round, code: str) -> Sheet:
    """The sheet of the unit of a code."""
    found: Sheet = round_.sheets.get(unit__code=code)
    return found


def entries(round_: Round, *figures: object) -> dict[int, Entry]:
    """What is entered in the items in order: a number, (numerator, denominator), an entry, None."""
    said: dict[int, Entry] = {}
    for item, figure in zip(round_.form.items.all(), figures, strict=False):
        if isinstance(figure, Entry):
            said[item.pk] = figure
        elif isinstance(figure, tuple):
            said[item.pk] = Entry(numerator=Decimal(figure[0]), denominator=Decimal(figure[1]))
        elif figure is not None:
            said[item.pk] = Entry(value=Decimal(str(figure)))
    return said


def fill(actor: Any, round_: Round, code: str, *figures: object) -> Sheet:
    """Enter figures of the unit of a code."""
    sheet = sheet_of(round_, code)
    actions_sheets.enter(
        actor, sheet.pk, entries(round_, *figures), channel=Channel.WEB, reason=WHY
    )
    return sheet


def publish(actor: Any, round_: Round, code: str, *figures: object) -> Sheet:
    """Enter, submit and approve at every step."""
    sheet = fill(actor, round_, code, *figures)
    actions_sheets.submit(actor, sheet.pk, reason=WHY)
    for _step in round_.form.steps:
        sheet = actions_sheets.approve(actor, sheet.pk, reason=WHY)
    return sheet
