"""The forms of sign-in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


def _dress(form: forms.BaseForm) -> None:
    """Give each input the site's look, and point it at its message when it has one."""
    for name, field in form.fields.items():
        field.widget.attrs["class"] = "form-control"
        if form.is_bound and name in form.errors:
            field.widget.attrs["class"] += " is-invalid"


class SignInForm(AuthenticationForm):
    """User name or e-mail address, and password."""

    error_messages = {
        "invalid_login": _("The user name or the password is not right. Check both and try again."),
        "inactive": _("This account has been closed. Ask your secretariat."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name or e-mail address")
        _dress(self)


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)
