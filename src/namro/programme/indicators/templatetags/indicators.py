"""What templates of this room can say."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from namro.programme.programmes.rules.numbers import as_language, number

register = template.Library()


@register.filter
def plain_number(value: Decimal) -> str:
    """A number as the language of the page writes it."""
    return number(value, as_language(get_language()))
