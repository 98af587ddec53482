"""What templates of the cascade can say: kinds, differences, and why something is proposed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from namro.programme.programmes.cascade import tables
from namro.programme.programmes.cascade.querysets import Suggestion
from namro.programme.programmes.models import Citation, Programme

register = template.Library()

register.filter("document", tables.document)
register.filter("change_of", tables.change_of)
register.filter("difference_words", tables.difference_words)


@register.filter
def kind_words(kind: str) -> Any:
    """What kind of item it is, in words."""
    return tables.KINDS[kind]


@register.filter
def change_words(change: str) -> Any:
    """Looser, tighter or different, in words."""
    return tables.CHANGES[change]


@register.filter
def percent(share: Decimal) -> str:
    """A share from 0 to 1 as whole per cent."""
    return f"{share:.0%}"


@register.filter
def because(suggestion: Suggestion) -> str:
    """Why a specification is proposed: what is cited, and how."""
    return because_cited(suggestion.citation, suggestion.lower)


@register.filter
def because_cited(citation: Citation, lower: Programme) -> str:
    """What a document cites, and how."""
    return _("%(number)s %(manner)s %(kind)s %(name)s") % {
        "number": lower.number,
        "manner": citation.get_manner_display(),
        "kind": citation.kind,
        "name": citation.name,
    }
