"""How django-allauth works here: no self-registration, no mail of its own, secrets kept sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namro.foundation.accounts import sealing
from namro.foundation.accounts.backends import BACKEND, refusal
from namro.foundation.accounts.models import User

# What allauth tells the person, in our words; what is not here goes without saying.
_SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app has been added."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app has been removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey has been removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "New recovery codes have been made. Earlier ones no longer work."
    ),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy(
        "You have been signed out everywhere else."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by our own backend, counted by django-axes; nobody registers themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("The password is not right. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user of these credentials, or None."""
        found = authenticate(request, **credentials)
        return found if isinstance(found, User) else None

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse whoever may not sign in, by whatever means they came (passkey, single sign-on)."""
        sentence = refusal(user)
        if sentence is None:
            return None
        messages.error(request, sentence)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; a passkey or single sign-on names no backend of its own."""
        if not hasattr(user, "backend"):
            user.backend = BACKEND
        super().login(request, user)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our own words, or not at all."""
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: what changed is in the history and on the person's own page."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that asks, as django-axes counts it; nothing a header could claim."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - unknown

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm that it is still the same person, in our words."""
        said = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code of the authenticator app"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**each, "description": said[each["id"]]} for each in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not right. Try again."),
    }

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return sealing.seal(sealing.installation_key("second-factor"), text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, opened."""
        return sealing.open_sealed(sealing.installation_key("second-factor"), encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """How the app calls the account: the user name."""
        return str(user.get_username())

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return "Năm Rõ"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A name to begin with for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
