"""The programme's scoreboard: the table every report carries, one row a target."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from namro.foundation.calendar.periods import year
from namro.foundation.interface.tables import Cell, Column, Filter
from namro.foundation.interface.text import sort_key
from namro.programme.indicators.answering import Named, leads_of
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.remembering import Remembered
from namro.programme.indicators.rules import InYear, Plan
from namro.programme.indicators.rules.kinds import Flag, Status
from namro.programme.indicators.rules.observations import Observation, rounded
from namro.programme.indicators.rules.sentences import asked, sentence
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.words import PLAN_FROM, STATUS, said
from namro.programme.programmes.rules.numbers import Language, as_language
from namro.programme.programmes.tables import Spec

# The order of a report: what is reached first, what nobody can say last.
ORDER = (
    *(Status.EXCEEDED, Status.REACHED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK),
    *(Status.MISSED, Status.NEEDS_JUDGEMENT, Status.NOT_COMPARABLE, Status.NO_DATA),
    Status.NOT_DUE,
)
# A sign beside the word: state is never told by colour alone.
SIGNS = {
    Status.EXCEEDED: "▲",
    Status.REACHED: "✓",
    Status.ON_TRACK: "➚",
    Status.AT_RISK: "!",
    Status.OFF_TRACK: "➘",
    Status.MISSED: "✕",
    Status.NEEDS_JUDGEMENT: "?",
    Status.NOT_COMPARABLE: "≠",
    Status.NO_DATA: "–",
    Status.NOT_DUE: "○",
}


# With what they are said of: a key names a verdict by where it stands in memory.
_EXPLAINED: Remembered[tuple[str, object, object]] = Remembered(600)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the scoreboard; numbers are typed for files, `…_words` are for the page.

    Figures of a year that is not over are what is known so far. What costs words is made for the
    rows that are shown.
    """

    judged: Judged
    on: dt.date
    language: Language
    leads: tuple[Named, ...]

    @property
    def label(self) -> str:
        """What the document calls it."""
        return str(self.judged.row.label)

    @property
    def subject(self) -> str:
        """What it is about."""
        return str(self.judged.row.subject or self.judged.row.text)

    @property
    def unit(self) -> str:
        """What it is measured in."""
        return str(self.judged.row.unit)

    @property
    def now(self) -> InYear:
        """The year as it stands."""
        return self.judged.year or InYear(year(self.on.year))

    @property
    def last_year(self) -> Observation | None:
        """The result of the year before."""
        before = year(self.on.year - 1)
        days = (before.first, before.last)
        found = [
            each
            for each in self.judged.figures
            if not each.part and (each.period.first, each.period.last) == days
        ]
        return found[-1] if found else None

    @property
    def this_year(self) -> Observation | None:
        """What the year brought, or has brought so far."""
        return self.now.figure

    @property
    def plan(self) -> Plan | None:
        """What the year is to bring."""
        return self.now.plan

    @property
    def closed(self) -> bool:
        """Whether the year is over."""
        return self.now.closed

    @property
    def share(self) -> Fraction | None:
        """Of the plan, in percent."""
        return self.now.share

    @property
    def change(self) -> Fraction | None:
        """On the year before, in percent."""
        return self.now.change

    @property
    def cumulated(self) -> Fraction | None:
        """What came together since the term began."""
        return _cumulated(self.judged)

    @property
    def status(self) -> Status:
        """The verdict."""
        return self.judged.status

    @property
    def told(self) -> str:
        """The verdict in words."""
        return said(STATUS[self.status], self.language)

    @property
    def asked(self) -> str:
        """What is to be reached, in words."""
        if self.judged.problem is not None:
            return str(self.judged.row.text)
        return asked(self.judged.target, self.language)

    @property
    def explanation(self) -> str:
        """Why the verdict is as it is: written out only for the rows that are shown."""
        if self.judged.problem is not None:
            return self.judged.problem.in_words(self.language)
        targets, answers = self.judged.targets, self.judged.answers
        key = (tuple(map(id, targets)), tuple(map(id, answers)), self.language)
        return _EXPLAINED.made(key, lambda: (self._explained(), targets, answers))[0]

    def _explained(self) -> str:
        return " ".join(
            sentence(one, other, self.language)
            for one, other in zip(self.judged.targets, self.judged.answers, strict=True)
        )

    @property
    def lead(self) -> str:
        """Who leads it, in one line."""
        return "; ".join(each.name for each in self.leads)

    @property
    def sign(self) -> str:
        """The state's sign."""
        return SIGNS[self.status]

    @property
    def pk(self) -> int | None:
        """The target's key through all versions."""
        return self.judged.row.identity_id

    @property
    def notes(self) -> tuple[Flag, ...]:
        """What must be seen at once beside the verdict."""
        wanted = (Flag.UNVERIFIED, Flag.ESTIMATE, Flag.UNCERTAIN, Flag.INFERRED_DUE)
        return tuple(flag for flag in wanted if flag in self.judged.answer.flags)


