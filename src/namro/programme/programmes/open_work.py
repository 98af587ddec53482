"""What of this room is open in a person's name."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namro.foundation.accounts.models import User
from namro.foundation.accounts.open_work import Item, Kind, register
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may, reach
from namro.foundation.accounts.scopes import ScopeKind
from namro.programme.programmes.choices import LevelRequestStatus
from namro.programme.programmes.models import LevelRequest, Programme
from namro.programme.programmes.permissions import APPROVE_LEVEL, REVIEW
from namro.programme.programmes.review.models import OPEN, DraftReview
from namro.programme.programmes.scoping import label


def _reviews(user: User) -> Any:
    return DraftReview.objects.filter(uploaded_by=user, status__in=OPEN)


def _reviews_of(user: User, viewer: Actor) -> list[Item]:
    seen = set(DraftReview.objects.visible_to(viewer).values_list("pk", flat=True))
    return [
        Item(each.pk, str(each), reverse("programmes:review", args=[each.pk]))
        if each.pk in seen
        else Item(each.pk, _("Document no. %(key)s, which you may not read") % {"key": each.pk})
        for each in _reviews(user).only("pk", "file_name")
    ]


def _hand_over_reviews(_actor: object, user: User, to: User) -> int:
    count: int = _reviews(user).update(uploaded_by=to)
    return count


def _requests_of(user: User, viewer: Actor) -> list[Item]:
    # Who manages people does not thereby learn what a restricted programme is called.
    seen = set(Programme.objects.visible_to(viewer).values_list("pk", flat=True))
    waiting = LevelRequest.objects.filter(
        status=LevelRequestStatus.OPEN, asked_by__iexact=user.username
    ).select_related("programme")
    return [
        Item(
            each.pk,
            _("Request to lower the level of %(programme)s")
            % {"programme": label(str(each.programme_id), viewer)},
            reverse("programmes:levels", args=[each.programme_id])
            if each.programme_id in seen
            else "",
        )
        for each in waiting
    ]


def requests_to_decide(actor: Actor | None) -> Any:
    """The open requests to lower a level that somebody may decide on."""
    over = reach(actor, APPROVE_LEVEL)
    waiting = LevelRequest.objects.filter(status=LevelRequestStatus.OPEN)
    if over.everywhere:
        return waiting
    return waiting.filter(programme__in=sorted(over.of(ScopeKind.PROGRAMME)))


def tell() -> None:
    """Register this room's kinds of work."""
    register(
        Kind(
            "programmes.review",
            gettext_lazy("Documents under review"),
            of=_reviews_of,
            hand_over=_hand_over_reviews,
            may_take=lambda user: may(user, REVIEW),
        )
    )
    # Who asked stays who asked: another person approves or refuses it.
    register(Kind("programmes.level_request", gettext_lazy("Requests to show more"), _requests_of))
