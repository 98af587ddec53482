"""What was done, as a verb."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from namro.foundation.history.reading import DELETE, INSERT, UPDATE

register = template.Library()

VERBS: dict[str, Promise] = {
    INSERT: pgettext_lazy("history", "added"),
    UPDATE: pgettext_lazy("history", "changed"),
    DELETE: pgettext_lazy("history", "removed"),
}


@register.filter
def history_verb(what: str) -> str:
    """What an entry did: added, changed, removed."""
    return str(VERBS.get(what, what))


_SIGNS = {INSERT: ("+", "in-force"), UPDATE: ("✎", "plain"), DELETE: ("×", "waiting")}


@register.filter
def history_sign(what: str) -> str:
    """A sign beside the word, for who tells no colours apart."""
    return _SIGNS.get(what, ("", ""))[0]


@register.filter
def history_badge(what: str) -> str:
    """The look of the word."""
    return _SIGNS.get(what, ("", "plain"))[1]


@register.filter
def rest_after(listed: list[object], count: int) -> int:
    """How many of a list stand after its first `count`."""
    return max(0, len(listed) - count)
