"""Documents under review for the tests of this room."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any

import pytest

from namro.foundation.accounts.models import User
from namro.programme.programmes.choices import Level
from namro.programme.programmes.reading import ReadDraft
from namro.programme.programmes.review.models import DraftReview, Via
from namro.programme.programmes.review.receiving import Examined, take_in
from tests.programme.programmes.drafts import TEXT, FakeDraft


def read_draft(**head: object) -> ReadDraft:
    """The small draft of `drafts.py` as reading gives it, its head changed by `head`."""
    draft = FakeDraft()
    draft.content["document"] |= head
    contents = {language: copy.deepcopy(draft.as_dict(language)) for language in ("vi", "en")}
    return ReadDraft(TEXT, contents, [SimpleNamespace(values={"no": "2"})])


def drafted(pk: int) -> dict[str, Any]:
    """The working draft of a review as it is kept now."""
    working: dict[str, Any] = DraftReview.objects.get(pk=pk).working or {}
    return working


@pytest.fixture
def other(make_user) -> User:  # type: ignore[no-untyped-def]
    """A second person of the secretariat."""
    person: User = make_user("nguoi-thu-hai", "secretariat")
    return person


@pytest.fixture
def under_review(secretariat: User) -> DraftReview:
    """The small draft under review, uploaded by the secretariat."""
    examined = Examined("kế hoạch.txt", TEXT.encode(), Via.DIRECT, draft=read_draft())
    return take_in(secretariat, examined, level=Level.INTERNAL, no_secret=True)
