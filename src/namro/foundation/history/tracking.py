"""Declaring that a model's rows are tracked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def track(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Track insertions, updates and deletions of a model in an event table of its own.

    Args:
        exclude: names of fields never copied into the history (passwords, secrets).

    Returns:
        A class decorator. The event model is named ``<Model>Event``, in the same app; its rows
        hold the values after an insertion or update, and before a deletion.
    """
    level = pgtrigger.Statement
    decorate = pghistory.track(
        pghistory.InsertEvent("insert", level=level),
        pghistory.UpdateEvent("update", level=level),
        pghistory.DeleteEvent("delete", level=level),
        exclude=list(exclude) or None,
    )

    def apply(model: M) -> M:
        decorate(model)
        return model

    return apply
