"""Redaction: what is hidden is gone, everything else stays where it was."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules import levels, redaction
from namro.programme.programmes.rules.places import Place

TEXT = st.text(alphabet="ab ă\n\tẤ█", max_size=60)


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, list[Place]]:
    text = draw(TEXT)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=6))
    return text, [Place(min(pair), max(pair)) for pair in pairs]


@given(texts_with_places())
def test_hidden_characters_are_gone_and_all_others_stay(case: tuple[str, list[Place]]) -> None:
    text, places = case
    made = redaction.redacted(text, redaction.united(places))
    hidden = {at for place in places for at in range(place.start, place.end)}
    assert len(made) == len(text)
    for at, (old, new) in enumerate(zip(text, made, strict=True)):
        assert new == (redaction.FILL if at in hidden and old != "\n" else old)


@given(texts_with_places())
def test_united_places_cover_the_same_and_never_touch(case: tuple[str, list[Place]]) -> None:
    _, places = case
    united = redaction.united(places)
    covered = {at for place in places for at in range(place.start, place.end)}
    assert covered == {at for place in united for at in range(place.start, place.end)}
    for one, other in pairwise(united):
        assert one.end < other.start


@given(texts_with_places(), st.integers(0, 60), st.integers(0, 60))
def test_overlap_is_a_shared_character(case: tuple[str, list[Place]], start: int, end: int) -> None:
    _, places = case
    covered = {at for place in places for at in range(place.start, place.end)}
    shared = bool(covered & set(range(start, end)))
    assert redaction.overlaps(redaction.united(places), start, end) == shared


@given(TEXT)
def test_runs_joined_are_the_text(text: str) -> None:
    pieces = redaction.runs(text)
    assert "".join(piece for _, piece in pieces) == text
    assert all(hidden == (redaction.FILL in piece) for hidden, piece in pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("██ ███ còn lại", "[x] còn lại"),
        ("trước ████\n██ sau", "trước [x]\n[x] sau"),
        ("không giấu gì", "không giấu gì"),
        ("", ""),
    ],
)
def test_a_label_says_nothing_of_the_length(text: str, expected: str) -> None:
    assert redaction.said(text, "[x]") == expected


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("Làm Đề án A  B\tC rồi", "đề án a b c", ["Đề án A  B\tC"]),
        (
            "Rà soát đảng bộ; rà SOÁT đảng bộ.",
            "Rà soát đảng bộ",
            ["Rà soát đảng bộ", "rà SOÁT đảng bộ"],
        ),
        ("ngoài đảng bộ", "goài đảng", []),
        ("đảng bộ2", "đảng bộ", []),
        ("İ đảng bộ", "đảng bộ", ["đảng bộ"]),
        ("đảng bộ", "", []),
        ("  đảng bộ", "đảng bộ", ["đảng bộ"]),
    ],
)
def test_the_same_words_elsewhere_are_found(text: str, sought: str, expected: list[str]) -> None:
    found = sorted(redaction.repeats(text, [sought]), key=lambda place: place.start)
    assert [text[place.start : place.end] for place in found] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Đề án: Rà soát các đảng bộ tổng công ty.", 2),
        ("Rà soát các đảng bộ tổng công ty", 1),
        ("Đề án: Một việc", 0),
        ("", 0),
    ],
)
def test_what_is_looked_for_elsewhere(title: str, expected: int) -> None:
    assert len(redaction.phrases(title)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Nhóm A", "Nhóm A"),
        ("XÂY DỰNG  đề án di dời", "[x]"),
        ("1. Xây dựng đề án di dời: các bước", "1. [x]: các bước"),
        ("Xây dựng đề án di dờiX", "Xây dựng đề án di dờiX"),
        ("", ""),
    ],
)
def test_repeated_words_are_taken_out_of_a_value(value: str, expected: str) -> None:
    assert redaction.without(value, ["Xây dựng đề án di dời"], "[x]") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Ban Tổ chức", "Ban Tổ chức"), ("ban  tổ chức", "ban  tổ chức"), ("Sở", "…"), ("", "")],
)
def test_a_value_stays_where_its_words_do(value: str, expected: str) -> None:
    assert redaction.kept(value, "21 … Ban Tổ chức", "…") == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("internal", ""), "internal"),
        (("internal", "public"), "internal"),
        (("public", "internal", "restricted"), "restricted"),
        (("restricted", "", "public"), "restricted"),
    ],
)
def test_an_item_is_at_least_as_protected_as_its_programme(
    named: tuple[str, ...], expected: str
) -> None:
    assert levels.effective(*named) == expected


@given(st.sampled_from(levels.ORDER), st.sampled_from(levels.ORDER))
def test_of_two_levels_one_is_lower_or_they_are_one(old: str, new: str) -> None:
    assert levels.lowers(old, new) + levels.lowers(new, old) == (old != new)
    assert (new in levels.lower(old)) == levels.lowers(old, new)
    assert (new in levels.higher(old)) == levels.lowers(new, old)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lan", "lan", True),
        ("Lan", "lan", True),
        ("operator:lan", "lan", True),
        ("operator:root", "lan", False),
        ("operator:root", "operator:root", True),
    ],
)
def test_who_is_one_person(one: str, other: str, *, same: bool) -> None:
    assert levels.same_person(one, other) is same


@pytest.mark.parametrize(
    ("removed", "expected"),
    [
        ([], ""),
        ([""], ""),
        (["", "restricted"], "restricted"),
        (["internal", "public"], "internal"),
    ],
)
def test_what_an_amendment_removes_protects_what_it_adds(removed: list[str], expected: str) -> None:
    assert levels.carried(removed) == expected
