"""How often a page asks the database: so that the number cannot creep up, nor grow with the rows.

Each page counts the session, the person, and their roles: three.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from tests.programme.programmes.drafts import TEXT, FakeDraft

OPERATOR = Operator("tests")
SHELL = 3


@pytest.fixture
def keys(db: None) -> list[int]:
    """Programmes of which the second says more than the first."""
    found = []
    for number, times in enumerate((1, 30)):
        draft = FakeDraft()
        draft.content["document"]["number"] = f"{number + 1:02}-CTr/TU"
        draft.content["deliverables"] *= times
        draft.content["targets"] *= times
        file = SourceFile(f"{number}.txt", f"{TEXT}{number}".encode())
        made = import_draft(OPERATOR, draft, file, reason="to test", issuer=f"X{number}")
        found.append(int(made.programme.pk))
    return found


def addresses(key: int) -> dict[str, str]:
    """A page's address by its name; `key` is a programme's."""
    search = reverse("programmes:search")
    return {
        "list": reverse("programmes:list"),
        "list of a day": reverse("programmes:list") + "?on=2025-12-31",
        "programme": reverse("programmes:programme", args=[key]),
        "targets": reverse("programmes:targets", args=[key]),
        "search": f"{search}?q=viec",
        "search for one kind": f"{search}?q=viec&loai=nhiem-vu",
    }


@pytest.mark.parametrize("who", ["reader", "secretariat"])
@pytest.mark.parametrize(
    ("page", "most"),
    [
        # How many (in all and by filter), the programmes, which versions stand, what each has.
        ("list", SHELL + 5),
        ("list of a day", SHELL + 6),  # and what the versions said
        # The programme, its versions, whether any of it is restricted, each kind of rows, and the
        # links of its leads.
        ("programme", SHELL + 11),
        ("targets", SHELL + 5),
        ("search", SHELL + 2),  # once to count, once for what is shown
        ("search for one kind", SHELL + 2),
    ],
)
def test_a_page_asks_no_more_often_than_this(
    page: str,
    most: int,
    who: str,
    keys: list[int],
    request: pytest.FixtureRequest,
    signed_in: Callable[[User], Client],
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for key in keys:
        with django_assert_max_num_queries(most):
            assert client.get(addresses(key)[page]).status_code == 200
