"""Columns that many tables of this room have, and how many keys are asked for at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """Holds a column to its choices, in the database too."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def number(name: Any) -> models.DecimalField[Any, Any]:
    """A figure, exact to eight decimals; None where there is none."""
    return models.DecimalField(name, max_digits=28, decimal_places=8, null=True, blank=True)


class AnyOf(Func):
    """A column is one of an array.

    An array is one value, where `IN` has one for each key, made and read one by one. And an array
    that is asked of the database is asked once and looked up by the column's index, where `IN`
    and a question on either side of an “or” reads the whole table.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def any_of(column: str, keys: Iterable[int]) -> Q:
    """Rows of which the column is one of these keys; of none, nothing is asked."""
    found = list(keys)
    if not found:
        return Q(pk__in=())
    return Q(AnyOf(F(column), Value(found)))
