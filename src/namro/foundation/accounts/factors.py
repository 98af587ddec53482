"""That second factors were added or removed, by whom and when, goes into the history."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User

_WHY = {
    signals.authenticator_added: "added a second factor",
    signals.authenticator_removed: "removed a second factor",
    signals.authenticator_reset: "made new recovery codes",
}


def listen() -> None:
    """Note every change; what a factor is, and its secret, is in no history."""
    for signal, why in _WHY.items():
        signal.connect(_note(why), weak=False, dispatch_uid=f"accounts.factors: {why}")


def _note(why: str) -> Any:
    def note(sender: object, user: User, authenticator: Any, **kwargs: object) -> None:
        with transaction.atomic(), history.reason(user, f"{why} ({authenticator.type})"):
            User.objects.filter(pk=user.pk).update(factors_changed_at=timezone.now())

    return note
