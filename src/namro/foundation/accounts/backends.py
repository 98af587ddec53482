"""Signing in by user name or e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from namro.foundation.accounts.models import User


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
        field = "email__iexact" if "@" in username else "username__iexact"
        user = User.objects.filter(Q(**{field: username.strip()})).first()
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
