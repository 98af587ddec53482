"""Columns that many tables of this room have."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """Holds a column to its choices, in the database too."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def number(name: Any) -> models.DecimalField[Any, Any]:
    """A figure, exact to eight decimals; None where there is none."""
    return models.DecimalField(name, max_digits=28, decimal_places=8, null=True, blank=True)
