"""What templates of this room can say: who did something, a figure as an official reads it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from namro.programme.programmes.models import Target
from namro.programme.programmes.rules import numbers
from namro.programme.programmes.tables import baseline_words

register = template.Library()


@register.filter
def person(name: str) -> str:
    """Who did something, in words: "operator:root" is whoever runs commands on the server."""
    kind, colon, account = name.partition(":")
    if colon and kind == "operator":
        return _("server administrator (account %(account)s)") % {"account": account}
    return name


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A number with the language's signs; nothing for None."""
    if value is None:
        return ""
    return numbers.number(Decimal(value), numbers.as_language(get_language()))


@register.filter
def values(target: Target) -> str:
    """A target's value, or its range: "75", "9.000 – 10.000"."""
    low, high = figure(target.value_low), figure(target.value_high)
    return f"{low} – {high}" if high and high != low else low


@register.filter
def due(target: Target) -> str:
    """By when a target is to be reached: a year or a day."""
    day: dt.date | None = target.due_on
    return numbers.date(day) if day else str(target.due_year or "")


@register.filter
def baseline(target: Target) -> str:
    """What a target is compared with."""
    return baseline_words(target)


@register.filter
def asked(query: str, more: Any = "") -> str:
    """An address's question: what was asked with `more`, led by "?"."""
    parts = [part for part in (query, str(more)) if part]
    return "?" + "&".join(parts)
