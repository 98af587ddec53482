"""The cascade's rules: no circle, what gives work, which items seem to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.rules.cascade import (
    DELIVERABLE,
    PROVISION,
    TARGET,
    Item,
    Part,
    closes_circle,
    gives_work,
    propose,
    standing,
)


@pytest.mark.parametrize(
    ("stands", "lower", "upper", "wanted"),
    [
        ([], 1, 2, False),
        ([(2, 1)], 1, 2, True),
        ([(3, 2), (2, 1)], 1, 3, True),
        ([(3, 2), (2, 1)], 3, 1, False),
        ([(2, 1), (3, 1)], 3, 2, False),
        ([], 1, 1, True),
    ],
)
def test_a_circle(stands: list[tuple[int, int]], lower: int, upper: int, wanted: bool) -> None:
    assert closes_circle(stands, lower, upper) is wanted


_EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25)


@given(_EDGES)
def test_what_is_added_without_a_circle_has_none(edges: list[tuple[int, int]]) -> None:
    kept: list[tuple[int, int]] = []
    for lower, upper in edges:
        if not closes_circle(kept, lower, upper):
            kept.append((lower, upper))
    # Taking away again and again what specifies nothing leaves nothing: there is no circle.
    left = set(kept)
    while left:
        free = {edge for edge in left if edge[1] not in {lower for lower, _ in left}}
        assert free
        left -= free


def test_what_gives_work() -> None:
    parts = [
        Part("section", None),
        Part("objective", 0),
        Part("section", None),
        Part("task", 2),
        Part("task", 3),
        Part("task", 3),
        Part("organisation", None),
        Part("roadmap", None),
    ]
    assert gives_work(parts) == [4, 5, 6]
    # A directive has no tasks by name: its innermost articles and points give the work.
    assert gives_work([Part("article", None), Part("other", 0), Part("target", None)]) == [1]
    assert gives_work([]) == []


ABOVE = [
    Item(PROVISION, "Nâng cao chất lượng dịch vụ công trực tuyến"),
    Item(TARGET, "Tỷ lệ hài lòng của người dân (SIPAS)", "%", "2023"),
    Item(TARGET, "Tỷ lệ hài lòng của người dân (SIPAS)", "%", "2025"),
    Item(DELIVERABLE, "Đề án nâng cao chất lượng đội ngũ cán bộ"),
]


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        # Of two phases the one of the same due date is meant.
        (Item(TARGET, "Mức độ hài lòng của người dân (SIPAS)", "%", "2025"), 2),
        (Item(TARGET, "Tỉ lệ hài lòng của người dân (SIPAS)", "%", "2023"), 1),
        # Another unit is another target; a target is no task.
        (Item(TARGET, "Tỷ lệ hài lòng của người dân (SIPAS)", "điểm"), None),
        (Item(DELIVERABLE, "Tỷ lệ hài lòng của người dân (SIPAS)"), None),
        (Item(PROVISION, "Nâng cao chất lượng dịch vụ công"), 0),
        (Item(DELIVERABLE, "Đề án nâng cao chất lượng đội ngũ cán bộ, công chức"), 3),
        # A deliverable may carry out a provision; a provision does not specify a deliverable.
        (Item(DELIVERABLE, "Nâng cao chất lượng dịch vụ công trực tuyến toàn trình"), 0),
        (Item(PROVISION, "Đề án nâng cao chất lượng đội ngũ cán bộ"), None),
        (Item(PROVISION, "Phòng cháy, chữa cháy"), None),
        (Item(PROVISION, ""), None),
    ],
)
def test_which_item_is_meant(below: Item, wanted: int | None) -> None:
    found = propose(ABOVE, [below])
    assert [pair.upper for pair in found] == ([] if wanted is None else [wanted])


_WORDS = ["cải", "cách", "thủ", "tục", "hồ", "sơ", "đúng", "hạn", "số", "hóa"]
_ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from([PROVISION, TARGET, DELIVERABLE]),
        st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join),
        st.sampled_from(["", "%"]),
    ),
    max_size=12,
)


@given(_ITEMS, _ITEMS)
def test_each_lower_item_specifies_one_at_most(upper: list[Item], lower: list[Item]) -> None:
    found = propose(upper, lower)
    assert found == propose(upper, lower)
    assert len({pair.lower for pair in found}) == len(found)
    for pair in found:
        assert 0.5 <= pair.likeness <= 1
        assert (upper[pair.upper].kind == TARGET) == (lower[pair.lower].kind == TARGET)


@given(_ITEMS)
def test_a_document_answers_to_itself_wholly(items: list[Item]) -> None:
    by_lower = {pair.lower: pair for pair in propose(items, items)}
    for index, item in enumerate(items):
        if index in by_lower:
            assert by_lower[index].likeness == 1
            assert items[by_lower[index].upper].kind == item.kind


@pytest.mark.parametrize(
    ("statuses", "wanted"),
    [
        ([], "nobody"),
        (["proposed"], "proposed"),
        (["proposed", "confirmed"], "taken_up"),
        (["rejected"], "nobody"),
    ],
)
def test_standing(statuses: list[str], wanted: str) -> None:
    assert standing(statuses) == wanted


@pytest.mark.shared
def test_issued_plans_answer_to_resolution_57(shared: Path) -> None:
    """Pairs that a person reading both documents makes: three targets, two clauses."""

    def items(name: str) -> list[Item]:
        draft = read_bytes((shared / "corpus" / name).read_bytes(), name).as_dict("vi")
        return [
            *(Item(PROVISION, node["title"] or "") for node in draft["outline"]),
            *(
                Item(TARGET, one["subject"], one["unit"] or "", str(one["due"] or ""))
                for one in draft["targets"]
            ),
        ]

    above = items("57-nq-tw.txt")

    def pairs(name: str) -> set[tuple[str, str]]:
        below = items(name)
        return {
            (above[pair.upper].subject[:40], below[pair.lower].subject[:40])
            for pair in propose(above, below)
        }

    assert {
        ("Quy mô kinh tế số", "Kinh tế số"),
        ("giao dịch không dùng tiền mặt", "Tỉ lệ giao dịch không dùng tiền mặt"),
        (
            "Tỉ lệ doanh nghiệp có hoạt động đổi mới ",
            "Tỷ lệ doanh nghiệp có hoạt động đổi mới ",
        ),
    } <= pairs("144-kh-ubnd-tinh-bac-ninh.txt")
    assert {
        ("Đảng đoàn Quốc hội lãnh đạo, chỉ đạo rà ", "Lãnh đạo, chỉ đạo rà soát, hoàn thiện ph"),
        ("Nâng cao nhận thức, đột phá về đổi mới t", "Tuyên truyền, quán triệt, nâng cao nhận "),
    } <= pairs("3260-kh-ddqh15.txt")
