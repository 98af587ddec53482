"""What a reviewer may change of a draft, and how each value is written and read on a form.

A form shows values as an official writes them (decimal comma, dd/mm/yyyy); `read` turns them back
into the draft's own values and says in one code per field what is wrong, changing nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from namro.programme.programmes.rules import draft
from namro.programme.programmes.rules.numbers import Language, date, number
from namro.programme.programmes.rules.wording import COMPARATORS

Type = Literal[
    "text", "long", "names", "comparator", "kind", "number", "year", "date", "due", "base", "flag"
]
# The longest value of one field, in characters; a name or a sentence is far below it.
LONGEST = 5_000
# A label of the outline ("Phần thứ hai") is part of what tells its provision from all others.
LONGEST_LABEL = 100
MOST_NAMES = 300
FIRST_YEAR, LAST_YEAR = 1945, 2150

PROVISION_KINDS = (
    "part", "section", "chapter", "article", "objective", "target", "requirement", "task",
    "organisation", "roadmap", "review", "appendix", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One value on a form: its name there, how it is written, whether it must be there."""

    name: str
    type: Type
    needed: bool = False
    longest: int = LONGEST


FIELDS: dict[str, tuple[Field, ...]] = {
    "document": (
        Field("number", "text", needed=True),
        Field("kind", "text"),
        Field("title", "long", needed=True),
        Field("issuer", "text"),
        Field("issued_on", "date"),
        Field("place", "text"),
        Field("signer", "text"),
        Field("signer_role", "text"),
        Field("period_from", "year"),
        Field("period_to", "year"),
        Field("recipients", "names"),
    ),
    "targets": (
        Field("label", "text"),
        Field("subject", "long"),
        Field("comparator", "comparator", needed=True),
        Field("low", "number"),
        Field("high", "number"),
        Field("unit", "text"),
        Field("due", "due"),
        Field("baseline", "base"),
        Field("previous_year", "flag"),
        Field("each_year", "flag"),
        Field("lead", "text"),
    ),
    "deliverables": (
        Field("no", "text"),
        Field("title", "long", needed=True),
        Field("kind", "text"),
        Field("lead", "text"),
        Field("co_ordinating", "names"),
        Field("due", "text"),
        Field("product", "text"),
        Field("note", "long"),
    ),
    "objectives": (Field("label", "text"), Field("text", "long", needed=True)),
    "requirements": (Field("label", "text"), Field("text", "long", needed=True)),
    "roadmap": (
        Field("from", "year", needed=True),
        Field("to", "year", needed=True),
        Field("text", "long", needed=True),
    ),
    "outline": (
        Field("label", "text", longest=LONGEST_LABEL),
        Field("title", "long"),
        Field("kind", "kind", needed=True),
    ),
}

Problem = Literal[
    "needed", "too_long", "not_a_number", "not_a_year", "not_a_date", "not_due", "unknown",
    "upside_down", "no_low", "no_figure", "two_baselines", "both_years",
]  # fmt: skip


