"""Who did something, in words, as official documents sign: "Lan (TUQ. Minh)"."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from namro.foundation.accounts.models import Form
from namro.foundation.accounts.permissions import acted_by
from namro.foundation.history.reasons import Actor


def in_whose_place(actor: Actor) -> dict[str, object]:
    """For the history: by which delegation this person acts, in whose place, in which form.

    Keys only: names are personal data, which the history does not hold.
    """
    held = acted_by(actor.pk)
    if held is None:
        return {}
    return {"delegation": held.assignment, "in_place_of": held.giver, "form": held.form}


def in_place(person: str, giver: int | None, form: str, names: Mapping[int, str]) -> str:
    """A person's name, with whose place they act in and in which form, where they do."""
    if giver is None or form not in Form.values:
        return person
    return _("%(person)s, %(form)s %(giver)s") % {
        "person": person,
        "form": Form(form).label,
        "giver": names.get(giver, f"#{giver}"),
    }
