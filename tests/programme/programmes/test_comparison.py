"""Comparing two documents: what was added, changed, removed, reworded or only moved."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namro.programme.programmes.rules.comparison import (
    PARTS,
    Change,
    apply,
    compare,
    own_texts,
    side_of_draft,
    word_by_word,
)
from namro.programme.programmes.rules.matching import Entry, likeness, out_of_order, pairs
from tests.programme.programmes.drafts import CONTENT, TEXT

Content = dict[str, Any]


def after(change: Callable[[Content], object]) -> list[tuple[str, str, dict[str, Any]]]:
    """What a change of the draft is told as: part, kind of change, fields."""
    new = copy.deepcopy(CONTENT)
    change(new)
    old_side, new_side = side_of_draft(CONTENT, TEXT), side_of_draft(new, TEXT)
    found = compare(old_side, new_side)
    assert apply(old_side, found) == {part: list(new_side.get(part, ())) for part in PARTS}
    return [(each.part, each.change.value, dict(each.fields)) for each in found.differences]


def target(**values: Any) -> Callable[[Content], object]:
    return lambda content: content["targets"][0].update(values)


def row(**values: Any) -> Callable[[Content], object]:
    return lambda content: content["deliverables"][0].update(values)


# What is done to a copy of the document, and what the comparison says: nothing more, nothing less.
CASES: list[tuple[str, Callable[[Content], object], list[tuple[str, str, dict[str, Any]]]]] = [
    ("nothing", lambda content: None, []),
    (
        "another figure",
        target(value=80),
        [("targets", "changed", {"value_low": (Decimal(75), Decimal(80))})],
    ),
    (
        "a figure becomes a range",
        target(value=[75, 80], comparator="between"),
        [
            (
                "targets",
                "changed",
                {"value_high": (None, Decimal(80)), "comparator": ("more_than", "between")},
            )
        ],
    ),
    ("another due", target(due=2024), [("targets", "changed", {"due_year": (None, 2024)})]),
    ("a figure written otherwise", target(value=75.0), []),
    ("how sure the reader is", target(confidence=0.1), []),
    (
        "another sentence, the same values",
        target(text="Tỷ lệ tổ chức đạt trên 75%"),
        [("targets", "reworded", {"text": ("Tỷ lệ đạt trên 75%", "Tỷ lệ tổ chức đạt trên 75%")})],
    ),
    (
        "another lead",
        row(lead="Ban Tuyên giáo"),
        [("deliverables", "changed", {"lead_text": ("Ban Tổ chức", "Ban Tuyên giáo")})],
    ),
    (
        "renumbered",
        row(no="1a"),
        [("deliverables", "moved", {"no": ("1", "1a")})],
    ),
    (
        # Its sentence is still there, and is now said by the part it stands in.
        "no longer a target",
        lambda content: content["targets"].pop(2),
        [
            ("targets", "removed", {}),
            (
                "outline",
                "changed",
                {
                    "text": (
                        "(1) , trong đó . (2) . (3) .",
                        "(1) , trong đó . (2) Mỗi năm kết nạp 9.000 - 10.000 đảng viên. (3) .",
                    )
                },
            ),
        ],
    ),
    (
        "a row gone",
        lambda content: content["deliverables"].pop(0),
        [("deliverables", "removed", {})],
    ),
    (
        "a row added before the others",
        lambda content: content["deliverables"].insert(
            0, {**content["deliverables"][0], "no": "3", "title": "Nghị quyết: Việc thứ ba"}
        ),
        [("deliverables", "added", {})],
    ),
    (
        "two rows in the other order",
        lambda content: content["deliverables"].reverse(),
        [("deliverables", "moved", {})],
    ),
    (
        "another title of the document",
        lambda content: content["document"].update(title="về việc khác"),
        [("document", "changed", {"title": ("về việc thử, giai đoạn 2021-2025", "về việc khác")})],
    ),
    (
        "sent to one more",
        lambda content: content["document"]["recipients"].append("Sở Nội vụ"),
        [("recipients", "added", {})],
    ),
    (
        "another title of a part",
        lambda content: content["outline"][3].update(title="Lộ trình mới"),
        [
            (
                "outline",
                "changed",
                {"title": ("Lộ trình", "Lộ trình mới"), "text": ("", "Lộ trình")},
            )
        ],
    ),
    (
        "quite another target at the same place",
        lambda content: content["targets"][2].update(
            text="Trồng một triệu cây xanh", subject="cây xanh", value=1_000_000, unit="cây"
        ),
        [("targets", "added", {}), ("targets", "removed", {})],
    ),
]


@pytest.mark.parametrize(("name", "change", "said"), CASES, ids=[case[0] for case in CASES])
def test_what_is_said_of_each_change(
    name: str, change: Callable[[Content], object], said: list[tuple[str, str, dict[str, Any]]]
) -> None:
    assert sorted(after(change), key=str) == sorted(said, key=str)


WORDS = st.sampled_from(["tỷ lệ", "hồ sơ", "đúng hạn", "cán bộ", "kết nạp", "75%", "80%", "2025"])
ENTRY = st.builds(
    lambda text, lead, label, path: Entry(
        {"text": text, "lead": lead}, {"label": label, "path": path}
    ),
    st.lists(WORDS, max_size=6).map(" ".join),
    st.sampled_from(["", "Sở Nội vụ", "Sở Y tế"]),
    st.sampled_from(["(1)", "(2)", ""]),
    st.sampled_from(["I", "II"]),
)
SIDE = st.lists(ENTRY, max_size=12).map(lambda entries: {"targets": entries})


@settings(max_examples=300, deadline=None)
@given(SIDE)
def test_a_document_and_itself_do_not_differ(side: dict[str, list[Entry]]) -> None:
    assert compare(side, side).differences == []


@settings(max_examples=300, deadline=None)
@given(SIDE, SIDE)
def test_the_comparison_makes_the_new_from_the_old(
    old: dict[str, list[Entry]], new: dict[str, list[Entry]]
) -> None:
    found = compare(old, new)
    assert apply(old, found)["targets"] == new["targets"]
    # Every item is told once, on each side it stands on.
    assert sorted(each.old for each in found.all if each.old is not None) == [
        *range(len(old["targets"]))
    ]
    assert sorted(each.new for each in found.all if each.new is not None) == [
        *range(len(new["targets"]))
    ]
    assert compare(old, new) == found


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(9)))
def test_the_fewest_are_said_to_have_moved(order: list[int]) -> None:
    moved = out_of_order(list(enumerate(order)))
    stayed = [new for old, new in enumerate(order) if old not in moved]
    assert stayed == sorted(stayed)
    longest = [1] * len(order)
    for high in range(len(order)):
        for low in range(high):
            if order[low] < order[high]:
                longest[high] = max(longest[high], longest[low] + 1)
    assert len(stayed) == max(longest)


def test_an_item_that_moves_to_another_part_is_known_by_its_words() -> None:
    old = [Entry({"text": "số hóa toàn bộ hồ sơ lưu trữ"}, {"path": "I"})]
    new = [Entry({"text": "số hóa toàn bộ hồ sơ lưu trữ"}, {"path": "II"})]
    (difference,) = compare({"objectives": old}, {"objectives": new}).differences
    assert (difference.change, dict(difference.fields)) == (Change.MOVED, {"path": ("I", "II")})


def test_likeness() -> None:
    def words(text: str) -> Any:
        return Entry({"text": text}, {}).words

    assert likeness(words("Hòa bình"), words("hoa BINH")) == 1
    assert likeness(words("một hai ba bốn"), words("một hai năm sáu")) == 0.5
    assert likeness(words(""), words("")) == 0


def test_thousands_of_like_items_take_seconds_not_hours() -> None:
    old = [
        Entry({"text": f"nhiệm vụ chung số {n} của xã {n % 7}"}, {"path": "I"}) for n in range(4000)
    ]
    new = [
        Entry({"text": f"nhiệm vụ chung số {n} của phường {n % 7}"}, {"path": "I"})
        for n in range(4000)
    ]
    began = time.monotonic()
    found = pairs(old, new)
    assert time.monotonic() - began < 10
    assert found == [(n, n) for n in range(4000)]


def test_a_part_says_only_what_stands_in_none_of_its_items() -> None:
    text = "I. Đầu\nlời dẫn\n1. Con\nviệc con\nhết"
    spans = [(0, len(text)), (text.index("1."), text.index("\nhết"))]
    item = (text.index("việc"), text.index("việc") + 8)
    assert own_texts(text, spans, [None, 0], [item]) == ["I. Đầu lời dẫn hết", "1. Con"]
    assert own_texts(text, spans, [None, 0], []) == ["I. Đầu lời dẫn hết", "1. Con việc con"]


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_word_by_word_gives_back_both_texts(old: str, new: str) -> None:
    left, right = word_by_word(old, new)
    assert ("".join(piece for _, piece in left), "".join(piece for _, piece in right)) == (old, new)
    assert any(differs for differs, _ in left + right) == (old != new)


def test_word_by_word_marks_the_figure() -> None:
    left, right = word_by_word("đạt trên 75% cả năm", "đạt trên 80% cả năm")
    assert [piece for differs, piece in left if differs] == ["75%"]
    assert [piece for differs, piece in right if differs] == ["80%"]