def shown(group: str, item: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The item's values as its form writes them; "" for none, "1" for a ticked box."""
    values = _flat(group, item)
    return {each.name: _write(each, values.get(each.name), language) for each in FIELDS[group]}


def read(
    group: str, written: Mapping[str, str], language: Language
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The draft's values from a form, and what is wrong by field (then the values do not count)."""
    found: dict[str, Any] = {}
    wrong: dict[str, Problem] = {}
    for each in FIELDS[group]:
        try:
            found[each.name] = _read(each, written.get(each.name, ""), language)
        except _Wrong as problem:
            wrong[each.name] = problem.code
    if wrong:
        return {}, wrong
    return _deep(group, found, wrong), wrong


class _Wrong(Exception):
    def __init__(self, code: Problem) -> None:
        super().__init__(code)
        self.code: Problem = code


def _flat(group: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """An item's values under the names of its form."""
    values = dict(item)
    if group == "document":
        period = item.get("period") or (None, None)
        values |= {"period_from": period[0], "period_to": period[-1]}
    elif group == "targets":
        low, high = draft.value_range(item.get("value"))
        year, previous = draft.baseline(item.get("baseline"))
        values |= {"low": low, "high": high, "baseline": year, "previous_year": previous}
    return values


def _deep(group: str, found: dict[str, Any], wrong: dict[str, Problem]) -> dict[str, Any]:
    """The values of a form under the draft's names; notes in `wrong` what does not go together."""
    values = dict(found)
    if group == "document":
        first, last = values.pop("period_from"), values.pop("period_to")
        if (first is None) != (last is None):
            wrong["period_to" if last is None else "period_from"] = "both_years"
        elif first is not None and first > last:
            wrong["period_to"] = "upside_down"
        values["period"] = [first, last] if first is not None else None
    elif group == "roadmap" and values["from"] > values["to"]:
        wrong["to"] = "upside_down"
    elif group == "targets":
        low, high = values.pop("low"), values.pop("high")
        if values["comparator"] == "qualitative" and low is not None:
            wrong["low"] = "no_figure"
        elif high is not None and low is None:
            wrong["low"] = "no_low"
        elif high is not None and high < low:
            wrong["high"] = "upside_down"
        if values.pop("previous_year"):
            if values["baseline"] is not None:
                wrong["baseline"] = "two_baselines"
            values["baseline"] = "previous_year"
        values["value"] = low if high is None else [low, high]
    return values


def _write(each: Field, value: Any, language: Language) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if each.type == "names":
        return "\n".join(value)
    if each.type == "number":
        return number(draft.figure(value), language)
    if each.type in ("date", "due"):
        year, day = draft.year_or_day(value)
        return date(day) if day else str(year)
    return str(value)


def _read(each: Field, written: str, language: Language) -> Any:
    text = clean(written, lines=each.type in ("names", "long"))
    if len(text) > each.longest and each.type != "names":
        raise _Wrong("too_long")
    if each.type == "flag":
        return text == "1"
    if each.type == "names":
        names = [name for line in text.split("\n") if (name := line.strip())]
        if len(names) > MOST_NAMES or any(len(name) > LONGEST for name in names):
            raise _Wrong("too_long")
        return names
    if not text:
        if each.needed:
            raise _Wrong("needed")
        return None
    return _typed(each, text, language)


def _typed(each: Field, text: str, language: Language) -> Any:
    if each.type == "number":
        return _number(text, language)
    if each.type in ("year", "base"):
        return _year(text)
    if each.type == "date":
        return _day(text, "not_a_date")
    if each.type == "due":
        return _year(text) if re.fullmatch(r"[0-9]{4}", text) else _day(text, "not_due")
    allowed = {"comparator": COMPARATORS, "kind": PROVISION_KINDS}.get(each.type)
    # A kind of a deliverable is any word; that of a provision is one of a list.
    if allowed is not None and text not in allowed:
        raise _Wrong("unknown")
    return " ".join(text.split("\n")) if each.type == "text" else text


def clean(written: str, *, lines: bool = False) -> str:
    """Text from a form as it is kept: composed letters, no control or direction characters.

    With `lines`, ends of lines stay.
    """
    text = unicodedata.normalize("NFC", written.replace("\r\n", "\n").replace("\r", "\n"))
    kept = [
        each if each == "\n" or unicodedata.category(each) not in draft.UNSEEN else " "
        for each in text
    ]
    found = "".join(kept)
    if not lines:
        return " ".join(found.split())
    return "\n".join(" ".join(line.split()) for line in found.split("\n")).strip()


_GROUPED = {
    "vi": re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
    "en": re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
}


def _number(text: str, language: Language) -> int | float:
    """A number as the language writes it: "9.000" and "7,5" in Vietnamese."""
    if not _GROUPED[language].fullmatch(text):
        raise _Wrong("not_a_number")
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    try:
        value = draft.figure(text.replace(thousands, "").replace(point, "."))
    except draft.Contradiction:
        raise _Wrong("not_a_number") from None
    if value == value.to_integral_value():
        return int(value)
    # JSON holds a decimal as the shortest text of a float; what a float would change is refused.
    if Decimal(repr(float(value))) != value:
        raise _Wrong("not_a_number")
    return float(value)


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise _Wrong("not_a_year")
    return int(text)


def _day(text: str, otherwise: Problem) -> str:
    found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    try:
        if found and FIRST_YEAR <= int(found[3]) <= LAST_YEAR:
            return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        pass
    raise _Wrong(otherwise)
