"""What templates of this room can say: who did something, a figure as an official reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from namro.foundation.accounts.telling import account_in_words
from namro.programme.programmes.rules.numbers import as_language, date, number

register = template.Library()


@register.filter
def person(name: str) -> str:
    """Who did something, in words: "operator:root" is whoever runs commands on the server."""
    return account_in_words(name)


@register.filter
def named(account: str, names: Mapping[str, str]) -> str:
    """Whose account did something, by `names` as `accounts.telling.names_of` gives them."""
    return names.get(account) or account_in_words(account)


@register.filter
def asked(query: str, more: Any = "") -> str:
    """An address's question: what was asked with `more`, led by "?"."""
    parts = [part for part in (query, str(more)) if part]
    return "?" + "&".join(parts)


@register.filter
def plain_number(value: Decimal | int) -> str:
    """A number as the language of the page writes it: 5.900 in Vietnamese."""
    return number(Decimal(value), as_language(get_language()))


@register.filter
def day(value: dt.date) -> str:
    """A day as dd/mm/yyyy, as `date:"d/m/Y"` writes it at a tenth of the cost: for long lists."""
    return date(value)
