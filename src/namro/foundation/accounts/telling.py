"""Who did something, in words, as official documents sign: "Lan (TUQ. Minh)"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from namro.foundation.accounts.holding import limit_of
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


def by_token(actor: Actor) -> dict[str, object]:
    """For the history: by which token this person acts.

    Every change passes here, so that none is made by a token that reads only.

    Raises:
        PermissionDenied: the token reads only.
    """
    limit = limit_of(actor.pk)
    if limit is None:
        return {}
    if limit.read_only:
        raise PermissionDenied(_("This access token reads only."))
    return {"token": limit.token, "via": "api"}


def in_place(person: str, giver: int | None, form: str, names: Mapping[int, str]) -> str:
    """A person's name, with whose place they act in and in which form, where they do."""
    if giver is None or form not in Form.values:
        return person
    return _("%(person)s, %(form)s %(giver)s") % {
        "person": person,
        "form": Form(form).label,
        "giver": names.get(giver, f"#{giver}"),
    }


def names_of(accounts: Iterable[str]) -> dict[str, str]:
    """The full names of people by their accounts; who is gone or no person is left out."""
    asked = {each for each in accounts if each}
    if not asked:
        return {}
    found = User.objects.filter(username__in=asked)
    return {each.username: each.get_full_name() for each in found}


def account_in_words(account: str) -> str:
    """An account that is no person's: "operator:root" is whoever runs commands on the server."""
    kind, colon, name = account.partition(":")
    if colon and kind == "operator":
        return _("server administrator (account %(account)s)") % {"account": name}
    return account
