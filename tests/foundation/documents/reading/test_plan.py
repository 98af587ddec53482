"""A whole plan, from its letterhead to the last row of its appendix."""

from __future__ import annotations

from typing import Any

import pytest

from tests.foundation.documents.reading.documents import PLAN, read


@pytest.fixture(scope="module")
def draft() -> dict[str, Any]:
    return read(PLAN)


def test_the_head(draft: dict[str, Any]) -> None:
    assert draft["document"] == {
        "kind": "Kế hoạch",
        "number": "07/KH-UBND",
        "title": "PHÁT TRIỂN DU LỊCH TỈNH AN HÒA GIAI ĐOẠN 2026 - 2030",
        "issuer": "Ủy ban nhân dân tỉnh An Hòa",
        "issued_on": "2026-02-09",
        "place": "An Hòa",
        "signer": "Trần Thị Bình",
        "signer_role": "Phó Chủ tịch",
        "period": [2026, 2030],
        "recipients": ["Tỉnh ủy (b/c)", "Các sở, ngành", "Lưu: VT"],
    }


def test_the_outline(draft: dict[str, Any]) -> None:
    headings = [(one["id"], one["kind"]) for one in draft["outline"] if one["heading"]]
    assert headings == [
        ("I", "objective"), ("I/1", "objective"), ("I/2", "requirement"), ("II", "objective"),
        ("II/1", "objective"), ("II/2", "target"), ("III", "task"), ("III/1", "task"),
        ("III/2", "task"), ("IV", "organisation"), ("IV/1", "organisation"),
        ("Phụ lục I", "appendix"), ("Phụ lục II", "appendix"),
    ]  # fmt: skip
    sentence = next(one for one in draft["outline"] if one["id"] == "IV/2")
    assert sentence["heading"] is False


def test_objectives_and_requirements(draft: dict[str, Any]) -> None:
    assert [one["text"] for one in draft["objectives"]] == [
        "Đưa An Hòa thành điểm đến xanh và thân thiện."
    ]
    assert len(draft["requirements"]) == 2


def test_targets_in_text(draft: dict[str, Any]) -> None:
    found = [
        (one["within"], one["comparator"], one["value"], one["unit"], one["due"])
        for one in draft["targets"]
        if one["within"] != "table"
    ]
    assert found == [
        ("targets", "more_than", 3, "triệu lượt khách", 2030),
        ("targets", "reach", 9500, "tỷ đồng", 2030),
        ("targets", "at_least", 80, "%", 2030),
        ("targets", "reach", 30, "%", 2030),
        ("targets", "qualitative", None, None, 2030),
        ("targets", "at_least", 20, "cơ sở", 2027),
        ("tasks", "reach", 100, "%", None),
    ]
    shares = [one for one in draft["targets"] if one["part_of"] is not None]
    assert [draft["targets"][one["part_of"]]["value"] for one in shares] == [80]


def test_targets_in_the_table(draft: dict[str, Any]) -> None:
    found = [
        (one["label"], one["comparator"], one["value"], one["unit"], one["due"], one["lead"])
        for one in draft["targets"]
        if one["within"] == "table"
    ]
    culture = "Sở Văn hóa, Thể thao và Du lịch"
    assert found == [
        ("1", "reach", 2.5, "triệu lượt", 2028, culture),
        ("1", "more_than", 3, "triệu lượt", 2030, culture),
        ("2", "reach", 70, "%", 2028, "Sở Nội vụ"),
        ("2", "at_least", 85, "%", 2030, "Sở Nội vụ"),
        ("3", "reach", 3, "khu", 2030, "Sở Xây dựng"),
    ]


def test_the_text_that_contradicts_its_table_is_reported(draft: dict[str, Any]) -> None:
    (issue,) = [one for one in draft["issues"] if one["code"] == "contradiction"]
    assert "80%" in issue["message"]
    assert "85%" in issue["message"]
    assert "80%" in draft["text"][issue["start"] : issue["end"]]


def test_deliverables(draft: dict[str, Any]) -> None:
    found = [
        (one["group"], one["no"], one["kind"], one["lead"], one["lead_inferred"], one["due"])
        for one in draft["deliverables"]
    ]
    assert found == [
        ("A Quy hoạch", "1", "Đề án", "Sở Xây dựng", False, "Quý III/2026"),
        ("A Quy hoạch", "2", None, "Sở Xây dựng", True, "2026"),
        ("B Quảng bá", "1", "Kế hoạch", "Sở Văn hóa, Thể thao và Du lịch", False, "Hằng năm"),
    ]
    assert draft["deliverables"][0]["co_ordinating"] == ["Sở Tài chính", "UBND các xã"]
    assert draft["deliverables"][0]["product"] == "Đề án"
    inferred = [one for one in draft["issues"] if one["code"] == "lead_inferred"]
    assert len(inferred) == 1


def test_every_place_in_the_text_is_true(draft: dict[str, Any]) -> None:
    text = draft["text"]
    for one in [*draft["objectives"], *draft["requirements"]]:
        assert text[one["start"] : one["end"]] == one["text"]
    for one in draft["targets"]:
        assert one["text"] in text[one["start"] : one["end"]]
    for one in draft["deliverables"]:
        assert one["title"] in text[one["start"] : one["end"]]
    for one in draft["outline"]:
        assert text[one["start"] :].startswith(one["label_raw"])
        assert one["start"] <= one["end"] <= len(text)


def test_a_plan_whose_day_is_still_blank_has_a_place_and_no_date() -> None:
    text = PLAN.replace("ngày 09 tháng 02 năm 2026", "ngày     tháng 02 năm 2026")
    head = read(text)["document"]
    assert head["place"] == "An Hòa"
    assert head["issued_on"] is None
