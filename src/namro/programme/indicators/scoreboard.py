"""The programme's scoreboard: the table every report carries, one row a target."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.calendar import Period
from namro.foundation.calendar.periods import year
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import sort_key
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.rules.kinds import Flag, Status
from namro.programme.indicators.rules.observations import Observation, rounded
from namro.programme.indicators.rules.sentences import asked, sentence
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.words import STATUS, said
from namro.programme.programmes.rules.numbers import Language
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


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the scoreboard; numbers are typed for files, `…_words` are for the page.

    Attributes:
        last_year, this_year: the figures of the year before and of the year judged (an estimate
            where only that is known; `estimated`).
        cumulated: since the term began, for what adds up.
        share: of what is asked, in percent. change: on the same time last year, in percent.
    """

    judged: Judged
    label: str
    subject: str
    unit: str
    last_year: Observation | None
    this_year: Observation | None
    cumulated: Fraction | None
    share: Fraction | None
    change: Fraction | None
    asked: str
    status: Status
    told: str
    lead: str
    explanation: str

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


def lines(found: Sequence[Judged], on: dt.date, language: Language) -> list[Line]:
    """The rows of a scoreboard on a day, in the document's order."""
    return [_line(each, on, language) for each in found]


def counted(rows: Sequence[Line], language: Language) -> list[tuple[Status, str, str, int]]:
    """How many targets have each state: (state, sign, words, number), in the report's order."""
    numbers = Counter(row.status for row in rows)
    return [
        (status, SIGNS[status], said(STATUS[status], language), numbers[status])
        for status in ORDER
        if numbers[status]
    ]


def _line(judged: Judged, on: dt.date, language: Language) -> Line:
    row, target, answer = judged.row, judged.target, judged.answer
    by_year = {
        (each.period.first, each.period.last): each for each in judged.figures if not each.part
    }
    this, before = year(on.year), year(on.year - 1)
    this_year = by_year.get((this.first, this.last)) or _latest(judged.figures, this.first, on)
    last_year = by_year.get((before.first, before.last))
    change = answer.open_period.change if answer.open_period else None
    if change is None and this_year and last_year and last_year.number and _whole(this_year, this):
        change = (this_year.number - last_year.number) / abs(last_year.number) * 100
    if judged.problem is not None:
        wanted, explained = row.text, judged.problem.in_words(language)
    else:
        wanted = asked(target, language)
        explained = " ".join(
            sentence(one, other, language)
            for one, other in zip(judged.targets, judged.answers, strict=True)
        )
    return Line(
        judged=judged,
        label=row.label,
        subject=row.subject or row.text,
        unit=row.unit,
        last_year=last_year,
        this_year=this_year,
        cumulated=_cumulated(judged),
        share=answer.open_period.share if answer.open_period else answer.share,
        change=None if target.comparator.is_rank else change,
        asked=wanted,
        status=judged.status,
        told=said(STATUS[judged.status], language),
        lead=row.lead_text,
        explanation=explained,
    )


def _latest(figures: Sequence[Observation], first: dt.date, on: dt.date) -> Observation | None:
    found = [each for each in figures if first <= each.period.last <= on and not each.part]
    return max(found, key=lambda each: each.period.last, default=None)


def _whole(figure: Observation, period: Period) -> bool:
    return (figure.period.first, figure.period.last) == (period.first, period.last)


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
    Column("ke-hoach", _("Plan for the year"), lambda row: None, None, 14),
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
    Column("ty-le", _("% of target"), lambda row: _decimal(row.share), lambda row: row.share, 10),
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
    Column("ghi-chu", _("Note"), lambda row: row.explanation, None, 60),
)
FILTERS: tuple[Filter[Line], ...] = (
    Filter("danh-gia", _("Verdict"), lambda row: [row.told]),
    Filter("chu-tri", _("Lead"), lambda row: [row.lead.strip()]),
    Filter("don-vi", pgettext_lazy("measure", "Unit"), lambda row: [row.unit.strip()]),
)
SCOREBOARD = Spec(COLUMNS, COLUMNS, FILTERS)
