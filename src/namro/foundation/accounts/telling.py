"""Who did something, in words, as official documents sign: "Lan (TUQ. Minh)"."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from namro.foundation.accounts.models import Form, User
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


def who(context: Mapping[str, object]) -> str:
    """Who acted, of the context of an entry of the history, and in whose place."""
    actor = context.get("user")
    keys = [key for key in (actor, context.get("in_place_of")) if isinstance(key, int)]
    names = {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=keys)}
    person = names.get(actor) if isinstance(actor, int) else None
    person = person or str(context.get("who", ""))
    giver, form = context.get("in_place_of"), context.get("form")
    if not isinstance(giver, int) or form not in Form.values:
        return person
    return _("%(person)s, %(form)s %(giver)s") % {
        "person": person,
        "form": Form(form).label,
        "giver": names.get(giver, f"#{giver}"),
    }
