"""Roles held over a unit and what is below it in one hierarchy, as of today.

A key is ``<hierarchy>:<number of the unit>``.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from namro.foundation.accounts import scopes
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.accounts.scopes import Provider, Scope, ScopeKind
from namro.foundation.interface.text import search_text, search_words
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Place, Unit, UnitName
from namro.foundation.organisations.permissions import READ
from namro.foundation.organisations.questions import ancestors, descendants, tree

MOST_CHOICES = 50


def scope_of(unit: Unit, hierarchy: Hierarchy = Hierarchy.STATE) -> Scope:
    """The scope that is this unit and what is below it."""
    return Scope(ScopeKind.UNIT, f"{hierarchy.value}:{unit.pk}")


def read_key(key: str) -> tuple[Hierarchy, int] | None:
    """What a key says; None: it is none."""
    hierarchy, colon, number = key.partition(":")
    wrong = not colon or hierarchy not in Hierarchy.values or len(number) > 18
    if wrong or not (number.isascii() and number.isdecimal()):
        return None
    return Hierarchy(hierarchy), int(number)


def _covers(key: str, target: object) -> bool:
    return isinstance(target, Unit) and target.pk is not None and _over(key, target.pk)


def _contains(outer: str, inner: str) -> bool:
    one, other = read_key(outer), read_key(inner)
    return one is not None and other is not None and one[0] == other[0] and _over(outer, other[1])


def _over(key: str, unit: int) -> bool:
    """Whether this unit is the one of the key, or stands below it today."""
    read = read_key(key)
    if read is None:
        return False
    hierarchy, top = read
    above = ancestors(unit, hierarchy, timezone.localdate()) if unit != top else []
    return unit == top or any(node.unit == top for node in above)


def _rows(keys: Collection[str]) -> Q:
    found: set[int] = set()
    for read in map(read_key, keys):
        if read is not None:
            found.add(read[1])
            below = descendants(read[1], read[0], timezone.localdate())
            found.update(node.unit for node in below)
    return Q(pk__in=found)


def _known(key: str) -> bool:
    read = read_key(key)
    return read is not None and Place.objects.filter(hierarchy=read[0], unit=read[1]).exists()


def _label(key: str, _viewer: Actor | None) -> str:
    read = read_key(key)
    if read is None:
        return key
    hierarchy, unit = read
    names = UnitName.objects.filter(unit=unit).order_by("-valid_from")
    now = names.on(timezone.localdate()).first() or names.first()
    return _("%(unit)s and what is below it (%(hierarchy)s)") % {
        "unit": now.name if now is not None else f"#{unit}",
        "hierarchy": hierarchy.label,
    }


def _written(code: str) -> list[str]:
    """A unit of today by its code, in each hierarchy it stands in; `party/A1`: in that one."""
    hierarchy, slash, own = code.partition("/")
    named = slash and hierarchy in Hierarchy.values
    today = Place.objects.on(timezone.localdate()).filter(unit__code=own if named else code)
    if named:
        today = today.filter(hierarchy=hierarchy)
    return sorted(f"{kind}:{unit}" for kind, unit in today.values_list("hierarchy", "unit"))


def _choices(viewer: Actor | None, words: str) -> list[tuple[str, str]]:
    """The units of today by hierarchy, in protocol order, whose names hold every word."""
    if not may(viewer, READ):
        return []
    sought = search_words(words)
    found = []
    for hierarchy in Hierarchy:
        for node in tree(timezone.localdate(), hierarchy):
            if all(word in search_text(node.name) for word in sought):
                found.append((f"{hierarchy.value}:{node.unit}", f"{node.name} ({hierarchy.label})"))
            if len(found) == MOST_CHOICES:
                return found
    return found


scopes.register(
    Provider(
        ScopeKind.UNIT,
        covers=_covers,
        contains=_contains,
        rows=_rows,
        label=_label,
        known=_known,
        choices=_choices,
        written=_written,
    )
)
