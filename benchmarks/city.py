"""A city's five years of figures, made up: what the benchmark of collection is asked on.

700 units under 30 districts report 300 indicators in 10 forms every month for 60 months: 12.6
million observations, as approved sheets with their fields and the totals above. Past months are
written by SQL beside the actions (approving 420,000 sheets one by one would take hours), without
entries in the history; everything measured afterwards goes through the actions.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.organisations.models import Unit
    from namro.programme.indicators.collection.models import Form

DISTRICTS, FORMS = 30, 10
FIRST = (2021, 1)
WHY = "bench"
# Of ten indicators: six counts, two rates, a mean, a highest.
_KINDS = ("sum",) * 6 + ("weighted",) * 2 + ("mean", "maximum")
# What an official would believe: thousands, shares of them, days. The same at each run.
_OBSERVATIONS = """
    INSERT INTO indicators_observation (
        indicator_id, scope, unit_id, first_day, last_day, value, numerator, denominator,
        part, stage, measure, confidence, published_on, source, link, declared, concept, note,
        sheet_id, recorded_at
    )
    SELECT i.indicator_id, s.name, s.unit_id, r.first_day, r.last_day,
           CASE WHEN i.as_fraction THEN NULL ELSE h.n %% 5000 + 1 END,
           CASE WHEN i.as_fraction THEN h.n %% 900 END,
           CASE WHEN i.as_fraction THEN h.n %% 900 + h.n %% 97 + 1 END,
           '', 'final', 'in_period', 'high', r.due_on, 'Phiếu ' || s.code, '', false, '',
           '', s.id, r.due_on
    FROM indicators_sheet s
    JOIN indicators_round r ON r.id = s.round_id
    JOIN indicators_formitem i ON i.form_id = r.form_id
    CROSS JOIN LATERAL (
        SELECT abs(hashint8(s.id * 1000 + i.id)::bigint) AS n
    ) h
    WHERE r.last_day = %(day)s
"""
_CELLS = """
    INSERT INTO indicators_cell (
        sheet_id, item_id, value, numerator, denominator, stage, not_applicable, comment, channel,
        entered_by, entered_at
    )
    SELECT o.sheet_id, i.id, o.value, o.numerator, o.denominator, 'final', '', '', 'web',
           'can-bo', o.recorded_at
    FROM indicators_observation o
    JOIN indicators_sheet s ON s.id = o.sheet_id
    JOIN indicators_round r ON r.id = s.round_id
    JOIN indicators_formitem i ON i.form_id = r.form_id AND i.indicator_id = o.indicator_id
    WHERE r.last_day = %(day)s
"""


# The open month's sheets as if their units had filled them in and submitted them.
_ENTERED = """
    INSERT INTO indicators_cell (
        sheet_id, item_id, value, numerator, denominator, stage, not_applicable, comment, channel,
        entered_by, entered_at
    )
    SELECT s.id, i.id,
           CASE WHEN i.as_fraction THEN NULL ELSE h.n %% 5000 + 1 END,
           CASE WHEN i.as_fraction THEN h.n %% 900 END,
           CASE WHEN i.as_fraction THEN h.n %% 900 + h.n %% 97 + 1 END,
           'final', '', '', 'web', 'can-bo', now()
    FROM indicators_sheet s
    JOIN indicators_round r ON r.id = s.round_id
    JOIN indicators_formitem i ON i.form_id = r.form_id
    CROSS JOIN LATERAL (SELECT abs(hashint8(s.id * 1000 + i.id)::bigint) AS n) h
    WHERE s.id = ANY(%(sheets)s)
"""
_SUBMITTED = """
    UPDATE indicators_sheet s SET state = 'submitted', submitted_by = 'can-bo',
        submitted_at = now(), awaiting_id = f.top_id, doubts = s.id %% 4
    FROM indicators_round r JOIN indicators_form f ON f.id = r.form_id
    WHERE r.id = s.round_id AND s.id = ANY(%(sheets)s)
