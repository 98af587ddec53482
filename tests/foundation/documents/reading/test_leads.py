"""Whose task a row is when its lead cell is empty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.foundation.documents.reading.deliverables import kind_of, split_bodies
from tests.foundation.documents.reading.documents import read


def _leads(cells: list[str]) -> list[tuple[str | None, bool]]:
    rows = "\n".join(
        f"{at}\tXây dựng Đề án số {at}.\t{lead}\t" for at, lead in enumerate(cells, start=1)
    )
    draft = read(f"PHỤ LỤC\n\nTT\tNội dung\tCơ quan chủ trì\tGhi chú\n{rows}\n")
    return [(one["lead"], one["lead_inferred"]) for one in draft["deliverables"]]


@pytest.mark.parametrize(
    ("cells", "leads"),
    [
        (["A", "B", "C"], "ABC"),
        (["A", "", "", "B", "", "", "C"], "ABBBBBC"),  # the name stands in the middle
        (["A", "", "B"], "AAB"),  # carried down
        (["A", "", "", "B"], "AAAB"),
        (["", "A", "", "B"], "AAAB"),
        (["", "", "A", "", ""], "AAAAA"),
        (["A", "", "", "B", "", "", "C", "D", ""], "ABBBBBCDD"),
    ],
)
def test_blank_cells_belong_to_the_block_they_lie_in(cells: list[str], leads: str) -> None:
    names = {letter: f"Sở {letter}" for letter in "ABCD"}
    found = _leads([names.get(cell, "") for cell in cells])
    assert [lead for lead, _ in found] == [names[letter] for letter in leads]
    assert [inferred for _, inferred in found] == [cell == "" for cell in cells]


def test_groups_end_a_block() -> None:
    draft = read(
        "PHỤ LỤC\n\nTT\tNội dung\tCơ quan chủ trì\n"
        "I\tNhóm một\t\n1\tViệc một.\tSở A\n2\tViệc hai.\t\n"
        "II\tNhóm hai\t\n1\tViệc ba.\t\n2\tViệc bốn.\tSở B\n"
    )
    assert [(one["group"], one["no"], one["lead"]) for one in draft["deliverables"]] == [
        ("I Nhóm một", "1", "Sở A"),
        ("I Nhóm một", "2", "Sở A"),
        ("II Nhóm hai", "1", "Sở B"),
        ("II Nhóm hai", "2", "Sở B"),
    ]


@given(st.lists(st.sampled_from(["", "Sở A", "Sở B", "Sở C"]), min_size=1, max_size=14))
def test_every_inferred_lead_is_marked_and_named_in_the_table(cells: list[str]) -> None:
    found = _leads(cells)
    assert len(found) == len(cells)
    for cell, (lead, inferred) in zip(cells, found, strict=True):
        if cell:
            assert (lead, inferred) == (cell, False)
        else:
            assert inferred is (lead is not None)
            assert lead is None or lead in cells
    if any(cells):
        assert all(lead is not None for lead, _ in found)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Đề án: Nâng cao chất lượng", "Đề án"),
        ("Đề tài khoa học: Giải pháp", "Đề tài khoa học"),
        ("Xây dựng và triển khai Kế hoạch thí điểm", "Kế hoạch"),
        ("Nghiên cứu, sửa đổi, bổ sung và hoàn thiện các quy định", "Quy định"),
        ("Kiến trúc chính quyền điện tử", None),
    ],
)
def test_the_official_word_for_a_deliverable(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Sở A; UBND các xã, phường", ["Sở A", "UBND các xã, phường"]),
        ("Các bộ, ngành, địa phương", ["Các bộ, ngành, địa phương"]),
        ("Bộ Công an, Văn phòng Chính phủ", ["Bộ Công an", "Văn phòng Chính phủ"]),
        ("", []),
    ],
)
def test_organisations_in_a_cell(cell: str, bodies: list[str]) -> None:
    assert split_bodies(cell) == bodies
