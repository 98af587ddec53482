"""What a drop of workbooks came to: a table of files, kept as a file with a row for each fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.programme.indicators.collection.models_drops import Drop
from namro.programme.indicators.collection.workbooks.faults import CellFault, Outcome
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.tables import Spec

#: The value of the filter that asks for all of which nothing was entered.
REFUSED = "khong-ghi"
GOOD = (Outcome.TAKEN, Outcome.SAME)
OUTCOMES: dict[str, str | Promise] = {
    Outcome.FAULTY: pgettext_lazy("workbook", "has faults"),
    Outcome.FOREIGN: pgettext_lazy("workbook", "no workbook of a sheet"),
    Outcome.ELSEWHERE: pgettext_lazy("workbook", "not one of your sheets"),
    Outcome.TWICE: pgettext_lazy("workbook", "second file of a sheet"),
    Outcome.CLOSED: pgettext_lazy("workbook", "sheet takes no figures"),
    Outcome.FAILED: pgettext_lazy("workbook", "program failed"),
    Outcome.TAKEN: pgettext_lazy("workbook", "entered"),
    Outcome.SAME: pgettext_lazy("workbook", "nothing new"),
    Outcome.WAITING: pgettext_lazy("workbook", "waits"),
}
_NAMES: dict[str, str | Promise] = {
    REFUSED: pgettext_lazy("workbook", "nothing entered (all reasons)"),
    **OUTCOMES,
}
_PLACE = {each: place for place, each in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class Line:
    """One file of a drop."""

    place: int
    name: str
    outcome: str
    code: str
    unit: str
    form: str
    period: str
    changed: int
    unchanged: int
    said: tuple[CellFault, ...]

    @property
    def word(self) -> str:
        """What became of it, in words."""
        return str(OUTCOMES[self.outcome])

    @property
    def good(self) -> bool:
        """Whether it was taken."""
        return self.outcome in GOOD

    @property
    def refused(self) -> bool:
        """Whether nothing of it was entered."""
        return not self.good and self.outcome != Outcome.WAITING

    @property
    def sentences(self) -> list[str]:
        """Its faults, or what should be looked at."""
        return [each.message(_language()) for each in self.said]


def _language() -> Any:
    return as_language(get_language())


@lru_cache(maxsize=100)
def _period(first: Any, last: Any, language: Any) -> str:
    return span_in_words(span_between(first, last), language)


def lines(drop: Drop, words: str = "") -> list[Line]:
    """The files of a drop in the order they were sent.

    Args:
        words: all of them stand in the file's name, its unit, code or faults, marks or not.
    """
    found = []
    for (
        name,
        place,
        outcome,
        changed,
        unchanged,
        said,
        code,
        unit,
        form,
        first,
        last,
    ) in drop.files.order_by("place").values_list(
        *("name", "place", "outcome", "changed", "unchanged", "said"),
        *("sheet__code", "sheet__name", "sheet__round__form__name"),
        *("sheet__round__first_day", "sheet__round__last_day"),
    ):
        period = _period(first, last, _language()) if first else ""
        faults = tuple(CellFault(**each) for each in said)
        found.append(
            Line(
                *(place, name, outcome, code or "", unit or "", form or "", period),
                *(changed, unchanged, faults),
            )
        )
    wanted = search_words(words)
    return [
        each
        for each in found
        if all(
            word in search_text(each.name, each.unit, each.code, *each.sentences) for word in wanted
        )
    ]


def by_fault(found: Sequence[Line]) -> list[Line]:
    """The lines with one fault each, for a file in which each is ticked off."""
    return [
        line
        for each in found
        for line in ([replace(each, said=(fault,)) for fault in each.said] or [each])
    ]


def counts(found: Sequence[Line]) -> list[tuple[str, str, int]]:
    """How many files came to what; what nothing came to is left out."""
    number = dict.fromkeys(OUTCOMES, 0)
    for each in found:
        number[each.outcome] += 1
    return [(name, str(OUTCOMES[name]), count) for name, count in number.items() if count]


def _by(text: str) -> str | None:
    return sort_key(text) if text.strip() else None


def _without_cell(line: Line) -> str:
    return "; ".join(each.en if _language() == "en" else each.vi for each in line.said)


_FIRST: tuple[Column[Line], ...] = (
    Column("stt", gettext_lazy("No."), lambda x: x.place, lambda x: x.place, 6),
    Column("tep", gettext_lazy("File"), lambda x: x.name, lambda x: _by(x.name), 34),
    Column(
        "ket-qua", pgettext_lazy("workbook", "Result"), lambda x: x.word,
        lambda x: _PLACE[Outcome(x.outcome)], 20,
    ),
    Column(
        "don-vi", pgettext_lazy("collection", "Unit"), lambda x: x.unit, lambda x: _by(x.unit), 26
    ),
    Column("ky", pgettext_lazy("collection", "Round"), lambda x: x.period, None, 16),
)  # fmt: skip
_COLUMNS: tuple[Column[Line], ...] = (
    *_FIRST,
    Column(
        "da-ghi", gettext_lazy("Fields changed"), lambda x: x.changed if x.good else None,
        lambda x: x.changed if x.good else None, 12,
    ),
    Column("xem", gettext_lazy("To look at"), lambda x: "; ".join(x.sentences), None, 60),
)  # fmt: skip
_FILE: tuple[Column[Line], ...] = (
    *_FIRST,
    Column("bieu", pgettext_lazy("collection", "Form"), lambda x: x.form, None, 30),
    Column("ma", pgettext_lazy("sheet", "Code"), lambda x: x.code, None, 16),
    _COLUMNS[-2],
    Column(
        "o", pgettext_lazy("of a spreadsheet", "Cell"),
        lambda x: ", ".join(each.cell for each in x.said if each.cell), None, 10,
    ),
    Column("xem", gettext_lazy("To look at"), _without_cell, None, 80),
)  # fmt: skip
_FILTERS: tuple[Filter[Line], ...] = (
    Filter(
        "ket-qua", pgettext_lazy("workbook", "Result"),
        lambda x: [x.outcome, *([REFUSED] if x.refused else [])], _NAMES,
    ),
    Filter("bieu", pgettext_lazy("collection", "Form"), lambda x: [x.form]),
)  # fmt: skip
RESULTS: Spec[Any] = Spec(_COLUMNS, _FILE, _FILTERS)