"""


@dataclass(frozen=True, slots=True)
class City:
    """What was made: how many, and the forms."""

    units: int
    indicators: int
    months: int
    observations: int
    forms: list[Form]


def fill(units: int, indicators: int, months: int, say: Callable[[str], None] = print) -> City:
    """Make the city; the month after the last is open, its sheets filled in and submitted."""
    from django.db import connection

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.calendar.periods import month
    from namro.programme.indicators.collection import totals
    from namro.programme.indicators.collection.actions_rounds import open_round

    began = time.perf_counter()
    operator = Operator("bench")
    top = _units(operator, units)
    forms = _forms(operator, top, indicators)
    period = month(*FIRST)
    made = 0
    for number in range(months + 1):
        for form in forms:
            open_round(operator, form, period, reason=WHY, closes_on=dt.date(2040, 1, 1))
        if number == months:
            break
        made += _month(period.last)
        if number % 6 == 5:
            say(f"{number + 1} of {months} months, {made:,} figures, {_since(began)}")
        period = period.next
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    totals.recount()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"made in {_since(began)}")
    return City(units, indicators, months, made, forms)


def made_before() -> City | None:
    """The city that a kept database holds already; None: none."""
    from namro.programme.indicators.collection.models import Form, Round
    from namro.programme.indicators.models import Indicator, Observation

    forms = list(Form.objects.order_by("pk"))
    if not forms:
        return None
    return City(
        forms[0].rounds.order_by("pk")[0].sheets.count(),
        Indicator.objects.count(),
        Round.objects.filter(form=forms[0]).count() - 1,
        Observation.objects.filter(sheet__isnull=False).count(),
        forms,
    )


def submit_all_but(left: int) -> int:
    """Fill in and submit the open month's sheets at one stroke, all but some that stay open.

    Returns:
        How many wait for approval now.
    """
    from django.db import connection, transaction

    from namro.programme.indicators.collection.models import Cell, Sheet

    filled = Cell.objects.filter(sheet__state="open").values("sheet")
    open_ones = Sheet.objects.filter(state="open").exclude(pk__in=filled).order_by("pk")
    sheets = {"sheets": list(open_ones.values_list("pk", flat=True)[left:])}
    if sheets["sheets"]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_ENTERED, sheets)
            cursor.execute(_SUBMITTED, sheets)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE indicators_sheet")
    return int(Sheet.objects.filter(state="submitted").count())


def _since(began: float) -> str:
    return f"{time.perf_counter() - began:.0f} s"


def _units(operator: Operator, units: int) -> Unit:
    from namro.foundation.organisations.actions import found
    from namro.foundation.organisations.choices import Block, Hierarchy, Kind
    from namro.foundation.organisations.keeping import New, Under

    def new(code: str, parent: str | None, order: int, kind: Kind) -> New:
        under = (Under(Hierarchy.TERRITORY, parent, order),)
        return New(code, f"Đơn vị {code}", kind, Block.COMMUNES, under, WHY)

    rows = [new("C", None, 0, Kind.PROVINCE)]
    rows += [new(f"D{n}", "C", n, Kind.DISTRICT) for n in range(DISTRICTS)]
    rows += [new(f"U{n}", f"D{n % DISTRICTS}", n, Kind.COMMUNE) for n in range(units)]
    return found(operator, rows, None, reason=WHY)[0]  # the city


def _forms(operator: Operator, top: Unit, indicators: int) -> list[Form]:
    from namro.programme.indicators import actions
    from namro.programme.indicators.choices import OverTime
    from namro.programme.indicators.collection.actions_rounds import Asked, define_form

    asked = []
    for number in range(indicators):
        over = _KINDS[number % len(_KINDS)]
        count = over == "sum"
        made = actions.define(
            operator,
            f"chi-so-{number}",
            name=f"Chỉ số thứ {number}",
            kind="count" if count else "ratio" if over == "weighted" else "index",
            unit="hồ sơ" if count else "%" if over == "weighted" else "ngày",
            over_units=over,
            over_time=OverTime.SUM if count else OverTime.NONE,
            frequency="month",
            reason=WHY,
        )[0]
        asked.append(Asked(made, as_fraction=over == "weighted"))
    forms = []
    for number in range(FORMS):
        form, _new = define_form(
            operator,
            f"bieu-{number}",
            asked[number::FORMS],
            name=f"Biểu số {number}",
            top=top,
            unit_kinds=["commune"],
            scope="Thành phố Đo Thử",
            steps=["top"],
            reason=WHY,
        )
        forms.append(form)
    return forms


def _month(day: dt.date) -> int:
    """Fill in and approve a month's sheets at one stroke."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        # No entries in the history, and no search for rows that are known to be there.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_OBSERVATIONS, {"day": day})
        made = int(cursor.rowcount)
        cursor.execute(_CELLS, {"day": day})
        cursor.execute(
            "UPDATE indicators_sheet s SET state = 'approved', submitted_by = 'can-bo', "
            "approved_by = 'nguoi-duyet' FROM indicators_round r "
            "WHERE r.id = s.round_id AND r.last_day = %s",
            [day],
        )
    return made
