"""Signing in and out, changing one's password, seeing who may do what."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from namro.foundation import history
from namro.foundation.accounts import permissions, single_sign_on
from namro.foundation.accounts.forms import ChangePasswordForm
from namro.foundation.accounts.models import Role, User


class SignIn(LoginView):
    """The sign-in page; goes on to the page that was asked for, on this site only."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page, with single sign-on where it is set up."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return {**shown, "single_sign_on": single_sign_on.button()}


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Signs out (by POST only)."""

    http_method_names = ["post", "options"]


class ChangePassword(PasswordChangeView):
    """Changing one's own password; other sessions of the same person end."""

    template_name = "accounts/change_password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it, and say so."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the page needs sign-in
        with history.reason(user, "change of own password"):
            response = super().form_valid(form)
        password_changed.send(sender=User, request=self.request, user=user)
        messages.success(self.request, _("Your password has been changed."))
        return response


class AddPasskey(AddWebAuthnView):
    """A new passkey: one to sign in with, so its device asks for a finger, a face or a PIN."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page, with what the browser is asked to make."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        shown["form"] = kwargs.get("form", shown["form"])
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the page needs sign-in
        shown["js_data"] = {"creation_options": begin_registration(user, passwordless=True)}
        return shown


def who_may(request: HttpRequest) -> HttpResponse:
    """The tables of action × role, one for each room, and what each role is for."""
    permissions.require(request.user, permissions.SEE_PERMISSIONS)
    rooms: dict[str, list[tuple[permissions.Permission, list[bool]]]] = {}
    for permission in permissions.table():
        name = str(apps.get_app_config(permission.room).verbose_name)
        row = (permission, [role in permission.roles for role in Role])
        rooms.setdefault(name, []).append(row)
    return render(request, "accounts/who_may.html", {"rooms": rooms.items(), "roles": list(Role)})


def locked_out(
    request: HttpRequest, response: object = None, credentials: object = None, *args: object
) -> HttpResponse:
    """Too many failed sign-ins: say for how long, with status 429."""
    return render(request, "accounts/locked_out.html", status=429)
