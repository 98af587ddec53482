"""Signing in and out, changing one's password, seeing who may do what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from namro.foundation import history
from namro.foundation.accounts import permissions
from namro.foundation.accounts.forms import ChangePasswordForm, SignInForm
from namro.foundation.accounts.models import Role, User


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; goes on to the page that was asked for, on this site only."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Signs out (by POST only)."""


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
        messages.success(self.request, _("Your password has been changed."))
        return response


def who_may(request: HttpRequest) -> HttpResponse:
    """The table of action × role."""
    permissions.require(request.user, permissions.SEE_PERMISSIONS)
    rows = [
        (permission, [role in permission.roles for role in Role])
        for permission in permissions.table()
    ]
    return render(request, "accounts/who_may.html", {"rows": rows, "roles": list(Role)})


def locked_out(
    request: HttpRequest, response: object = None, credentials: object = None, *args: object
) -> HttpResponse:
    """Too many failed sign-ins: say for how long, with status 429."""
    return render(request, "accounts/locked_out.html", status=429)
