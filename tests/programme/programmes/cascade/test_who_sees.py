"""Who decides on one document's place in the cascade is shown no other that they may not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.programme.programmes.cascade.querysets import suggestions
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme, SourceDocument, Specification
from namro.programme.programmes.scoping import scope_of
from tests.forms import shown
from tests.programme.programmes.cascade.conftest import OPERATOR

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def local(upper: Programme, lower: Programme, make_user: Callable[..., User]) -> User:
    """The secretariat of the lower document alone; the upper one is internal."""
    Programme.objects.update(level=Level.INTERNAL)
    SourceDocument.objects.update(level=Level.INTERNAL)
    user = make_user("to-giup-viec-ke-hoach")
    give_role(OPERATOR, user, Role.SECRETARIAT, scope=scope_of(lower), reason="x")
    return user


def test_the_page_offers_what_its_reader_may_read_and_do(
    upper: Programme, lower: Programme, local: User, secretariat: User, signed_in: SignIn
) -> None:
    for user, whole in ((secretariat, True), (local, False)):
        assert [each.upper for each in suggestions(user, lower)] == ([upper] if whole else [])
        context = signed_in(user).get(reverse("programmes:cascade", args=[lower.pk])).context
        assert context["decides"]
        assert (str(upper.pk) in dict(context["form"].fields["upper"].choices)) == whole
        assert bool(context["cited"]) == whole


def test_a_document_that_one_may_not_read_is_not_decided_on(
    upper: Programme, lower: Programme, local: User, secretariat: User, signed_in: SignIn
) -> None:
    page = reverse("programmes:cascade", args=[lower.pk])
    said = {"lower": lower.pk, "upper": upper.pk, "what": "confirm", "reason": "x"}
    client = signed_in(local)
    assert client.post(page, {**said, **shown(client, page)}).status_code == 404
    assert not Specification.objects.filter(lower=lower).exists()
    client = signed_in(secretariat)
    assert client.post(page, {**said, **shown(client, page)}).status_code == 302


@pytest.mark.parametrize("what", ["cu-the-hoa", "khac-nhau", "ban-hanh"])
def test_a_file_needs_the_right_to_read(
    lower: Programme, make_user: Callable[..., User], signed_in: SignIn, what: str
) -> None:
    client = signed_in(make_user("khong-vai-tro"))
    assert client.get(f"/chuong-trinh/{lower.pk}/{what}.csv").status_code == 403
