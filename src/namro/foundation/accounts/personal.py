"""Personal data of one person, sealed with a key of their own.

Columns, and so the history's entries, hold what nobody can read without that key. The key stands
beside them, wrapped with the installation's, in a column that the history leaves out; destroying it
makes every copy in the history unreadable while the history itself stays as it was sealed.
"""

from __future__ import annotations

import base64
from typing import Any, Protocol

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.query_utils import DeferredAttribute

from namro.foundation.accounts import sealing


def wrapped(key: bytes) -> str:
    """A person's key as its column holds it: sealed with the installation's."""
    return sealing.seal(sealing.installation_key("people"), base64.b64encode(key).decode())


def unwrapped(held: str) -> bytes:
    """The key that a column holds.

    Raises:
        sealing.UnreadableError: the installation's key is another one now.
    """
    return base64.b64decode(sealing.open_sealed(sealing.installation_key("people"), held))


class Sealed(str):
    """A value as its column holds it."""

    __slots__ = ()


class Owner(Protocol):
    """A person: seals and opens what is theirs."""

    def seal_personal(self, text: str) -> str: ...

    def open_personal(self, sealed: str) -> str: ...


class _Opened(DeferredAttribute):
    """Reading gives the text; what was set stays as it is until the person is saved."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed) and hasattr(instance, "open_personal"):
            kept = instance.__dict__.setdefault("_opened", {})
            if kept.get(self.field.attname, ("",))[0] != value:
                kept[self.field.attname] = (value, instance.open_personal(value))
            return kept[self.field.attname][1]
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # Set to what it says already, it is not sealed anew: that would look like a change.
        name, held = self.field.attname, instance.__dict__.get(self.field.attname)
        anew = isinstance(held, Sealed) and not isinstance(value, Sealed)
        if anew and held and value and self.__get__(instance) == value:
            return
        instance.__dict__[name] = value


class PersonalField(models.CharField):  # type: ignore[type-arg]
    """A text of a person: sealed in the database, plain in Python.

    ``index`` names the column that it is looked up by, whatever its case; without one it cannot be
    searched in the database at all. Only saving the person writes it: ``update()`` knows no key.
    """

    descriptor_class = _Opened

    def __init__(self, *args: Any, index: str = "", **kwargs: Any) -> None:
        self.index = index
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With its index."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"index": self.index} if self.index else {})}

    def db_type(self, connection: Any) -> str:
        """Text: what is sealed is longer than what it says."""
        return "text"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """As the column holds it."""
        return Sealed(value) if value else value

    def pre_save(self, instance: Any, add: bool) -> Any:
        """Seal what is new."""
        held = instance.__dict__.get(self.attname, "")
        if not hasattr(instance, "seal_personal"):
            return held
        if self.index:
            text = getattr(instance, self.attname)
            setattr(instance, self.index, sealing.index(self.attname, text) if text else "")
        if held and not isinstance(held, Sealed):
            held = Sealed(instance.seal_personal(str(held)))
            instance.__dict__[self.attname] = held
        return held

    def get_lookup(self, lookup_name: str) -> Any:
        """Equality alone: nothing else can be asked of what is sealed (Django says so).

        And what the triggers of the history ask: whether a column differs.
        """
        if lookup_name not in ("exact", "iexact", "isnull", "df", "ndf"):
            return None
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        """Sealed, or empty.

        Raises:
            TypeError: it is not sealed: personal data must not reach the database in plain text.
        """
        if not value:
            return ""
        if not isinstance(value, Sealed):
            raise TypeError(
                f"{self.name} is sealed with its person's key: save the person instead of "
                "update(), and look for it in Python."
            )
        return str(value)


class _ByIndex(models.Lookup):
    """Equality, whatever the case, by the column of the index."""

    prepare_rhs = False
    lookup_name = "exact"

    def get_prep_lookup(self) -> str:
        """What stands for the text in the index."""
        field: Any = self.lhs.output_field
        if not field.index:
            raise FieldError(f"{field.name} is sealed and cannot be looked up.")
        text = str(self.rhs or "")
        return sealing.index(field.attname, text) if text.strip() else ""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The comparison."""
        column: Any = self.lhs
        field = column.target
        other = field.model._meta.get_field(field.index)
        left, parameters = compiler.compile(Col(column.alias, other))
        return f"{left} = %s", [*parameters, self.rhs]


class _ByIndexToo(_ByIndex):
    lookup_name = "iexact"


PersonalField.register_lookup(_ByIndex)
PersonalField.register_lookup(_ByIndexToo)
