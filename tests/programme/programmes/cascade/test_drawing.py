"""Drawing cascades that are wider or deeper than any office has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.cascade import drawing as module
from namro.programme.programmes.cascade.drawing import drawing, steps
from namro.programme.programmes.models import Programme, Specification

pytestmark = pytest.mark.django_db

OPERATOR = Operator("tests")


def listed(count: int) -> list[Programme]:
    made: list[Programme] = Programme.objects.bulk_create(
        Programme(number=f"{n}-KH/X", number_key=f"{n}khx", title="Thử", sort_key=f"{n:06}")
        for n in range(count)
    )
    return made


def linked(pairs: list[tuple[Programme, Programme]]) -> None:
    Specification.objects.bulk_create(
        Specification(lower=lower, upper=upper, decision="confirmed", reason="x", decided_by="x")
        for lower, upper in pairs
    )


def test_specifications_elsewhere_leave_a_cascade_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    one, *others, upper, lower = listed(8)
    linked([(each, one) for each in others])
    linked([(lower, upper)])
    (top,) = drawing(OPERATOR, lower)
    assert (top.programme, [each.programme for each in top.below]) == (upper, [lower])
    # Of a cascade of its own that is too large the nearest are drawn.
    (top,) = drawing(OPERATOR, one)
    assert [each.programme for each in top.below] == others[:2]


def test_a_chain_of_any_length_is_shown(reader: User, signed_in: Callable[[User], Client]) -> None:
    chain = listed(1200)
    linked(list(zip(chain[1:], chain, strict=False)))
    assert len(steps(drawing(OPERATOR, chain[0]))) == 1200
    shown = signed_in(reader).get(reverse("programmes:cascade", args=[chain[0].pk]))
    page = shown.content.decode()
    tree = page[page.index('<ul class="cascade-tree">') : page.index("</section>")]
    assert tree.count("<li") == tree.count("</li>") == 1200
    assert tree.count("<ul") == tree.count("</ul>") == 1200


def test_what_hangs_below_two_stands_once() -> None:
    top, left, right, under = listed(4)
    linked([(left, top), (right, top), (under, left), (under, right)])
    found = steps(drawing(OPERATOR, under))
    told = [
        (each.place.programme, each.opens, len(each.closes), each.place.again) for each in found
    ]
    assert told == [
        (top, True, 0, False),
        (left, True, 0, False),
        (under, False, 1, False),
        (right, True, 0, False),
        (under, False, 2, True),
    ]


def test_a_document_alone_has_no_drawing() -> None:
    (alone,) = listed(1)
    assert steps(drawing(OPERATOR, alone)) == []
