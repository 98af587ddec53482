"""“My figures”: the sheets that are somebody's to fill in, to follow or to approve, and what each
waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.programme.indicators.collection.choices import FILLING, RemarkKind, SheetState
from namro.programme.indicators.collection.mine_rows import Mine
from namro.programme.indicators.collection.models import Cell, FormItem, Remark, Round
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.tables import Spec

SOON_DAYS = 7
# Beyond these a round is chosen by itself.
MOST_ROUNDS = 60

RETURNED, OVERDUE, WAITING = "tra-lai", "qua-han", "cho-toi-duyet"
CORRECTING, SOON, OPEN, LATER = "dinh-chinh", "sap-den-han", "dang-nhap", "chua-mo"
SUBMITTED, APPROVED = "da-trinh", "da-duyet"
#: What a sheet waits for, most urgent first.
WORK: dict[str, str | Promise] = {
    RETURNED: pgettext_lazy("sheet", "returned"),
    OVERDUE: pgettext_lazy("sheet", "overdue"),
    WAITING: gettext_lazy("waits for my approval"),
    SOON: gettext_lazy("due soon"),
    CORRECTING: pgettext_lazy("sheet", "being corrected"),
    OPEN: pgettext_lazy("sheet", "being filled in"),
    LATER: gettext_lazy("not open yet"),
    SUBMITTED: pgettext_lazy("sheet", "submitted"),
    APPROVED: pgettext_lazy("sheet", "approved"),
}
ORDER = {work: place for place, work in enumerate(WORK)}
#: Those that are counted above the list.
COUNTED = (RETURNED, OVERDUE, SOON, WAITING, SUBMITTED, APPROVED)


@dataclass(slots=True)
class Told:
    """What is asked of the database for the lines that a page shows: filled in after paging."""

    filled: dict[int, int] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet of the list.

    Attributes:
        works: what it waits for, most urgent first; never empty.
    """

    pk: int
    code: str
    unit: str
    state: str
    form: int
    form_name: str
    round: int
    period: str
    last_day: dt.date
    opens_on: dt.date
    due_on: dt.date
    submitted_at: dt.datetime | None
    works: tuple[str, ...]
    today: dt.date
    told: Told

    @property
    def work(self) -> str:
        """What it waits for first."""
        return self.works[0]

    @property
    def words(self) -> str:
        """What it waits for, in words."""
        return ", ".join(str(WORK[each]) for each in self.works)

    @property
    def filled(self) -> int:
        """How many fields say something."""
        return self.told.filled.get(self.pk, 0)

    @property
    def asked(self) -> int:
        """How many fields there are."""
        return self.told.asked.get(self.form, 0)

    @property
    def why(self) -> str:
        """Why it came back, where it did."""
        return self.told.why.get(self.pk, "")

    @property
    def days(self) -> str:
        """How long there is until it is due, or how late it is; nothing once it is submitted."""
        if self.state not in FILLING or self.work == LATER:
            return ""
        left = (self.due_on - self.today).days
        if left < 0:
            return ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        if left == 0:
            return _("due today")
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}


def works_of(
    state: str, opens_on: dt.date, due_on: dt.date, today: dt.date, *, mine: bool
) -> tuple[str, ...]:
    """What a sheet waits for, most urgent first; `mine`: its approval is asked of whoever looks."""
    if state == SheetState.SUBMITTED:
        return (WAITING, SUBMITTED) if mine else (SUBMITTED,)
    if state == SheetState.APPROVED:
        return (APPROVED,)
    found = {SheetState.RETURNED: [RETURNED], SheetState.CORRECTING: [CORRECTING]}.get(
        SheetState(state), []
    )
    if today < opens_on:
        found.append(LATER)
    elif due_on < today:
        found.append(OVERDUE)
    elif (due_on - today).days <= SOON_DAYS:
        found.append(SOON)
    return tuple(sorted(found or [OPEN], key=ORDER.__getitem__))


def rounds_of(actor: Actor) -> list[tuple[int, str]]:
    """The latest rounds of which somebody sees a sheet, to choose from."""
    found = Round.objects.visible_to(actor).select_related("form")[:MOST_ROUNDS]
    return [
        (each.pk, f"{each.form.name}, {period_words(each.first_day, each.last_day)}")
        for each in found
    ]


