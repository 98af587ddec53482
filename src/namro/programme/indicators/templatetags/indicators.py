"""What templates of this room can say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from namro.foundation.accounts.permissions import may_somewhere
from namro.programme.indicators.permissions import FILL_SHEETS
from namro.programme.programmes.rules.numbers import as_language, number

register = template.Library()


@register.filter
def plain_number(value: Decimal) -> str:
    """A number as the language of the page writes it."""
    return number(value, as_language(get_language()))


@register.simple_tag(takes_context=True)
def may_fill_sheets(context: dict[str, Any]) -> bool:
    """Whether the signed-in person fills in sheets of some unit."""
    return may_somewhere(context["request"].user, FILL_SHEETS)
