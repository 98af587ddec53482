"""From draft values to kept values: what is refused, and what always holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules import draft as rules


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, (None, None)),
        (75, (Decimal(75), None)),
        (7.5, (Decimal("7.5"), None)),
        (0.1, (Decimal("0.1"), None)),
        ([9000, 10000], (Decimal(9000), Decimal(10000))),
        ([1.0, 1.5], (Decimal(1), Decimal("1.5"))),
    ],
)
def test_values(value: object, kept: tuple[Decimal | None, Decimal | None]) -> None:
    assert rules.value_range(value) == kept


@pytest.mark.parametrize(
    "value", ["x", True, float("nan"), float("inf"), 10**20, [3, 2], [1], [1, 2, 3], {}]
)
def test_values_that_cannot_be(value: object) -> None:
    with pytest.raises(rules.Contradiction):
        rules.value_range(value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, (None, None)),
        (2025, (2025, None)),
        ("2025", (2025, None)),
        ("2025-06-30", (None, dt.date(2025, 6, 30))),
    ],
)
def test_due(value: object, kept: tuple[int | None, dt.date | None]) -> None:
    assert rules.year_or_day(value) == kept


@pytest.mark.parametrize("value", ["quý I", 25, "2025-13-01"])
def test_due_that_cannot_be(value: object) -> None:
    with pytest.raises(rules.Contradiction):
        rules.year_or_day(value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(None, (None, False)), (2015, (2015, False)), ("previous_year", (None, True))],
)
def test_baseline(value: object, kept: tuple[int | None, bool]) -> None:
    assert rules.baseline(value) == kept


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (5, 4), (0, 11)])
def test_places_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(rules.Contradiction):
        rules.span({"start": start, "end": end}, 10)


@given(st.text() | st.text(alphabet="\0a\ud800"))
def test_what_is_storable_keeps_its_length(written: str) -> None:
    kept = rules.storable(written)
    assert len(kept) == len(written)
    assert "\0" not in kept
    kept.encode("utf-8")


def node(number: int, parent: int | None, label: str) -> dict[str, Any]:
    return {"id": number, "parent": parent, "label": label}


def test_paths_tell_repeated_labels_apart() -> None:
    nodes = rules.tree(
        [
            node(1, None, "Phần thứ hai"),
            node(2, 1, "I"),
            node(3, 2, "1"),
            node(4, 1, "II"),
            node(5, 4, "1"),
            node(6, 4, "1"),
            node(7, 4, ""),
        ]
    )
    assert [each.path for each in nodes] == [
        "Phần thứ hai",
        "Phần thứ hai/I",
        "Phần thứ hai/I/1",
        "Phần thứ hai/II",
        "Phần thứ hai/II/1",
        "Phần thứ hai/II/1#2",
        "Phần thứ hai/II/·",
    ]
    assert [each.depth for each in nodes] == [0, 1, 2, 1, 2, 2, 2]


@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["1", "1#2", "", "a/b", "1#2'"]))))
def test_paths_are_unique(shape: list[tuple[int, str]]) -> None:
    outline = [
        node(index, above if above < index else None, label)
        for index, (above, label) in enumerate(shape)
    ]
    paths = [each.path for each in rules.tree(outline)]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    "outline",
    [
        [node(1, 2, "I"), node(2, None, "II")],
        [node(1, None, "I"), node(1, None, "II")],
        [node(1, None, "ẳ" * 401)],
        [node(1, None, "ẳ" * 300), node(2, 1, "ẳ" * 300)],
    ],
)
def test_trees_that_cannot_be(outline: list[dict[str, Any]]) -> None:
    with pytest.raises(rules.Contradiction):
        rules.tree(outline)


def test_the_innermost_part() -> None:
    #  0────────────────100  with 10──50 in it, 20─30 in that, and 60─70 after them.
    find = rules.innermost([(0, 100), (10, 50), (20, 30), (60, 70)], [None, 0, 1, 0])
    assert [find(at) for at in (0, 9, 10, 25, 30, 49, 50, 60, 75, 99, 100)] == [
        *(0, 0, 1, 2, 1, 1, 0, 3, 0, 0, None)
    ]
    assert rules.innermost([], [])(5) is None
    assert rules.innermost([(3, 4)], [None])(2) is None


@given(st.data())
def test_the_innermost_part_is_the_deepest_that_holds_it(data: st.DataObject) -> None:
    spans, depths = [(0, 60)], [0]
    grown: list[int | None] = [None]
    for _ in range(data.draw(st.integers(0, 8))):
        above = len(spans) - 1  # in document order: below the last one, or after it
        while above and data.draw(st.booleans()):
            above = grown[above] or 0
        first = max(
            [spans[above][0]] + [e for (_, e), p in zip(spans, grown, strict=True) if p == above]
        )
        start = data.draw(st.integers(min(first, spans[above][1]), spans[above][1]))
        end = data.draw(st.integers(start, spans[above][1]))
        spans.append((start, end))
        grown.append(above)
        depths.append(depths[above] + 1)
    find = rules.innermost(spans, grown)
    for offset in range(61):
        held = [i for i, (start, end) in enumerate(spans) if start <= offset < end]
        found = find(offset)
        assert (found is None) == (not held)
        if found is not None:
            assert depths[found] == max(depths[index] for index in held)


def test_editions() -> None:
    assert rules.edition([2021, 2025], dt.date(2020, 12, 1)) == 2021
    assert rules.edition(None, dt.date(2024, 5, 1)) == 2024
    assert rules.edition(None, None) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b/kế hoạch.docx", "kế hoạch.docx"),
        ("C:\\văn bản\\x.pdf", "x.pdf"),
        ("x\r\nSet-Cookie: a.txt", "x__Set-Cookie: a.txt"),
        ("gpj\u202etxt.exe", "gpj_txt.exe"),
        ("thư mục/", "_"),
        ("a" * 300 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_file_names(path: str, name: str) -> None:
    assert rules.file_name(path) == name


@given(st.text())
def test_every_file_name_can_be_sent_and_kept(path: str) -> None:
    name = rules.file_name(path)
    assert 1 <= len(name) <= 255
    assert "\n" not in name
    assert "\r" not in name
    rules.storable(name).encode("utf-8")
    assert rules.storable(name) == name
