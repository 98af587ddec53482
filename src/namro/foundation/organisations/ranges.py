"""Constraints on rows that hold from a day until a day: they run forwards, and do not overlap."""

from __future__ import annotations

from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def days() -> tuple[Func, str]:
    """The days from a row's first to its last, which must not overlap."""
    held = Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange")
    return held, RangeOperators.OVERLAPS


def same(field: str) -> tuple[Func, str]:
    """Rows of one key: a range of one number needs no extension, and overlaps itself alone."""
    return Func(F(field), F(field), Value("[]"), function="int8range"), RangeOperators.OVERLAPS


def forwards(name: str) -> models.CheckConstraint:
    """A row's last day is not before its first."""
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_from__lte=F("valid_to")),
        name=name,
    )
