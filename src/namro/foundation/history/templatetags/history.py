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
