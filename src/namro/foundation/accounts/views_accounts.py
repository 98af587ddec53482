"""One's own account; other people's accounts, for whoever manages people; invitations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts import actions_people, open_work, scopes
from namro.foundation.accounts.actions_people import PersonRefused
from namro.foundation.accounts.forms_people import (
    AcceptForm,
    EraseForm,
    HandOverForm,
    InviteForm,
    LinkForm,
    ReasonForm,
)
from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import ERASE_PEOPLE, MANAGE_USERS, may, require
from namro.foundation.accounts.views_tokens import rows_of

_LINK = "invitation_link"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own account: what is kept, roles, second factors, sessions."""
    user = _signed_in(request)
    return render(
        request,
        "accounts/mine.html",
        {
            "person": user,
            "roles": [
                (each, scopes.label(each.scope, user))
                for each in user.role_assignments.order_by("-valid_from", "-pk")
            ],
            "factors": _factors(user),
            "sessions": UserSession.objects.filter(user=user).count(),
            "manages": may(user, MANAGE_USERS),
        },
    )


@require_safe
def mine_file(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of oneself, as JSON."""
    response = JsonResponse(about(_signed_in(request)), json_dumps_params=_READABLE)
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return response


_READABLE: dict[str, Any] = {"ensure_ascii": False, "indent": 2}


def about(user: User) -> dict[str, Any]:
    """What is kept of a person, in plain values (times in ISO 8601)."""
    return json.loads(  # type: ignore[no-any-return]
        json.dumps(
            {
                "user_name": user.username,
                "full_name": user.full_name,
                "office": user.office,
                "email": user.email,
                "phone": user.phone,
                "account_made_at": user.date_joined.isoformat(),
                "last_sign_in": user.last_login.isoformat() if user.last_login else None,
                "roles": [
                    {
                        "role": each.role,
                        "scope": str(scopes.label(each.scope, user)),
                        "from": each.valid_from.isoformat(),
                        "until": each.valid_to.isoformat() if each.valid_to else None,
                    }
                    for each in user.role_assignments.order_by("valid_from", "pk")
                ],
                "second_factors": [
                    {"type": each.type, "added_at": each.created_at.isoformat()}
                    for each in _factors(user)
                ],
                "access_tokens": [
                    {
                        "name": each.name,
                        "made_at": each.made_at.isoformat(),
                        "ends_at": each.ends_at.isoformat(),
                        "state": each.state,
                    }
                    for each in user.tokens.order_by("made_at", "pk")
                ],
                "sessions": [
                    {
                        "since": each.created_at.isoformat(),
                        "address": each.ip,
                        "browser": each.user_agent,
                    }
                    for each in UserSession.objects.filter(user=user).order_by("created_at")
                ],
            }
        )
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person; the link is shown once on the page of their account."""
    actor = _signed_in(request)
    require(actor, MANAGE_USERS)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, token = actions_people.invite(actor, **form.cleaned_data)
        except ValidationError as error:
            _blame(form, error)
        else:
            _show_link(request, user, token)
            return redirect("accounts:account", user.pk)
    return render(request, "accounts/invite.html", {"form": form})


def account(request: HttpRequest, number: int) -> HttpResponse:
    """One person's account, for whoever manages people."""
    actor = _signed_in(request)
    require(actor, MANAGE_USERS)
    user = get_object_or_404(User, pk=number)
    shown = request.session.pop(_LINK, None)
    return render(
        request,
        "accounts/account.html",
        {
            "person": user,
            "link": shown["link"] if shown and shown["user"] == user.pk else "",
            "hours": settings.NAMRO_INVITATION_HOURS,
            "invitation": user.invitations.first(),
            "factors": _factors(user),
            "tokens": rows_of(user, actor),
            "work": open_work.of(user, actor),
            "itself": user.pk == actor.pk,
            "may_erase": may(actor, ERASE_PEOPLE),
        },
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is done to an account: its words, its form, and the action behind it."""

    heading: str | Promise
    what: str | Promise
    verb: str | Promise
    done: str | Promise
    form: type[ReasonForm]
    do: Callable[[HttpRequest, User, User, dict[str, Any]], object]


def _do_link(request: HttpRequest, actor: User, user: User, given: dict[str, Any]) -> None:
    _show_link(request, user, actions_people.new_link(actor, user, **given))


def _do_hand_over(request: HttpRequest, actor: User, user: User, given: dict[str, Any]) -> None:
    to = User.objects.get(pk=given["to"])
    actions_people.hand_over(actor, user, to, reason=given["reason"])


def _plain(action: Callable[..., object]) -> Callable[[HttpRequest, User, User, Any], object]:
    return lambda _request, actor, user, given: action(actor, user, reason=given["reason"])


CHANGES: dict[str, Change] = {
    "lien-ket-moi": Change(
        gettext_lazy("A new link to set a password"),
        gettext_lazy("The person sets their own password by it; links of before end."),
        gettext_lazy("Make the link"),
        gettext_lazy("The link has been made."),
        LinkForm,
        _do_link,
    ),
    "thu-hoi": Change(
        gettext_lazy("Revoke the link"),
        gettext_lazy("Nobody can set a password by it any more."),
        gettext_lazy("Revoke"),
        gettext_lazy("The link has been revoked."),
        ReasonForm,
        _plain(actions_people.revoke_links),
    ),
    "ban-giao": Change(
        gettext_lazy("Hand over open work"),
        gettext_lazy("What is open in this person's name goes to another person."),
        gettext_lazy("Hand over"),
        gettext_lazy("The work has been handed over."),
        HandOverForm,
        _do_hand_over,
    ),
    "dong": Change(
        gettext_lazy("Close the account"),
        gettext_lazy(
            "Sign-in, sessions, links and roles of this person end at once. What they did stays."
        ),
        gettext_lazy("Close the account"),
        gettext_lazy("The account has been closed."),
        ReasonForm,
        _plain(actions_people.close_account),
    ),
    "mo-lai": Change(
        gettext_lazy("Open the account again"),
        gettext_lazy("The person can sign in again. Roles are given anew."),
        gettext_lazy("Open again"),
        gettext_lazy("The account has been opened again. Now give it its roles."),
        ReasonForm,
        _plain(actions_people.reopen_account),
    ),
    "de-nghi-xoa": Change(
        gettext_lazy("Ask to erase personal data"),
        gettext_lazy(
            "The first of two steps. Name, office and contact will be unreadable for ever, in the "
            "history too; what was done stays, by an erased user with a number. The user name "
            "stays in records of what was done."
        ),
        gettext_lazy("Ask for it"),
        gettext_lazy("Asked for. Confirm on this page to erase."),
        ReasonForm,
        _plain(actions_people.ask_erasure),
    ),
    "xoa": Change(
        gettext_lazy("Erase personal data"),
        gettext_lazy("The second of two steps. Nobody can bring the data back."),
        gettext_lazy("Erase for ever"),
        gettext_lazy("The personal data have been erased."),
        EraseForm,
        _plain(actions_people.erase),
    ),
}


def change(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Do one of :data:`CHANGES` to an account, after a reason is given."""
    actor = _signed_in(request)
    require(actor, ERASE_PEOPLE if verb in ("de-nghi-xoa", "xoa") else MANAGE_USERS)
    user = get_object_or_404(User, pk=number)
    if verb not in CHANGES:
        raise Http404
    told = CHANGES[verb]
    form = told.form(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            told.do(request, actor, user, form.cleaned_data)
        except PersonRefused as refused:
            form.add_error(None, refused.message(get_language() or "vi"))
        else:
            messages.success(request, str(told.done))
            return redirect("accounts:account", user.pk)
    page = {"form": form, "person": user, "told": told}
    return render(request, "accounts/change.html", page, status=409 if form.errors else 200)


@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set one's own password by a link."""
    try:
        invitation = actions_people.find_link(token)
        form = AcceptForm(invitation.user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            actions_people.accept(token, form.cleaned_data["new_password1"])
            messages.success(request, _("Your password has been set. Sign in with it now."))
            return redirect("account_login")
    except PersonRefused as refused:
        why = refused.message(get_language() or "vi")
        return render(request, "accounts/link_refused.html", {"why": why}, status=410)
    page = {"form": form, "person": invitation.user, "ends_at": invitation.ends_at}
    return render(request, "accounts/accept.html", page)


def _show_link(request: HttpRequest, user: User, token: str) -> None:
    """Keep the link for the next page, which shows it once; send it where mail is set up."""
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    request.session[_LINK] = {"user": user.pk, "link": link}
    if not settings.EMAIL_HOST or not user.email:
        return
    try:
        send_mail(
            _("Năm Rõ: set your password"),
            _(
                "Hello %(name)s,\n\nset your own password here, within %(hours)d hours:\n"
                "%(link)s\n\n"
                "Your user name is %(username)s. If you do not expect this, tell whoever manages "
                "people at your office."
            )
            % {
                "name": user.get_full_name(),
                "hours": settings.NAMRO_INVITATION_HOURS,
                "link": link,
                "username": user.username,
            },
            None,
            [user.email],
        )
    except OSError:
        messages.warning(request, _("The e-mail could not be sent: hand the link over yourself."))
    else:
        messages.success(request, _("The link has been sent by e-mail."))


def _blame(form: InviteForm, error: ValidationError) -> None:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in told.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _factors(user: User) -> Any:
    return Authenticator.objects.filter(user=user).order_by("created_at", "pk")


def _signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - these pages need sign-in
    return request.user
