"""Signing in by user name or e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from namro.foundation.accounts.models import User


def find(name: str) -> User | None:
    """The user of that user name or e-mail address, whatever its case."""
    field = "email__iexact" if "@" in name else "username__iexact"
    return User.objects.filter(**{field: name.strip()}).first()


def throttled_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The name that failed sign-ins are counted under: one for all ways of writing it.

    For django-axes. Otherwise each change of case, and the e-mail address, would give as many
    guesses again.
    """
    given = (credentials or {}).get("username")
    if given is None and request is not None:
        given = request.POST.get("username")
    name = str(given or "").replace("\0", "")[:254]
    user = find(name) if name else None
    return user.username if user is not None else name.strip().casefold()


class UsernameOrEmailBackend(ModelBackend):
    """Accepts either, in any case; no user name holds ``@``, so neither poses as the other."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user of that name or address and password, or None."""
        if not username or password is None:
            return None
        user = find(username)
        if user is None:
            User().set_password(password)  # as slow as a wrong password: names cannot be probed
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None

    # Roles and package `rules` decide; Django's permission tables are not used.
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never: permission comes from roles alone."""
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Never: permission comes from roles alone."""
        return False
