"""Restricted drafts under review, if one day somebody reviews who may not read restricted things:
each page and each action asks both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from namro.foundation.accounts.models import Role, User
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from namro.programme.programmes.permissions import REVIEW
from namro.programme.programmes.review.actions import Gone, accept, tick
from namro.programme.programmes.review.models import DraftReview, ReviewStatus
from tests.roles import may_too

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def leader(make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    may_too(monkeypatch, REVIEW, Role.LEADER)
    return make_user("lanh-dao", "leader")


@pytest.mark.parametrize(("level", "seen"), [(Level.INTERNAL, True), (Level.RESTRICTED, False)])
def test_a_restricted_draft_is_there_for_who_may_read_it(
    under_review: DraftReview, leader: User, signed_in: SignIn, level: Level, seen: bool
) -> None:
    DraftReview.objects.filter(pk=under_review.pk).update(level=level)
    assert DraftReview.objects.visible_to(leader).exists() == seen
    client = signed_in(leader)
    start = "/chuong-trinh/ra-soat/"
    listed = client.get(start).content.decode()
    assert (under_review.file_name in listed) == seen
    page = f"{start}{under_review.pk}/"
    assert client.get(page).status_code == (200 if seen else 404)
    DraftReview.objects.filter(pk=under_review.pk).update(status=ReviewStatus.READING)
    assert client.get(f"{page}tien-do/").status_code == (200 if seen else 404)
    assert client.post(f"{page}doc-lai/").status_code == (302 if seen else 404)


def test_a_restricted_draft_is_changed_by_who_may_read_it(
    under_review: DraftReview, leader: User, secretariat: User
) -> None:
    DraftReview.objects.filter(pk=under_review.pk).update(level=Level.RESTRICTED)
    issue = (under_review.working or {})["issues"][0]["_key"]
    with pytest.raises(Gone):
        tick(leader, under_review.pk, issue, True)
    assert tick(secretariat, under_review.pk, issue, True)["_done"]


def test_who_reviews_may_not_therefore_import(under_review: DraftReview, leader: User) -> None:
    with pytest.raises(PermissionDenied):
        accept(leader, under_review.pk, 0, "x")
    assert not Programme.objects.exists()
