"""Signing in by user name or e-mail address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils.translation import gettext as _

from namro.foundation.accounts import sealing
from namro.foundation.accounts.models import User

BACKEND = "namro.foundation.accounts.backends.UsernameOrEmailBackend"


def find(name: str) -> User | None:
    """The user of that user name or e-mail address, whatever its case."""
    field = "email__iexact" if "@" in name else "username__iexact"
    return User.objects.filter(**{field: name.strip()}).first()


def throttled_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """What failed sign-ins are counted under: one for all ways of writing a person's name.

    For django-axes. Otherwise each change of case, and the e-mail address, would give as many
    guesses again. It names nobody: what is typed into a name's field may be a password.
    """
    given = (credentials or {}).get("username")
    if given is None and request is not None:
        given = request.POST.get("username")
    name = str(given or "").replace("\0", "")[:254]
    user = find(name) if name else None
    return f"#{user.pk}" if user is not None else "?" + sealing.index("throttle", name)


def refusal(user: User) -> str | None:
    """Why ``user`` may not sign in although they are who they say; None: they may."""
    if not user.is_active:
        return _("This account has been closed. Ask whoever manages people on this site.")
    if user.is_demo and not settings.NAMRO_DEMO:
        return _(
            "This is a demonstration account: it cannot be used on a site in real use. "
            "Ask whoever manages people on this site for an account of your own."
        )
    return None


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
        if not user.check_password(password):
            return None
        if not self.user_can_authenticate(user):
            if request is not None and user.is_active:
                request.sign_in_refused = refusal(user)  # type: ignore[attr-defined]
            return None
        return user

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the account is open, here; asked with every request: closing it ends all."""
        return refusal(user) is None

    # Roles and package `rules` decide; Django's permission tables are not used.
    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never: permission comes from roles alone."""
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Never: permission comes from roles alone."""
        return False
