"""Entries in the words of the interface: fields and choices by label, related things by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.personal import Sealed
from namro.foundation.accounts.telling import account_in_words, in_place, names_of
from namro.foundation.history import registering
from namro.foundation.history.reading import UPDATE, Entry, fields_of
from namro.foundation.history.rules import words

#: Columns that hold by which account something was done.
_BY = frozenset(
    f"{done}_by"
    for done in ("asked", "confirmed", "decided", "given", "imported", "proposed", "said")
)

#: Longer values are cut on a page; a file holds them whole.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, what it said before and what it says after; "": it was empty."""

    name: str
    label: str
    before: str
    after: str


class Words:
    """Says values to one person; related rows are asked for once per model, and only the visible
    ones are named."""

    def __init__(self, actor: Actor, entries: Iterable[Entry] = ()) -> None:
        self.actor = actor
        self._names: dict[type[models.Model], dict[Any, str]] = {}
        self._people: dict[int, str] = {}
        self._owners: dict[int, User | None] = {}
        wanted: dict[type[models.Model], set[Any]] = {}
        people: set[int] = set()
        accounts: set[str] = set()
        for entry in entries:
            accounts |= {
                str(values[name])
                for values in (entry.before, entry.after)
                if values is not None
                for name in _BY & values.keys()
                if values[name]
            }
            people |= {key for key in (entry.user, entry.in_place_of) if key is not None}
            told = registering.told(entry.model)
            if told is not None and told.names is not None:
                wanted.setdefault(entry.model, set()).add(entry.row)
            for each in fields_of(entry.model):
                if not each.is_relation or each.related_model is None:
                    continue
                related: Any = each.related_model
                keys = {
                    values[each.attname]
                    for values in (entry.before, entry.after)
                    if values is not None and values.get(each.attname) is not None
                }
                wanted.setdefault(related, set()).update(keys)
        for model, keys in wanted.items():
            if keys:
                self._names[model] = _names(actor, model, keys)
        self._accounts = names_of(accounts)
        if people:
            self._people = {
                each.pk: each.get_full_name() for each in User.objects.filter(pk__in=people)
            }

    def person(self, entry: Entry) -> str:
        """Who made an entry, by full name, or the operator by account; "" where nobody said."""
        if entry.user is not None and entry.user in self._people:
            return self._people[entry.user]
        if entry.who.startswith("operator:"):
            return _("operator of the server (%(name)s)") % {"name": entry.who.partition(":")[2]}
        return entry.who

    def acted(self, entry: Entry) -> str:
        """Who made an entry, and in whose place: "Lan, thừa ủy quyền (TUQ.) Minh"; and by
        which token."""
        who = in_place(self.person(entry), entry.in_place_of, entry.form, self._people)
        if entry.token is None:
            return who
        return _("%(person)s, by access token %(number)d") % {"person": who, "number": entry.token}

    def label(self, model: type[models.Model], name: str) -> str:
        """What a field is called in the interface."""
        told = registering.told(model)
        each = _field(model, name)
        if told is not None and each.name in told.labels:
            return capfirst(str(told.labels[each.name]))
        return capfirst(str(each.verbose_name)) or each.name

    def value(self, model: type[models.Model], name: str, value: Any) -> str:
        """A field's value in words; "" where it is empty."""
        if value is None:
            return ""
        each = _field(model, name)
        if each.is_relation and each.related_model is not None:
            related: Any = each.related_model
            if related not in self._names or value not in self._names[related]:
                self._names.setdefault(related, {}).update(_names(self.actor, related, {value}))
            return self._names[related].get(value, _("[something you may not see, or gone]"))
        if each.name in _BY and isinstance(value, str):
            return self._accounts.get(value) or account_in_words(value)
        told = registering.told(model)
        choices: Mapping[Any, str] = dict(each.flatchoices or ())
        if told is not None and each.name in told.choices:
            choices = dict(told.choices[each.name])
        return words.plain(
            value,
            get_language() or "vi",
            _("yes"),
            _("no"),
            timezone.get_current_timezone(),
            choices,
        )

    def fields(self, entry: Entry, longest: int | None = LONGEST) -> list[FieldChange]:
        """What an entry says, field by field; of an insertion or deletion only what was filled."""
        told = registering.told(entry.model)
        silent = told.silent if told is not None else frozenset()
        made = []
        for name in entry.changed():
            if _field(entry.model, name).name in silent:
                continue
            before = self._side(entry, name, entry.before, longest)
            after = self._side(entry, name, entry.after, longest)
            if entry.what != UPDATE and not before and not after:
                continue
            made.append(FieldChange(name, self.label(entry.model, name), before, after))
        return made

    def _side(
        self, entry: Entry, name: str, values: dict[str, Any] | None, longest: int | None
    ) -> str:
        if values is None:
            return ""
        if name in entry.withheld:
            return f"[{_('restricted content')}]"
        held = values.get(name)
        if isinstance(held, Sealed):
            held = self._opened(entry, held)
        said = self.value(entry.model, name, held)
        return said if longest is None or len(said) <= longest else said[: longest - 1] + "…"

    def _opened(self, entry: Entry, held: Sealed) -> str:
        """Personal data in plain words, as long as their person is not erased."""
        if entry.row not in self._owners:
            self._owners[entry.row] = User.objects.filter(pk=entry.row).first()
        owner = self._owners[entry.row]
        return (owner.open_personal(held) if owner is not None else "") or f"[{_('erased')}]"

    def name(self, entry: Entry) -> str:
        """What the row of an entry is called."""
        told = registering.told(entry.model)
        if told is not None and told.between:
            sides = (_field(entry.model, name).attname for name in told.between)
            said = [self.value(entry.model, side, entry.values.get(side)) for side in sides]
            return " → ".join(filter(None, said))
        known = self._names.get(entry.model, {}) if told is not None and told.names else {}
        return known.get(entry.row) or name_of(entry.model, entry.values, entry.row)


def name_of(model: type[models.Model], values: Mapping[str, Any], key: Any) -> str:
    """What a row is called by its recorded values: as registered, else by kind and number."""
    told = registering.told(model)
    said = told.name(values).strip() if told is not None else ""
    if said:
        return said if len(said) <= 160 else said[:159] + "…"
    return _("no. %(key)s") % {"key": key}


def kind_of(model: type[models.Model]) -> str:
    """What rows of a model are called."""
    told = registering.told(model)
    return capfirst(str(told.label if told is not None else model._meta.verbose_name))


def _field(model: type[models.Model], name: str) -> Any:
    for each in fields_of(model):
        if name in (each.attname, each.name):
            return each
    raise KeyError(name)


def _names(actor: Actor, model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    """The names of rows that `actor` may see, those that are gone by what was recorded last."""
    told = registering.told(model)
    if told is None:
        manager: Any = model._default_manager
        return {each.pk: str(each) for each in manager.filter(pk__in=keys)}
    seen = told.visible(actor, registering.entries_of(model).filter(pgh_obj_id__in=keys))
    if told.names is not None:
        return told.names(set(seen.values_list("pgh_obj_id", flat=True)))
    columns = [each.attname for each in fields_of(model)]
    last = seen.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {
        values["pgh_obj_id"]: name_of(model, values, values["pgh_obj_id"])
        for values in last.values("pgh_obj_id", *columns)
    }
