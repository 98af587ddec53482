"""The forms of sign-in and of one's own password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.models import Login
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WRONG = gettext_lazy("The user name or the password is not right. Check both and try again.")


def dress(form: forms.BaseForm) -> None:
    """Give each input the site's look, and mark those that something is wrong with."""
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "form-check-input"
        elif isinstance(field.widget, forms.Select):
            field.widget.attrs["class"] = "form-select"
        else:
            field.widget.attrs["class"] = "form-control"
        field.widget.attrs.pop("placeholder", None)
        if form.is_bound and name in form.errors:
            field.widget.attrs["class"] += " is-invalid"


class SignInForm(LoginForm):
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "username": forms.CharField(
                label=_("User name or e-mail address"),
                widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
            ),
            "password": forms.CharField(
                label=_("Password"),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            ),
        }
        dress(self)

    def user_credentials(self) -> dict[str, Any]:
        """What the backends are asked with."""
        return {each: self.cleaned_data[each] for each in ("username", "password")}

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        user = authenticate(self.request, **credentials)
        if user is None:
            refused = getattr(self.request, "sign_in_refused", None)
            raise forms.ValidationError(refused or _WRONG, code="invalid_login")
        self._login = Login(user=user)
        self.user = user
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before what protects the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        dress(self)


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
