"""The tables of the cascade: what became of each item, where figures differ, who issued a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import sort_key
from namro.programme.programmes.cascade.presenting import Differing, Issued, Taken
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules import agreeing, cascade
from namro.programme.programmes.rules.agreeing import Difference
from namro.programme.programmes.tables import Spec

KINDS: dict[str, str | Promise] = {
    cascade.PROVISION: _("provision"),
    cascade.TARGET: _("target"),
    cascade.DELIVERABLE: _("deliverable"),
}
STANDINGS: dict[str, str | Promise] = {
    cascade.TAKEN_UP: _("taken up"),
    cascade.PROPOSED: _("perhaps taken up, to be confirmed"),
    cascade.NOBODY: _("taken up by nobody"),
}
CHANGES: dict[str, str | Promise] = {
    agreeing.LOOSER: pgettext_lazy("figure", "looser"),
    agreeing.TIGHTER: pgettext_lazy("figure", "tighter"),
    agreeing.OTHER: pgettext_lazy("figure", "different"),
}
# In what two items differ, and which way.
WORDS: dict[tuple[str, str], str | Promise] = {
    (agreeing.VALUE, agreeing.LOOSER): _("asks for less"),
    (agreeing.VALUE, agreeing.TIGHTER): _("asks for more"),
    (agreeing.DUE, agreeing.LOOSER): _("due later"),
    (agreeing.DUE, agreeing.TIGHTER): _("due sooner"),
    (agreeing.DUE, agreeing.OTHER): _("another due date"),
    (agreeing.EACH_YEAR, agreeing.LOOSER): _("no longer every year"),
    (agreeing.EACH_YEAR, agreeing.TIGHTER): _("every year, not once"),
    (agreeing.UNIT, agreeing.OTHER): _("another unit"),
    (agreeing.BASELINE, agreeing.OTHER): _("compared with something else"),
    (agreeing.DIRECTION, agreeing.OTHER): _("asks for something else (a level, a rise, a rank)"),
    (agreeing.FIGURE, agreeing.LOOSER): _("the figure is left out"),
    (agreeing.LEAD, agreeing.OTHER): _("another lead"),
}
STATUSES: dict[str, str | Promise] = {
    "confirmed": _("confirmed"),
    "proposed": pgettext_lazy("cascade", "proposed, to be confirmed"),
}


def document(programme: Programme) -> str:
    """A document as lists name it: its number, and its date where it is known."""
    day = programme.issued_on
    return f"{programme.number} ({day:%d/%m}/{day.year})" if day else programme.number


def change_of(row: Differing) -> str:
    """The gravest of a pair's differences: looser before different before tighter."""
    found = {each.change for each in row.differences}
    order = (agreeing.LOOSER, agreeing.OTHER, agreeing.TIGHTER)
    return next(change for change in order if change in found)


def difference_words(difference: Difference) -> str:
    """In what two items differ and which way, in words."""
    return str(WORDS[difference.field, difference.change])


def _differences(row: Differing) -> str:
    return "; ".join(difference_words(each) for each in row.differences)


def _key(text: str) -> str | None:
    return sort_key(text) if text.strip() else None


def _by(row: Taken) -> str:
    return "; ".join(
        f"{document(each.told.programme)}: {each.told.name}"
        + ("" if each.status == "confirmed" else f" ({STATUSES['proposed']})")
        for each in row.answers
    )


def _documents(rows: Iterable[Any]) -> list[str]:
    return sorted({document(each.told.programme) for each in rows})


TAKEN: tuple[Column[Taken], ...] = (
    Column("so", _("No."), lambda row: row.told.label, lambda row: _key(row.told.label), 12),
    Column(
        "noi-dung", _("Content"), lambda row: row.told.title, lambda row: _key(row.told.title), 60
    ),
    Column("loai", _("Kind"), lambda row: str(KINDS[row.kind]), lambda row: row.kind, 14),
    Column("so-lieu", _("Figure, lead, due date"), lambda row: row.told.words, None, 30),
    Column(
        "tinh-trang",
        _("Standing"),
        lambda row: str(STANDINGS[row.standing]),
        lambda row: list(STANDINGS).index(row.standing),
        24,
    ),
    Column("o-dau", _("Taken up by"), _by, lambda row: _key(_by(row)), 60),
)
TAKEN_TABLE = Spec(
    TAKEN,
    TAKEN,
    (
        Filter("muc", _("Kind"), lambda row: [row.kind], KINDS),
        Filter("tinh-trang", _("Standing"), lambda row: [row.standing], STANDINGS),
        Filter("van-ban", _("Document below"), lambda row: _documents(row.answers)),
    ),
)

DIFFERING: tuple[Column[Differing], ...] = (
    Column("so", _("No."), lambda row: row.upper.label, lambda row: _key(row.upper.label), 12),
    Column(
        "noi-dung", _("Content"), lambda row: row.upper.title, lambda row: _key(row.upper.title), 50
    ),
    Column("o-day", _("Here"), lambda row: row.upper.words, None, 30),
    Column(
        "van-ban",
        _("Document below"),
        lambda row: document(row.lower.programme),
        lambda row: _key(row.lower.programme.number),
        24,
    ),
    Column("muc-duoi", _("Its item"), lambda row: row.lower.name, None, 50),
    Column("o-duoi", pgettext_lazy("cascade", "There"), lambda row: row.lower.words, None, 30),
    Column(
        "khac",
        _("Difference"),
        lambda row: str(CHANGES[change_of(row)]),
        lambda row: list(CHANGES).index(change_of(row)),
        16,
    ),
    Column("khac-gi", _("Differs in"), _differences, None, 30),
    Column("xac-nhan", _("Pair"), lambda row: str(STATUSES[row.status]), None, 20),
)
DIFFERING_TABLE = Spec(
    DIFFERING,
    DIFFERING,
    (
        Filter("khac", _("Difference"), lambda row: [change_of(row)], CHANGES),
        Filter("van-ban", _("Document below"), lambda row: [document(row.lower.programme)]),
        Filter("xac-nhan", _("Pair"), lambda row: [row.status], STATUSES),
    ),
)

HAS, HAS_NOT = "da-ban-hanh", "chua-ban-hanh"
ISSUED_STATES: dict[str, str | Promise] = {
    HAS: _("has issued a document"),
    HAS_NOT: _("none known here"),
}
ISSUED: tuple[Column[Issued], ...] = (
    Column(
        "co-quan",
        _("Organisation"),
        lambda row: row.organisation,
        lambda row: _key(row.organisation),
        40,
    ),
    Column(
        "nhiem-vu",
        _("Deliverables it leads"),
        lambda row: row.deliverables,
        lambda row: row.deliverables,
        14,
    ),
    Column("chi-tieu", _("Targets it leads"), lambda row: row.targets, lambda row: row.targets, 14),
    Column(
        "van-ban",
        _("Documents issued (number, date)"),
        lambda row: "; ".join(document(each) for each in row.documents),
        lambda row: _key("; ".join(document(each) for each in row.documents)),
        50,
    ),
)
ISSUED_TABLE = Spec(
    ISSUED,
    ISSUED,
    (Filter("da", _("Standing"), lambda row: [HAS if row.documents else HAS_NOT], ISSUED_STATES),),
)