def period_words(first: dt.date, last: dt.date) -> str:
    """A round's period, in the reader's language."""
    return span_in_words(span_between(first, last), as_language(get_language()))


def lines(mine: Mine, words: str) -> list[Line]:
    """Those sheets, what is to be done next first.

    Args:
        words: all of them stand in the form's or the unit's name or the code, marks or not.
    """
    told, wanted, today = Told(), search_words(words), mine.today
    periods: dict[int, str] = {}
    found = []
    for (
        pk,
        code,
        unit,
        state,
        awaiting,
        sent,
        number,
        first,
        last,
        opens,
        due,
        form,
        name,
    ) in mine.rows.order_by("round__due_on", "round", "pk").values_list(
        *("pk", "code", "name", "state", "awaiting", "submitted_at", "round"),
        *("round__first_day", "round__last_day", "round__opens_on", "round__due_on"),
        *("round__form", "round__form__name"),
    ):
        if wanted and not all(each in search_text(name, unit, code) for each in wanted):
            continue
        if number not in periods:
            periods[number] = period_words(first, last)
        works = works_of(state, opens, due, today, mine=mine.waits(state, awaiting))
        found.append(
            Line(
                *(pk, code, unit, state, form, name, number, periods[number], last, opens, due),
                *(sent, works, today, told),
            )
        )
    return sorted(found, key=lambda each: ORDER[each.work])


def fill_in(shown: Sequence[Line]) -> None:
    """Ask for what the lines of a page say besides: by one question each for all of them."""
    if not shown:
        return
    told, keys = shown[0].told, [each.pk for each in shown]
    counted = Cell.objects.filter(sheet__in=keys).order_by().values_list("sheet")
    told.filled.update(counted.annotate(Count("pk")))
    forms = {each.form for each in shown}
    asked = FormItem.objects.filter(form__in=forms).order_by().values_list("form")
    told.asked.update(asked.annotate(Count("pk")))
    back = [each.pk for each in shown if RETURNED in each.works]
    if back:
        said = Remark.objects.filter(sheet__in=back, kind=RemarkKind.RETURN)
        told.why.update(said.order_by("said_at", "pk").values_list("sheet", "text"))


def counts(found: Iterable[Line]) -> list[tuple[str, str | Promise, int]]:
    """How many wait for each thing that must be looked at, in order."""
    number = dict.fromkeys(COUNTED, 0)
    for each in found:
        for work in each.works:
            if work in number:
                number[work] += 1
    return [(work, WORK[work], count) for work, count in number.items()]


def _by(text: str) -> str | None:
    return sort_key(text) if text.strip() else None


_COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "bieu", pgettext_lazy("collection", "Form"), lambda x: x.form_name,
        lambda x: _by(x.form_name), 40,
    ),
    Column(
        "ky", pgettext_lazy("collection", "Round"), lambda x: x.period, lambda x: x.last_day, 16
    ),
    Column(
        "don-vi", pgettext_lazy("collection", "Unit"), lambda x: x.unit, lambda x: _by(x.unit), 26
    ),
    Column("viec", gettext_lazy("To do"), lambda x: x.words, lambda x: ORDER[x.work], 22),
    Column("han", pgettext_lazy("collection", "Due"), lambda x: x.due_on, lambda x: x.due_on, 14),
    Column(
        "da-nhap", gettext_lazy("Fields filled in"), lambda x: f"{x.filled}/{x.asked}", None, 12
    ),
)  # fmt: skip
_FILE: tuple[Column[Line], ...] = (
    *_COLUMNS,
    Column("ma", pgettext_lazy("sheet", "Code"), lambda x: x.code, None, 20),
    Column("ly-do", gettext_lazy("Why it came back"), lambda x: x.why, None, 40),
    Column(
        "trinh", gettext_lazy("Submitted on"),
        lambda x: x.submitted_at.date() if x.submitted_at else None, None, 14,
    ),
)  # fmt: skip
_FILTERS: tuple[Filter[Line], ...] = (
    Filter("viec", gettext_lazy("To do"), lambda x: list(x.works), WORK),
    Filter("bieu", pgettext_lazy("collection", "Form"), lambda x: [x.form_name]),
    Filter("don-vi", pgettext_lazy("collection", "Unit"), lambda x: [x.unit]),
)
MINE: Spec[Any] = Spec(_COLUMNS, _FILE, _FILTERS)
