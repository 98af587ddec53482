"""Changes and corrections of units in the words of the interface."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.organisations.changing import EVENT, NAME, PART, UNIT, Known, Trial
from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    EventKind,
    Hierarchy,
    Kind,
    Precision,
    ShareBasis,
)
from namro.foundation.organisations.descent import share_text
from namro.foundation.organisations.keeping import day_text
from namro.foundation.organisations.models import Correction
from namro.foundation.organisations.rules.changes import Difference
from namro.foundation.organisations.rules.reading import read_day

_CHOICES: dict[str, Any] = {
    "kind": Kind,
    "block": Block,
    "confidence": Confidence,
    "precision": Precision,
}
NOTHING = "–"


def field_label(name: str) -> str:
    """What a field of a unit or event is called."""
    labels = {
        "code": _("Code"),
        "kind": pgettext("unit", "Kind"),
        "block": _("Block"),
        "source": pgettext("organisation", "Source"),
        "confidence": _("Confidence"),
        "note": pgettext("organisation", "Note"),
        "name": _("Name"),
        "parent": _("Unit above"),
        "order": _("Protocol order"),
        "on": _("Day"),
        "precision": _("Precision of the day"),
        "basis_number": _("Number of the document"),
        "basis_date": _("Date of the document"),
        "basis_title": _("Title of the document"),
        "share": _("Share"),
        "event": _("Event"),
        "unit": pgettext("organisation", "Unit"),
    }
    return labels.get(name, name)


def field_text(name: str, value: Any) -> str:
    """A field's value: choices by their label, days as dd/mm/yyyy, nothing as a dash."""
    if value is None or value == "":
        return NOTHING
    if name in _CHOICES and value in _CHOICES[name].values:
        return str(_CHOICES[name](value).label)
    if name in ("on", "basis_date"):
        return day_text(value if isinstance(value, dt.date) else read_day(str(value)))
    if name == "event":
        kind, _sep, rest = str(value).partition(" ")
        day, _sep, basis = rest.partition(" ")
        label = EventKind(kind).label if kind in EventKind.values else kind
        return f"{label} {day_text(read_day(day))} {basis}".strip()
    return str(value)


def said_changes(correction: Correction) -> list[tuple[str, str, str]]:
    """What a correction changed: field, before, after."""
    return [
        (field_label(name), field_text(name, before), field_text(name, after))
        for name, before, after in correction.changes
    ]


def number(value: Fraction) -> str:
    """A total in words: whole numbers plain, others to two places and marked as rounded."""
    if value.denominator == 1:
        return f"{value.numerator:,}".replace(",", pgettext("thousands", ","))
    rounded = f"{float(value):,.2f}"
    signs = {",": pgettext("thousands", ","), ".": pgettext("decimal", ".")}
    return "≈ " + "".join(signs.get(sign, sign) for sign in rounded)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a preview: since when, what, before and after."""

    when: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one unit, and what becomes of it as a whole ("begun", "ended" or "changed")."""

    unit: Known
    state: str
    when: str
    lines: list[Line]


def preview(trial: Trial) -> list[Group]:
    """What a trial changes, unit by unit: those that end, those that begin, then the others."""
    by_unit: dict[Any, list[Difference]] = {}
    for each in trial.differences:
        if each.respect not in (PART, EVENT):
            by_unit.setdefault(each.subject, []).append(each)
    groups = [_group(trial, unit, found) for unit, found in by_unit.items()]
    order = {"ended": 0, "begun": 1, "changed": 2}
    return sorted(groups, key=lambda each: (order[each.state], each.unit.code))


def flows(trial: Trial) -> list[Line]:
    """Who gives what to whom, and what is said of events, where a trial changes it."""
    lines = []
    for each in trial.differences:
        if each.respect == PART:
            subject: Any = each.subject
            before, after = subject[1:]
            if before is not None and before != after:
                ends = " → ".join(
                    trial.known[end].name
                    if end in trial.known
                    else _("units that are not recorded")
                    for end in (before, after)
                )
                lines.append(Line("", ends, _share(each.before), _share(each.after)))
        elif each.respect == EVENT and each.before is not None and each.after is not None:
            fields = (
                *("kind", "on", "precision", "basis_number", "basis_date", "basis_title"),
                *("source", "confidence", "note"),
            )
            lines += [
                Line("", field_label(name), field_text(name, was), field_text(name, now))
                for name, was, now in zip(fields, each.before, each.after, strict=True)
                if was != now
            ]
    return lines


def _share(value: Any) -> str:
    """A part's share and basis in words; nothing where there is no part."""
    if value is None:
        return NOTHING
    over, under, basis, estimated_by = value
    share = None if over is None else Fraction(over, under)
    said = share_text(share)
    if share is not None:
        said += f" ({ShareBasis(basis).label})"
    if estimated_by:
        said += ", " + _("estimated by %(who)s") % {"who": estimated_by}
    return said


def _group(trial: Trial, unit: Any, found: list[Difference]) -> Group:
    whole = next((each for each in found if each.respect == UNIT), None)
    state = "changed"
    if whole is not None and whole.after is None:
        state = "ended"
    elif whole is not None and whole.before is None:
        state = "begun"
    lines = []
    for each in found:
        if state == "ended" and each.after is None:
            continue  # its name and places end with it
        lines += _lines(trial, each, state)
    known = trial.known.get(unit, Known(str(unit), str(unit), ""))
    return Group(known, state, _when(whole) if whole is not None else "", lines)


def _lines(trial: Trial, each: Difference, state: str) -> list[Line]:
    when = _when(each)
    if each.respect == UNIT:
        if each.before is None or each.after is None:
            return []
        fields = ("code", "kind", "block", "source", "confidence", "note")
        return [
            Line("", field_label(name), field_text(name, was), field_text(name, now))
            for name, was, now in zip(fields, each.before, each.after, strict=True)
            if was != now
        ]
    if each.respect == NAME:
        return [Line(when, _("Name"), each.before or NOTHING, each.after or NOTHING)]
    label = _("Place in the hierarchy: %(hierarchy)s") % {
        "hierarchy": Hierarchy(each.respect).label
    }
    return [Line(when, label, _place(trial, each.before), _place(trial, each.after))]


def _place(trial: Trial, value: Any) -> str:
    if value is None:
        return NOTHING
    parent, order = value
    if parent is None:
        name = _("at the top")
    else:
        known = trial.known.get(parent)
        name = f"{known.name} ({known.code})" if known is not None else str(parent)
    return _("%(above)s, order %(order)s") % {"above": name, "order": order}


def _when(each: Difference) -> str:
    first = _("since ever") if each.first is None else day_text(each.first)
    if each.last is None:
        return _("from %(first)s on") % {"first": first}
    return f"{first} – {day_text(each.last)}"
