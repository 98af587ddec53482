"""`{{ level|level_badge }}` and `{{ text|withheld }}`: levels, and what is hidden, in templates."""

from __future__ import annotations

from typing import Any

from django import template

from namro.foundation.accounts.permissions import may
from namro.programme.programmes import level_html
from namro.programme.programmes.permissions import APPROVE_LEVEL, RAISE_LEVEL

register = template.Library()
register.filter("level_badge", level_html.badge)
register.filter("withheld", level_html.withheld)


@register.simple_tag(takes_context=True)
def works_with_levels(context: dict[str, Any]) -> bool:
    """Whether the signed-in person has the page of levels of this programme."""
    user, programme = context.get("user"), context.get("programme")
    return may(user, RAISE_LEVEL, programme) or may(user, APPROVE_LEVEL, programme)
