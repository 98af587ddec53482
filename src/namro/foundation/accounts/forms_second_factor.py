"""The forms of second factors."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.utils.translation import gettext as _

from namro.foundation.accounts.forms import dress


def _code(form: forms.Form, label: str, **attributes: str) -> None:
    form.fields["code"].label = label
    form.fields["code"].widget.attrs.update(
        {"autocomplete": "one-time-code", "autofocus": True, **attributes}
    )
    dress(form)


class _CountedCode(BaseAuthenticateForm):
    """A code that cannot be guessed at speed: counted as wrong passwords are, by django-axes."""

    def clean_code(self) -> str:
        """The code, if it is right and not too many were wrong."""
        credentials = {"username": self.user.get_username()}
        request = context.request
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True  # the middleware answers with status 429
            raise forms.ValidationError(_("Too many failed sign-ins"))
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
            raise
        return code


class CodeForm(_CountedCode, AuthenticateForm):
    """The code of the app, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code of the app, or a recovery code"))


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """The same, before what protects the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code of the app, or a recovery code"))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app, to see that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("The six digits that the app shows"), inputmode="numeric")


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey, always one to sign in with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you know it again, such as the device it is on.")
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = "100"
        self.fields["passwordless"] = forms.BooleanField(
            initial=True, required=False, widget=forms.HiddenInput
        )
        dress(self)

    def clean_passwordless(self) -> bool:
        """Always: its device asks for a finger, a face or a PIN."""
        return True


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].max_length = 100
        dress(self)
