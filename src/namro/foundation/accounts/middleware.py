"""What holds for every request about roles, sessions and second factors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from namro.foundation.accounts.holding import roles_asked_once, roles_of
from namro.foundation.accounts.permissions import forget_acting

Answer = Callable[[HttpRequest], HttpResponseBase]

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
_WRITTEN_EVERY = 60  # seconds: a session is not written for every page
# Where somebody who still needs a second factor may go.
_OPEN = {
    *("account_login", "account_logout", "account_reauthenticate", "account_change_password"),
    *("set-language", "health", "mfa_login_webauthn"),
}


def ask_roles_once(get_response: Answer) -> Answer:
    """Ask for a person's roles once for each page shown; what writes asks every time."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        forget_acting()
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with roles_asked_once():
            return get_response(request)

    return answer


def begin_session(sender: object, request: Any, **kwargs: object) -> None:
    """Somebody signed in: their session begins (a receiver of Django's ``user_logged_in``)."""
    now = int(timezone.now().timestamp())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now


def end_old_sessions(get_response: Answer) -> Answer:
    """End a session unused for too long, or too old; the person signs in anew."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if SESSION_KEY not in session:
            return get_response(request)
        now = int(timezone.now().timestamp())
        began, seen = session.get(SIGNED_IN_AT, 0), session.get(SEEN_AT, 0)
        if (
            now - seen > settings.NAMRO_SESSION_IDLE_SECONDS
            or now - began > settings.NAMRO_SESSION_MAX_SECONDS
        ):
            logout(request)
        elif now - seen > _WRITTEN_EVERY:
            session[SEEN_AT] = now
        return get_response(request)

    return answer


def needs_second_factor(user: Any) -> bool:
    """Whether ``user`` holds a role that needs a second factor, and has none."""
    required = settings.NAMRO_MFA_REQUIRED_ROLES
    if not required or not user.is_authenticated:
        return False
    return not roles_of(user).isdisjoint(required) and not is_mfa_enabled(user)


class AskForSecondFactor:
    """Lead whoever needs a second factor to where one is set up, and nowhere else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """A way to the page of second factors, or None: go on."""
        if not settings.NAMRO_MFA_REQUIRED_ROLES:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _OPEN or name.startswith("mfa_") or not needs_second_factor(request.user):
            return None
        messages.warning(
            request,
            _("Your role needs a second factor. Add a passkey or an authenticator app to go on."),
        )
        return redirect("mfa_index")
