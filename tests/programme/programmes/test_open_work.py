"""What is open in a person's name is listed, and handed to somebody who may do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from namro.foundation.accounts import actions_people, open_work
from namro.foundation.accounts.actions_people import PersonRefused
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import raise_level
from namro.programme.programmes.actions_requests import ask_lower
from namro.programme.programmes.choices import Level
from namro.programme.programmes.review.models import DraftReview, ReviewStatus, Via
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")


def review(user: User, status: ReviewStatus = ReviewStatus.READING) -> DraftReview:
    from django.utils import timezone

    made: DraftReview = DraftReview.objects.create(
        file_name="ke-hoach.docx",
        size=1,
        sha256=str(status) if status == ReviewStatus.READING else "",
        via=Via.values[0],
        status=status,
        level=Level.INTERNAL,
        no_secret=True,
        uploaded_by=user,
        reading_since=timezone.now(),
    )
    return made


def test_reviews_go_to_another_person_of_the_secretariat(
    secretariat: User, reader: User, make_user: Callable[..., User]
) -> None:
    other = make_user("nguoi-thay", "secretariat")
    open_one = review(secretariat)
    done = review(secretariat, ReviewStatus.REJECTED)
    ((kind, (item,)),) = open_work.of(secretariat, other)
    assert (kind.name, item.label) == ("programmes.review", "ke-hoach.docx")
    assert item.address.endswith(f"/{open_one.pk}/")
    with pytest.raises(PersonRefused, match="may not be given"):
        actions_people.hand_over(OPERATOR, secretariat, reader, reason="nghỉ hưu")
    with pytest.raises(PersonRefused, match="another person"):
        actions_people.hand_over(OPERATOR, secretariat, secretariat, reason="nghỉ hưu")
    assert actions_people.hand_over(OPERATOR, secretariat, other, reason="nghỉ hưu") == 1
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.uploaded_by, done.uploaded_by) == (other, secretariat)
    assert open_work.of(secretariat, other) == []
    last = open_one.events.order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert last.pgh_context.metadata["why"] == "nghỉ hưu"


def test_who_manages_people_reads_no_restricted_name_there(
    secretariat: User, administrator: User, signed_in: Callable[[User], Client]
) -> None:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(OPERATOR, FakeDraft(), source, reason="x").programme
    raise_level(secretariat, programme, Level.RESTRICTED, reason="x")
    ask_lower(secretariat, programme, Level.INTERNAL, reason="x")
    review(secretariat)
    page = signed_in(administrator).get(f"/tai-khoan/nguoi/{secretariat.pk}/").content.decode()
    assert f"Chương trình số {programme.pk}, bạn không được đọc" in page
    for hidden in (programme.title, programme.number, "ke-hoach.docx", "/chuong-trinh/ra-soat/"):
        assert hidden not in page
    shown = [
        item.label for _kind, items in open_work.of(secretariat, secretariat) for item in items
    ]
    assert "ke-hoach.docx" in shown
    assert any(programme.number in each for each in shown)
