"""Second factors: which roles need one; that they were added or removed goes into the history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.mfa import signals
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import Role, User

_WHY = {
    signals.authenticator_added: "added a second factor",
    signals.authenticator_removed: "removed a second factor",
    signals.authenticator_reset: "made new recovery codes",
}


def check_roles(named: Collection[str]) -> None:
    """Refuse a setting that names no role: whoever misspells one would believe it protected.

    Raises:
        ImproperlyConfigured: it names what is none.
    """
    unknown = ", ".join(sorted(set(named) - set(Role.values)))
    if unknown:
        known = ", ".join(Role.values)
        raise ImproperlyConfigured(
            f"NAMRO_MFA_REQUIRED_ROLES: không có vai trò {unknown}; các vai trò: {known}. / "
            f"NAMRO_MFA_REQUIRED_ROLES: there is no role {unknown}; roles are {known}."
        )


def listen() -> None:
    """Note every change; what a factor is, and its secret, is in no history."""
    for signal, why in _WHY.items():
        signal.connect(_note(why), weak=False, dispatch_uid=f"accounts.factors: {why}")


def _note(why: str) -> Any:
    def note(sender: object, user: User, authenticator: Any, **kwargs: object) -> None:
        with transaction.atomic(), history.reason(user, f"{why} ({authenticator.type})"):
            User.objects.filter(pk=user.pk).update(factors_changed_at=timezone.now())

    return note
