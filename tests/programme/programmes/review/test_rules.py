"""The rules of a review: values on forms, the working draft, marks in the text."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules import editing, working
from namro.programme.programmes.rules.marks import Mark, marked_lines, passage
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.places import Place
from tests.programme.programmes.drafts import CONTENT, TEXT, FakeDraft

HEAD = {"number": "1", "title": "x"}


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("85", "vi", 85), ("7,5", "vi", 7.5), ("9.000", "vi", 9000),
        ("1.234.567,25", "vi", 1234567.25),
        ("7.5", "en", 7.5), ("9,000", "en", 9000), ("-3", "vi", -3), ("", "vi", None),
        ("  60,5 ", "vi", 60.5), ("0", "vi", 0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written(
    written: str, language: Language, value: float | None
) -> None:
    form = {"comparator": "reach", "low": written}
    values, wrong = editing.read("targets", form, language)
    assert (values["value"], wrong) == (value, {})


@pytest.mark.parametrize(
    ("group", "form", "wrong"),
    [
        ("targets", {"comparator": "reach", "low": "7.5"}, {"low": "not_a_number"}),  # Vietnamese
        ("targets", {"comparator": "reach", "low": "bảy"}, {"low": "not_a_number"}),
        ("targets", {"comparator": "reach", "low": "1" * 25}, {"low": "not_a_number"}),
        ("targets", {"comparator": "reach", "low": "NaN"}, {"low": "not_a_number"}),
        ("targets", {"comparator": "reach", "low": "12345678901234567,5"}, {"low": "not_a_number"}),
        ("targets", {"comparator": "between", "low": "9", "high": "5"}, {"high": "upside_down"}),
        ("targets", {"comparator": "between", "high": "5"}, {"low": "no_low"}),
        ("targets", {"comparator": "qualitative", "low": "5"}, {"low": "no_figure"}),
        ("targets", {"comparator": "about"}, {"comparator": "unknown"}),
        ("targets", {"comparator": ""}, {"comparator": "needed"}),
        ("targets", {"comparator": "reach", "due": "sang năm"}, {"due": "not_due"}),
        ("targets", {"comparator": "reach", "due": "31/02/2025"}, {"due": "not_due"}),
        ("targets", {"comparator": "reach", "due": "0001"}, {"due": "not_a_year"}),
        (
            "targets",
            {"comparator": "reach", "baseline": "2020", "previous_year": "1"},
            {"baseline": "two_baselines"},
        ),
        ("document", {"number": "", "title": "x"}, {"number": "needed"}),
        ("document", {**HEAD, "issued_on": "2025"}, {"issued_on": "not_a_date"}),
        ("document", {**HEAD, "period_from": "2021"}, {"period_to": "both_years"}),
        (
            "document",
            {**HEAD, "period_from": "2025", "period_to": "2021"},
            {"period_to": "upside_down"},
        ),
        ("deliverables", {"title": "x" * 5001}, {"title": "too_long"}),
        ("deliverables", {"title": " \u200b "}, {"title": "needed"}),
        ("outline", {"kind": "chapterhouse"}, {"kind": "unknown"}),
        ("roadmap", {"from": "2025", "to": "2021", "text": "x"}, {"to": "upside_down"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_field(
    group: str, form: dict[str, str], wrong: dict[str, str]
) -> None:
    assert editing.read(group, form, "vi")[1] == wrong


def test_direction_marks_do_not_come_in() -> None:
    form = {"title": "a\u202eb\x00c", "co_ordinating": "Sở A\r\n\r\n  Sở B  "}
    values, _ = editing.read("deliverables", form, "vi")
    assert values["title"] == "a b c"
    assert values["co_ordinating"] == ["Sở A", "Sở B"]


NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.decimals(-(10**6), 10**6, places=4, allow_nan=False).map(float),
)
TARGETS = st.fixed_dictionaries(
    {
        "value": st.one_of(
            st.none(), NUMBERS, st.tuples(NUMBERS, NUMBERS).map(lambda pair: sorted(pair))
        ),
        "comparator": st.sampled_from(["reach", "between", "increase"]),
        "due": st.one_of(
            st.none(),
            st.integers(1990, 2100),
            st.dates()
            .filter(lambda day: 1945 <= day.year <= 2150)
            .map(lambda day: day.isoformat()),
        ),
        "baseline": st.one_of(st.none(), st.integers(1990, 2100), st.just("previous_year")),
        "each_year": st.booleans(),
        "unit": st.sampled_from([None, "%", "đảng viên"]),
    }
)


@given(TARGETS, st.sampled_from(["vi", "en"]))
def test_what_a_form_shows_is_read_back_equal(item: dict[str, Any], language: Language) -> None:
    values, wrong = editing.read("targets", editing.shown("targets", item, language), language)
    assert wrong == {}
    assert working.differences(item, values) == {}


def begun() -> working.Working:
    draft = FakeDraft()
    return working.begun(
        draft.as_dict("vi"), draft.as_dict("en")["issues"], [{"no": "2"}] * len(draft.issues)
    )


def test_a_draft_that_nobody_changed_is_imported_as_it_was_read() -> None:
    finished = working.finished(begun())
    for group in ("outline", "objectives", "targets", "requirements", "deliverables", "roadmap"):
        assert finished[group] == CONTENT[group]
    assert finished["document"] == CONTENT["document"]
    assert [issue["code"] for issue in finished["issues"]] == ["lead_inferred"]
    assert working.finished(begun(), "en")["issues"][0]["message"] == "Please confirm."


@given(st.sets(st.integers(0, 3)))
def test_what_is_set_aside_takes_nothing_else_with_it(removed: set[int]) -> None:
    draft = begun()
    before = copy.deepcopy(draft)
    for at in removed:
        draft["targets"][at]["_removed"] = True
    targets = working.finished(draft)["targets"]
    assert [target["text"] for target in targets] == [
        target["text"] for at, target in enumerate(CONTENT["targets"]) if at not in removed
    ]
    for target in targets:
        whole = target["part_of"]
        assert whole is None or targets[whole]["text"] == CONTENT["targets"][0]["text"]
    for at in removed:
        draft["targets"][at]["_removed"] = False
    assert working.finished(draft) == working.finished(before)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, "", True), ("", [], True), (None, False, False), (0, None, False), (0, False, False),
        (1, True, False), (7, 7.0, True), ([1, 2], [1, 2], True), ([1, 2], [1, 3], False),
        ("a", "b", False), (2025, "2025", False),
    ],
)  # fmt: skip
def test_when_two_values_are_the_same(one: object, other: object, same: bool) -> None:
    assert (working.differences({"x": one}, {"x": other}) == {}) is same


@pytest.mark.parametrize("key", ["", "x", "chi-tieu", "chi-tieu-", "chi-tieu-0", "chi-tieu--1",
                                 "chi-tieu-²", "chi-tieu-01", "chi-tieu-999999999999"])  # fmt: skip
def test_keys_that_name_nothing(key: str) -> None:
    assert working.find(begun(), key) is None


PLACES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(PLACES, max_size=12))
def test_marks_neither_lose_nor_double_anything(spans: list[list[int]]) -> None:
    marks = [
        Mark(start, end, f"k{at}", "target" if at % 2 else "issue")
        for at, (start, end) in enumerate(spans)
    ]
    lines = marked_lines(TEXT, Place(0, len(TEXT)), marks)
    said = ["".join(piece.text for piece in line.pieces) for line in lines]
    assert said == [line for line in TEXT.split("\n") if line.strip()]
    for line in lines:
        at = line.start
        for piece in line.pieces:
            assert piece.start == at
            at += len(piece.text)
            inside = {mark.kind for mark in marks if mark.start <= piece.start and mark.end >= at}
            assert set(piece.kinds) == inside
    begins = [mark for line in lines for piece in line.pieces for mark in piece.begins]
    ends_with_text = len(TEXT.rstrip("\n"))
    assert sorted(mark.key for mark in begins if mark.start <= ends_with_text) == sorted(
        mark.key for mark in marks if mark.start <= ends_with_text
    )


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("đảng viên", ["đảng viên"]),
        ("Mục tiêu\n(1)  Việc", ["Mục tiêu\n(1) Việc"]),
        ("không có", []),
        ("", []),
        ("Việc", ["Việc", "Việc"]),
    ],
)
def test_words_are_found_across_lines(words: str, places: list[str]) -> None:
    assert [TEXT[place.start : place.end] for place in passage(TEXT, words)] == places
