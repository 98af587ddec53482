"""Roles held over one programme: its number in the database is the key."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from namro.foundation.accounts import scopes
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.scopes import Provider, Scope, ScopeKind
from namro.programme.programmes.models import Programme

MOST_CHOICES = 50


def scope_of(programme: Programme, field: str = "") -> Scope:
    """The scope that is this programme; `field`: what a member of its committee looks after."""
    return Scope(ScopeKind.PROGRAMME, str(programme.pk), field)


def _number(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else None


def _covers(key: str, target: object) -> bool:
    """A programme, or what belongs to one."""
    pk = target.pk if isinstance(target, Programme) else getattr(target, "programme_id", None)
    return pk is not None and str(pk) == key


def _rows(keys: Collection[str]) -> Q:
    return Q(pk__in=[number for number in map(_number, keys) if number is not None])


def _known(key: str) -> bool:
    number = _number(key)
    return number is not None and Programme.objects.filter(pk=number).exists()


def label(key: str, viewer: Actor | None) -> str:
    """What a programme is called, for somebody to read who may not be allowed to know."""
    found = Programme.objects.visible_to(viewer).filter(_rows([key])).first()
    if found is None:
        # Who gives roles does not thereby learn what a restricted programme is called.
        return _("Programme no. %(key)s, which you may not read") % {"key": key}
    return str(found)


def _written(number: str) -> list[str]:
    found = Programme.objects.filter(number__iexact=number).values_list("pk", flat=True)
    return [str(pk) for pk in found]


def _choices(viewer: Actor | None, words: str) -> list[tuple[str, str]]:
    found = Programme.objects.visible_to(viewer).matching(words).in_order()[:MOST_CHOICES]
    return [(str(each.pk), str(each)) for each in found]


scopes.register(
    Provider(
        ScopeKind.PROGRAMME,
        covers=_covers,
        contains=lambda outer, inner: outer == inner,
        rows=_rows,
        label=label,
        known=_known,
        choices=_choices,
        written=_written,
    )
)
