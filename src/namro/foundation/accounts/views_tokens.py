"""One's own access tokens: made, shown once, ended; others' are ended by who manages people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts import scopes
from namro.foundation.accounts.actions_tokens import TokenRefused, end_token, make_token
from namro.foundation.accounts.forms import dress
from namro.foundation.accounts.forms_roles import DayField, ends
from namro.foundation.accounts.models import ApiToken, RoleAssignment, User
from namro.foundation.accounts.permissions import MAKE_TOKENS, MANAGE_USERS, may, require

_DAYS = 90


class TokenForm(forms.Form):
    """What a token is for, with which roles, until when."""

    name = forms.CharField(
        label=pgettext_lazy("token", "Name"),
        max_length=100,
        help_text=gettext_lazy("The program that will use it, such as “data warehouse”."),
    )
    roles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Roles that it acts with"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    writes = forms.BooleanField(
        label=gettext_lazy("It may enter and change figures too"),
        required=False,
        help_text=gettext_lazy("Otherwise it reads only."),
    )
    until = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("A year from now at the latest.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason, for the history"), max_length=500)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = user.role_assignments.valid().order_by("pk")
        self.fields["roles"].choices = [(each.pk, in_words(each, user)) for each in held]  # type: ignore[attr-defined]
        dress(self)
        self.fields["roles"].widget.attrs["class"] = "form-check-input"


def in_words(role: RoleAssignment, viewer: User) -> str:
    """A role and what it is held over."""
    return f"{role.get_role_display()} ({scopes.label(role.scope, viewer)})"


def rows_of(user: User, viewer: User) -> list[dict[str, Any]]:
    """A person's tokens, newest first, with the words of their roles."""
    roles = {each.pk: in_words(each, viewer) for each in user.role_assignments.all()}
    return [
        {"token": each, "roles": [roles[key] for key in each.roles if key in roles]}
        for each in user.tokens.select_related("use")
    ]


@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens."""
    user = _signed_in(request)
    return render(request, "accounts/tokens.html", {"rows": rows_of(user, user), "person": user})


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a token, after the password or passkey was asked once more."""
    require(request.user, MAKE_TOKENS)
    answer: HttpResponse = _make(request)
    return answer


@reauthentication_required
def _make(request: HttpRequest) -> HttpResponse:
    user = _signed_in(request)
    last = timezone.localdate() + dt.timedelta(days=_DAYS)
    form = TokenForm(user, request.POST or None, initial={"until": last})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        until = ends(said["until"])
        assert until is not None  # noqa: S101 - the form requires the day
        try:
            made, text = make_token(
                user,
                user,
                list(user.role_assignments.filter(pk__in=said["roles"])),
                name=said["name"],
                ends_at=until,
                read_only=not said["writes"],
                reason=said["reason"],
            )
        except TokenRefused as refused:
            form.add_error(None, refused.message(get_language() or "vi"))
        else:
            # In this answer and nowhere else: it is not kept, not even for another page.
            return render(request, "accounts/token_made.html", {"token": made, "text": text})
    status = 409 if form.errors else 200
    return render(request, "accounts/make_token.html", {"form": form}, status=status)


class EndTokenForm(forms.Form):
    """Why a token ends."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the history"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of one's own, or of somebody whose account one manages."""
    user = _signed_in(request)
    found = ApiToken.objects.select_related("user")
    if not may(user, MANAGE_USERS):
        found = found.filter(user=user)
    token = get_object_or_404(found, pk=pk)
    own = token.user_id == user.pk
    form = EndTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_token(user, token, reason=form.cleaned_data["reason"])
        except TokenRefused as refused:
            form.add_error(None, refused.message(get_language() or "vi"))
        else:
            messages.success(request, _("The access token has ended."))
            return (
                redirect("accounts:tokens") if own else redirect("accounts:account", token.user_id)
            )
    status = 409 if form.errors else 200
    page = {"form": form, "token": token, "own": own}
    return render(request, "accounts/end_token.html", page, status=status)


def _signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - these pages need sign-in
    return request.user
