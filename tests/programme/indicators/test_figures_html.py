"""The rows of a target's figures: what they lead to, and that nothing said in them is markup."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from namro.programme.indicators.figures_html import figures_html
from namro.programme.indicators.telling import FigureShown

EVIL = "<script>alert('1')</script>"
PLAIN = FigureShown(
    *("x", "x", "x", "x", True, "x", "x"), link="", note="", part="", counts=True, rests=False
)


@pytest.mark.parametrize(
    "name",
    [
        "period",
        "value",
        "stage",
        "confidence",
        "published",
        "source",
        "link",
        "note",
        "part",
        "opens",
    ],
)
def test_all_that_is_said_is_escaped(name: str) -> None:
    said: dict[str, Any] = {name: EVIL}
    made = figures_html([replace(PLAIN, **said)])
    assert "<script" not in made
    assert "&lt;script&gt;" in made


def test_where_a_source_leads_and_what_is_marked() -> None:
    with translation.override("en"):
        made = figures_html(
            [
                replace(PLAIN, opens="/tong/", link="https://nguon.vn/", rests=True),
                replace(PLAIN, link="https://nguon.vn/", source="n" * 99, sure=False),
                replace(PLAIN, counts=False, published="", note="ghi chú", part="cấp xã"),
            ]
        )
    total, linked, other = made.split("</tr>")[:3]
    assert '<a href="/tong/" lang="vi">x</a>' in total
    assert 'class="rests"' in total
    assert "the verdict rests on it" in total
    assert f'<a href="https://nguon.vn/" rel="noreferrer">{"n" * 59}…</a>' in linked
    assert "unverified" in linked
    assert "does not count" in other
    assert ">–</td>" in other
    assert '(only: cấp xã)</span> <small lang="vi">ghi chú</small>' in other
    assert "<a " not in other
