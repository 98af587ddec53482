"""`{{ level|level_badge }}` and `{{ text|withheld }}`: levels, and what is hidden, in templates."""

from __future__ import annotations

from django import template

from namro.programme.programmes import level_html

register = template.Library()
register.filter("level_badge", level_html.badge)
register.filter("withheld", level_html.withheld)