def lines(
    found: Sequence[Judged], on: dt.date, language: Language, units: dict[str, int] | None = None
) -> list[Line]:
    """The rows of a scoreboard on a day, in the document's order.

    `units`: the units of the register by name, as `answering.units_named` gives them.
    """
    return [Line(each, on, language, leads_of(each, units or {})) for each in found]


def counted(rows: Sequence[Line], language: Language) -> list[tuple[Status, str, str, int]]:
    """How many targets have each state: (state, sign, words, number), in the report's order."""
    numbers = Counter(row.status for row in rows)
    return [
        (status, SIGNS[status], said(STATUS[status], language), numbers[status])
        for status in ORDER
        if numbers[status]
    ]


def _cumulated(judged: Judged) -> Fraction | None:
    if not judged.target.adds_up:
        return None
    told = [each.figure.number for each in judged.answer.periods if each.figure is not None]
    if judged.answer.judging == "cumulated" and judged.answer.judged is not None:
        return judged.answer.judged
    complete = told and not judged.answer.missing
    return sum(told, Fraction(0)) if complete else None


def shown(figure: Observation | None, language: Language) -> str:
    """A figure in a cell, as its source gave it."""
    if figure is None:
        return ""
    return amount(figure.number, "", language, (), published_decimals(figure))


def _planned(plan: Plan | None) -> Cell:
    """The plan in a file's cell: a number, or a range in words."""
    if plan is None:
        return None
    low, high = rounded(plan.low), rounded(plan.high)
    return _decimal(plan.low) if low == high else f"{low.normalize():f} - {high.normalize():f}"


def planned(row: Line, language: Language) -> str:
    """The plan in a cell of the page."""
    plan = row.plan
    if plan is None:
        return ""
    ends = [amount(each, "", language, (), None) for each in (plan.low, plan.high)]
    return ends[0] if plan.low == plan.high else f"{ends[0]} - {ends[1]}"


def plan_note(plan: Plan | None, language: Language) -> str:
    """Who says what the year is to bring, where it is not a share given to it."""
    return said(PLAN_FROM[plan.source], language) if plan and plan.source in PLAN_FROM else ""


def _note(row: Line) -> str:
    """The explanation, with whose plan the year's is: a file has no badges."""
    language = as_language(get_language())
    said_of_plan = plan_note(row.plan, language)
    if not said_of_plan:
        return row.explanation
    return f"{row.explanation} {_('Plan for the year')}: {said_of_plan}."


def percent(value: Fraction | None, language: Language) -> str:
    """A percentage in a cell, to one decimal; never 100 by rounding."""
    if value is None:
        return ""
    return amount(value, "", language, (Fraction(100),), 1)


def _number(figure: Observation | None) -> Decimal | None:
    return None if figure is None else rounded(figure.number)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(rounded(value), 2)


def _by(text: str) -> str | None:
    return sort_key(text) if text else None


COLUMNS: tuple[Column[Line], ...] = (
    Column("so", _("No."), lambda row: row.label, None, 7),
    Column("noi-dung", _("Target"), lambda row: row.subject, lambda row: _by(row.subject), 44),
    Column("don-vi", pgettext_lazy("measure", "Unit"), lambda row: row.unit, None, 12),
    Column(
        "nam-truoc",
        _("Result of last year"),
        lambda row: _number(row.last_year),
        lambda row: _number(row.last_year),
        14,
    ),
    Column(
        "ke-hoach",
        _("Plan for the year"),
        lambda row: _planned(row.plan),
        lambda row: row.plan.low if row.plan else None,
        14,
    ),
    Column(
        "nam-nay",
        _("This year (or estimate)"),
        lambda row: _number(row.this_year),
        lambda row: _number(row.this_year),
        14,
    ),
    Column(
        "luy-ke",
        _("Since the term began"),
        lambda row: _decimal(row.cumulated),
        lambda row: row.cumulated,
        14,
    ),
    Column("ty-le", _("% of plan"), lambda row: _decimal(row.share), lambda row: row.share, 10),
    Column(
        "cung-ky",
        _("On last year, %"),
        lambda row: _decimal(row.change),
        lambda row: row.change,
        10,
    ),
    Column("muc-tieu", _("To reach"), lambda row: row.asked, None, 24),
    Column(
        "danh-gia",
        _("Verdict"),
        lambda row: row.told,
        lambda row: ORDER.index(row.status),
        18,
    ),
    Column("chu-tri", _("Lead"), lambda row: row.lead, lambda row: _by(row.lead), 24),
    Column("ghi-chu", _("Note"), _note, None, 60),
)
FILTERS: tuple[Filter[Line], ...] = (
    Filter("danh-gia", _("Verdict"), lambda row: [row.told]),
    Filter("chu-tri", _("Lead"), lambda row: [row.lead.strip()]),
    Filter("don-vi", pgettext_lazy("measure", "Unit"), lambda row: [row.unit.strip()]),
)
SCOREBOARD = Spec(COLUMNS, COLUMNS, FILTERS)
