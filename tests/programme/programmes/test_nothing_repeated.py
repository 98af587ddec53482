"""A reader never meets a restricted item's words in the values of other rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import set_item_levels
from namro.programme.programmes.actions_versions import accept_amendment, propose_amendment
from namro.programme.programmes.choices import Level
from tests.programme.programmes.drafts import TEXT, FakeDraft, place
from tests.programme.programmes.test_nothing_leaks import said

pytestmark = pytest.mark.django_db

OPERATOR = Operator("tests")
LONG = "Xây dựng đề án di dời trung tâm dữ liệu"
PLACES = ("", "?in=1", "nhiem-vu.csv", "nhiem-vu.xlsx", "?nhom=x", "cu-the-hoa.csv", "doc/")


def grouped(title: str, *, heading: str = "") -> FakeDraft:
    """A draft whose first deliverable has this title, and whose second stands in a group of it;
    `heading` is the passage of an outline node that has the title too."""
    draft = FakeDraft()
    first, second = draft.content["deliverables"]
    first["title"], second["group"] = title, title
    if heading:
        start = TEXT.index(heading)
        node: dict[str, Any] = {
            **draft.content["outline"][0],
            "id": "p2",
            "label": "1",
            "label_raw": "1",
            "title": title,
            "start": start,
            "end": start + len(heading),
        }
        draft.content["outline"].append(node)
    return draft


def met(client: Client, key: int, words: str) -> list[str]:
    """Where a person meets these words."""
    found = [each for each in PLACES if words in said(client.get(f"/chuong-trinh/{key}/{each}"))]
    if client.get("/chuong-trinh/tim/", {"q": words}).context["total"]:
        found.append("search")
    return found


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        # Not in the text at all: a reviewer's own words, or the name of a group in a table.
        (grouped(LONG), "di doi trung tam"),
        # Too short to be looked for, but the heading that the hidden item is.
        (grouped("Một việc", heading="1 Đề án: Một việc Ban Tổ chức"), "mot viec"),
    ],
)
def test_nor_in_the_name_of_a_group(
    draft: FakeDraft,
    words: str,
    reader: User,
    secretariat: User,
    signed_in: Callable[[User], Client],
) -> None:
    file = SourceFile("07.docx", b"07")
    programme = import_draft(OPERATOR, draft, file, reason="x").programme
    assert programme.source is not None
    first = programme.source.deliverables.get(order=0)
    assert first.identity is not None
    set_item_levels(OPERATOR, programme, [first.identity], Level.RESTRICTED, reason="x")
    key = programme.pk
    assert "nhiem-vu.csv" in met(signed_in(secretariat), key, words)
    assert met(signed_in(reader), key, words) == []
    # What else the other row says stays.
    assert "viec khac" in said(signed_in(reader).get(f"/chuong-trinh/{key}/nhiem-vu.csv"))


def test_nor_in_what_versions_say_of_a_target(
    reader: User, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    hidden = "khối xã trên 60,5%"
    draft = FakeDraft()
    whole = f"Tỷ lệ đạt trên 75%, trong đó {hidden}"
    draft.content["targets"][0] |= {"text": whole, **place(whole)}
    programme = import_draft(OPERATOR, draft, SourceFile("07.docx", b"07"), reason="x").programme
    draft.content["targets"][2]["value"] = [9500, 10000]
    amendment = propose_amendment(OPERATOR, draft, SourceFile("a.txt", b"amended"), reason="x")
    accept_amendment(
        OPERATOR,
        amendment,
        in_force_from=dt.date(2023, 7, 1),
        basis_number="15-QĐ/TU",
        basis_date=dt.date(2023, 6, 20),
        reason="x",
    )
    programme.refresh_from_db()
    source = programme.sources.get(version=2)
    first, second = source.targets.order_by("order")[:2]
    assert second.identity is not None
    set_item_levels(OPERATOR, programme, [second.identity], Level.RESTRICTED, reason="x")
    address = f"/chi-tieu/{programme.pk}/{first.identity_id}/"
    page = signed_in(secretariat).get(address).content.decode()
    assert page.count(hidden) > 2, "the clause, and both versions of it"
    page = signed_in(reader).get(address).content.decode()
    assert "15-QĐ/TU" in page
    assert hidden not in page
