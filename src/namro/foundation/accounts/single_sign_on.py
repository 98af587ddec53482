"""Sign-in by the single sign-on of a city (OpenID Connect): known people, linked by a claim."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from namro.foundation import history
from namro.foundation.accounts.actions_people import neutral_name
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """One provider, from the settings; strangers are refused unless a setting lets them in."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        """The provider of the settings; none is kept in the database."""
        wanted = settings.NAMRO_OIDC
        if not wanted or provider not in (None, "openid_connect", wanted["provider_id"]):
            return []
        return [SocialApp(provider="openid_connect", **wanted)]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never by allauth's own pages: people are made here, if at all."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Nothing is taken over from the provider."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link whoever comes for the first time to the person they are here, or refuse."""
        if request.user.is_authenticated:
            raise ImmediateHttpResponse(_refused(request, _("You are signed in already.")))
        if sociallogin.is_existing:
            return
        claims = _claims(sociallogin)
        user = _person(claims)
        why = "linked to single sign-on at the first sign-in by it"
        if user is None and settings.NAMRO_OIDC_CREATE:
            user = _made(claims)
        if user is None:
            raise ImmediateHttpResponse(_refused(request, _unknown()))
        with transaction.atomic(), history.reason(user, why):
            user.factors_changed_at = timezone.now()
            sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say that it failed, and how else to get in."""
        sentence = _("The single sign-on did not answer as it should, or was cancelled. Try again.")
        raise ImmediateHttpResponse(_refused(request, sentence))


@receiver(pre_save, sender=SocialAccount)
def _keep_no_claims(sender: object, instance: SocialAccount, **kwargs: object) -> None:
    """What the provider says of a person is not kept: only who they are there."""
    instance.extra_data = {}


def button() -> dict[str, str]:
    """What the sign-in page shows of it: its name and where it leads; empty: none is set up."""
    wanted = settings.NAMRO_OIDC
    if not wanted:
        return {}
    address = reverse("openid_connect_login", args=[wanted["provider_id"]])
    return {"name": wanted["name"], "address": address}


def _claims(sociallogin: Any) -> dict[str, Any]:
    said = sociallogin.account.extra_data
    return {**(said.get("id_token") or {}), **(said.get("userinfo") or {})}


def _person(claims: dict[str, Any]) -> User | None:
    """Who the claim names: by a verified e-mail address, or by any other claim as user name."""
    claim = settings.NAMRO_OIDC_CLAIM
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        return User.objects.filter(email=value, erased_at=None).first()
    return User.objects.filter(username__iexact=value.strip(), erased_at=None).first()


def _made(claims: dict[str, Any]) -> User | None:
    verified = claims.get("email_verified") is True
    user = User(
        username=neutral_name(),
        full_name=str(claims.get("name") or "")[:200],
        email=str(claims.get("email") or "") if verified else "",
    )
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError:
        return None
    with history.reason(Operator("single-sign-on"), "first sign-in by single sign-on"):
        user.save()
    return user


def _unknown() -> str:
    if settings.NAMRO_OIDC_CLAIM == "email":
        return _(
            "Nobody here has the verified e-mail address of your single sign-on. Ask whoever "
            "manages people on this site to invite you, or to put your address right."
        )
    return _(
        "Nobody here has the user name that your single sign-on gives. Ask whoever manages people "
        "on this site."
    )


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "accounts/single_sign_on_refused.html", {"why": why}, status=403)
