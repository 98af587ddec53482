"""What templates of this room can say."""

from __future__ import annotations

from typing import Any

from django import template

from namro.foundation.accounts.permissions import may_somewhere
from namro.programme.indicators.permissions import FILL_SHEETS

register = template.Library()


@register.simple_tag(takes_context=True)
def may_fill_sheets(context: dict[str, Any]) -> bool:
    """Whether the signed-in person fills in sheets of some unit."""
    return may_somewhere(context["request"].user, FILL_SHEETS)
