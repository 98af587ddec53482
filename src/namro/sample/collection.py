"""Collection as it would look in a city: the communes of Hanoi asked each month how their one-stop
shops did, three months published and one under way. The units are real, every figure is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from namro.sample.asked import load_asked

if TYPE_CHECKING:
    from namro.programme.indicators.collection.models import Cell, Form, Round, Sheet

KEY = "mot-cua-thang"
FICTIONAL = "Số liệu hư cấu để minh họa cách thu thập / made-up figures, to show how it is done"
# The communes are those since this day.
_SINCE = dt.date(2025, 7, 1)
_PUBLISHED_MONTHS = 3
# Phường Ba Đình: the demonstration's officer fills its sheet in, of which a part is there.
OFFICERS_UNIT = "00004"
_COUNT: dict[str, Any] = {"kind": "count", "over_units": "sum", "over_time": "sum"}
_RATIO: dict[str, Any] = {
    "kind": "ratio", "unit": "%", "over_units": "weighted", "over_time": "weighted"
}  # fmt: skip
_STOCK: dict[str, Any] = {"kind": "count", "over_units": "sum", "over_time": "last"}
#: Key, name, what is said of it, and what its item on the form says.
ITEMS: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("mc-tiep-nhan", "Số hồ sơ tiếp nhận trong kỳ", _COUNT | {"unit": "hồ sơ"}, {"jump": 60}),
    ("mc-truc-tuyen", "Tỷ lệ hồ sơ nộp trực tuyến", _RATIO, {}),
    ("mc-dung-han", "Tỷ lệ hồ sơ giải quyết đúng hạn", _RATIO, {"lowest": 60}),
    ("mc-dang-giai-quyet", "Số hồ sơ đang giải quyết cuối kỳ", _STOCK | {"unit": "hồ sơ"}, {}),
    (
        "mc-qua-han", "Số hồ sơ quá hạn chưa giải quyết cuối kỳ", _STOCK | {"unit": "hồ sơ"},
        {"equation": "[mc-qua-han] <= [mc-dang-giai-quyet]"},
    ),
    ("mc-so-hoa", "Tỷ lệ hồ sơ được số hóa", _RATIO, {}),
    ("mc-luu-tru", "Số hồ sơ lưu trữ được số hóa trong kỳ", _COUNT | {"unit": "hồ sơ"}, {}),
    ("mc-thanh-toan", "Tỷ lệ hồ sơ thanh toán trực tuyến", _RATIO, {"required": False}),
    (
        "mc-phan-anh", "Tỷ lệ phản ánh, kiến nghị được trả lời đúng hạn", _RATIO,
        {"required": False},
    ),
)  # fmt: skip
_NOTE = "Biểu và số liệu minh họa; mọi con số đều do phần mềm tạo ra."
_WHY_BACK = (
    "Hồ sơ đang giải quyết cuối kỳ không khớp với kỳ trước; đề nghị kiểm tra lại sổ theo dõi."
)
_WHY_CORRECTED = "Cộng nhầm hồ sơ của tháng trước."
# How many of ten sheets are how far in the round under way.
_UNDER_WAY = (
    *("approved", "approved", "approved", "submitted", "submitted"),
    *("returned", "part", "part", "empty", "empty"),
)


def load_collection(announce: Callable[[str], None] | None = None) -> int:
    """Ask the sample's communes, publish three months of made-up figures and leave one under way.
    To be called after `load_organisations`; what is there already is left as it is.

    Returns:
        How many figures were entered; 0 where the form is there, or the sample's units are not.
    """
    from django.utils import timezone

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.calendar.periods import month
    from namro.foundation.documents.cli import language
    from namro.foundation.organisations.models import Unit
    from namro.programme.indicators.collection.actions_rounds import open_round
    from namro.programme.indicators.collection.models import Form

    city = Unit.objects.filter(code="01", illustrative=True, valid_to__isnull=True).first()
    if city is None or Form.objects.filter(key=KEY).exists():
        return 0
    operator, today = Operator.here(), timezone.localdate()
    form = _form(operator, city)
    last = month(today.year, today.month).previous
    periods = [last]
    for _step in range(_PUBLISHED_MONTHS):
        periods.append(periods[-1].previous)
    entered = 0
    for period in reversed([each for each in periods if each.first >= _SINCE]):
        # Whatever the day, the round under way can be filled in and the others were in time.
        due = today + dt.timedelta(days=4 if period == last else 0)
        made, _new = open_round(
            operator,
            form,
            period,
            reason=FICTIONAL,
            opens_on=min(period.last, due),
            due_on=due,
            closes_on=due + dt.timedelta(days=10 if period == last else 0),
        )
        entered += _fill(operator, made, under_way=period == last)
    load_asked(form, last.year)
    if announce is not None:
        announce(
            f"Loaded a made-up collection from the communes: {entered} figures."
            if language() == "en"
            else f"Đã nạp một biểu thu thập hư cấu từ các xã, phường: {entered} số liệu."
        )
    return entered


def give_officer_role(name: str, role: str) -> bool:
    """Let a demonstration account that has no role yet hold one over one commune of the sample.

    Returns:
        Whether it was given.
    """
    from namro.foundation.accounts.actions_roles import give_role
    from namro.foundation.accounts.models import Role, User
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.organisations.choices import Hierarchy
    from namro.foundation.organisations.models import Unit
    from namro.foundation.organisations.scoping import scope_of

    user = User.objects.filter(username=name, is_demo=True, is_active=True).first()
    unit = Unit.objects.filter(code=OFFICERS_UNIT, illustrative=True, valid_to__isnull=True).first()
    if user is None or unit is None or user.role_assignments.exists():
        return False
    scope = scope_of(unit, Hierarchy.TERRITORY)
    give_role(Operator.here(), user, Role(role), reason=FICTIONAL, scope=scope)
    return True


def _form(operator: Any, city: Any) -> Form:
    from namro.programme.indicators.actions import define
    from namro.programme.indicators.choices import OverUnits
    from namro.programme.indicators.collection.actions_rounds import Asked, define_form

    asked = []
    for key, name, said, item in ITEMS:
        indicator, _new = define(
            operator,
            key,
            reason=FICTIONAL,
            name=name,
            frequency="month",
            level="public",
            illustrative=True,
            note=_NOTE,
            **said,
        )
        ratio = indicator.over_units == OverUnits.RATIO
        asked.append(Asked(indicator, ratio, tuple(item.items())))
    return define_form(
        operator,
        KEY,
        asked,
        reason=FICTIONAL,
        name="Kết quả hoạt động bộ phận một cửa cấp xã (minh họa)",
        top=city,
        unit_kinds=["commune"],
        scope="Các xã, phường của Hà Nội (số liệu hư cấu)",
        steps=["top"],
        note=_NOTE,
        illustrative=True,
    )[0]


def _fill(operator: Any, round_: Round, *, under_way: bool) -> int:
    """Enter made-up figures of all units of a round at one stroke, and publish what is approved:
    sheet by sheet it would take a minute."""
    from django.db import transaction

    from namro.foundation import history
    from namro.programme.indicators.collection import counting
    from namro.programme.indicators.collection.models import Cell, Remark, Sheet
    from namro.programme.indicators.collection.publishing import publish

    items = list(round_.form.items.select_related("indicator"))
    sheets = list(round_.sheets.select_related("unit", "round").order_by("pk"))
    cells: list[Cell] = []
    remarks: list[Remark] = []
    approved: list[Sheet] = []
    with transaction.atomic(), history.reason(operator, FICTIONAL):
        for place, sheet in enumerate(sheets):
            far = _UNDER_WAY[(place * 7) % len(_UNDER_WAY)] if under_way else "approved"
            if under_way and sheet.unit.code == OFFICERS_UNIT:
                far = "part"
            made = list(_cells(operator, sheet, items, under_way))
            cells += made if far not in ("part", "empty") else made[:3] if far == "part" else []
            _set_state(operator, sheet, far)
            if far == "approved":
                approved.append(sheet)
            if far == "returned":
                remarks.append(_remark(operator, sheet, items, "return", _WHY_BACK))
        Cell.objects.bulk_create(cells)
        Sheet.objects.bulk_update(
            sheets,
            [
                *("state", "awaiting", "submitted_at", "submitted_by"),
                *("approved_at", "approved_by", "same_person"),
            ],
        )
        publish(*approved)
        if under_way and approved:
            approved[-1].state = "correcting"
            approved[-1].save()
            counting.taken_back(approved[-1].pk)
            remarks.append(_remark(operator, approved[-1], items, "correction", _WHY_CORRECTED))
        Remark.objects.bulk_create(remarks)
    return len(cells)


def _set_state(operator: Any, sheet: Sheet, far: str) -> None:
    from django.utils import timezone

    if far in ("part", "empty"):
        return
    who, now = operator.get_username(), timezone.now()
    sheet.state, sheet.submitted_at, sheet.submitted_by = far, now, who
    if far == "submitted":
        sheet.awaiting_id = sheet.round.form.top_id
    if far == "approved":
        sheet.approved_at, sheet.approved_by, sheet.same_person = now, who, True


def _remark(operator: Any, sheet: Sheet, items: Sequence[Any], kind: str, text: str) -> Any:
    from namro.programme.indicators.collection.models import Remark

    about = next(each for each in items if each.indicator.key == "mc-dang-giai-quyet")
    return Remark(
        sheet=sheet,
        item=about if kind == "return" else None,
        kind=kind,
        text=text,
        said_by=operator.get_username(),
    )


def _cells(operator: Any, sheet: Sheet, items: Sequence[Any], under_way: bool) -> Iterator[Cell]:
    """Made-up figures of one unit: the same unit and month give the same ones."""
    from django.utils import timezone

    from namro.programme.indicators.collection.models import Cell

    own = Random(f"{sheet.unit.code}")  # noqa: S311  # figures to look at, no secrets
    size = own.uniform(0.5, 2.5) * (1.6 if sheet.name.startswith("Phường") else 1)
    good = own.uniform(0.9, 0.995)
    chance = Random(f"{sheet.unit.code} {sheet.round.last_day}")  # noqa: S311
    months = (sheet.round.last_day.year - 2025) * 12 + sheet.round.last_day.month
    received = int(600 * size * chance.uniform(0.92, 1.08)) + 4 * (months % 12)
    done = int(received * chance.uniform(0.93, 1.02))
    pending = int(received * chance.uniform(0.05, 0.12)) + 1
    shares = {
        "mc-truc-tuyen": (received, min(0.55 + 0.01 * (months % 24) + 0.2 * (good - 0.9), 0.99)),
        "mc-dung-han": (done, min(good + chance.uniform(-0.02, 0.01), 1.0)),
        "mc-so-hoa": (done, chance.uniform(0.7, 0.98)),
        "mc-thanh-toan": (done, chance.uniform(0.4, 0.85)),
        "mc-phan-anh": (int(own.uniform(4, 40)), chance.uniform(0.85, 1.0)),
    }
    counts = {
        "mc-tiep-nhan": received,
        "mc-dang-giai-quyet": pending,
        "mc-qua-han": int(pending * chance.uniform(0, 0.15)),
        "mc-luu-tru": int(250 * size * chance.uniform(0.7, 1.1)),
    }
    who, now = operator.get_username(), timezone.now()
    for item in items:
        said: dict[str, Any] = {}
        if item.indicator.key in shares:
            whole, share = shares[item.indicator.key]
            said = {"numerator": Decimal(round(whole * share)), "denominator": Decimal(whole)}
        else:
            value = counts[item.indicator.key]
            # A slip of the pen here and there, to be doubted.
            if under_way and chance.random() < 0.04:
                value *= 10
            said = {"value": Decimal(value)}
        if item.indicator.key == "mc-phan-anh" and own.random() < 0.1:
            said = {"not_applicable": "Trong kỳ không có phản ánh, kiến nghị"}
        yield Cell(sheet=sheet, item=item, channel="web", entered_by=who, entered_at=now, **said)
