"""The rules of a review: values on forms, the working draft, marks in the text."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.programme.programmes.rules import draft as draft_rules
from namro.programme.programmes.rules import editing, working
from namro.programme.programmes.rules.arranging import arranged
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
        ("outline", {"label": "x" * 101, "kind": "task"}, {"label": "too_long"}),
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


# --- the outline as people made it ----------------------------------------------------------

LINE = 10  # characters of a line, its end included


def outlined(depths: list[int]) -> list[dict[str, Any]]:
    """An outline of one line to each node, as reading gives it; `depths` are brought in order."""
    nodes: list[dict[str, Any]] = []
    open_: list[dict[str, Any]] = []
    for at, wanted in enumerate(depths):
        start = at * LINE
        for node in open_[wanted:]:
            node["end"] = start - 1
        open_ = open_[:wanted]
        parent = open_[-1]["id"] if open_ else None
        node = {"id": f"n{at}", "parent": parent, "label": f"{at}", "start": start, "end": 0}
        nodes.append(node)
        open_.append(node)
    for node in open_:
        node["end"] = len(depths) * LINE - 1
    return nodes


def told(nodes: list[dict[str, Any]]) -> str:
    """The arranged nodes in short: what each stands below and which lines it holds."""
    return " ".join(
        f"{node['id']}<{node['parent'] or ''}:{node['start'] // LINE}-{(node['end'] + 1) // LINE}"
        for node in nodes
    )


#   n0 I, n1 1, n2 2, n3 (a) below 2, n4 II, n5 1
PLAN = [0, 1, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("gone", "new", "arrangement"),
    [
        # Its line goes to what stands before it …
        ({2: True}, [], "n0<:0-4 n1<n0:1-4 n3<n1:3-4 n4<:4-6 n5<n4:5-6"),
        ({3: True}, [], "n0<:0-4 n1<n0:1-2 n2<n0:2-4 n4<:4-6 n5<n4:5-6"),
        # … what stood below a section stands below the section before it, one rank kept …
        ({4: True}, [], "n0<:0-6 n1<n0:1-2 n2<n0:2-5 n3<n2:3-5 n5<n0:5-6"),
        # … and the first of its rank leaves its place to what it stood below.
        ({1: True}, [], "n0<:0-4 n2<n0:2-4 n3<n2:3-4 n4<:4-6 n5<n4:5-6"),
        ({0: True}, [], "n1<:1-2 n2<:2-4 n3<n2:3-4 n4<:4-6 n5<n4:5-6"),
        # An added section ends the one before it and takes what comes after.
        ({}, [(2.5, None)], "n0<:0-2 n1<n0:1-2 n2<n0:2-2 +<:2-4 n3<+:3-4 n4<:4-6 n5<n4:5-6"),
        ({}, [(2.5, "n0")], "n0<:0-4 n1<n0:1-2 n2<n0:2-2 +<n0:2-4 n3<+:3-4 n4<:4-6 n5<n4:5-6"),
        ({}, [(2.5, "n2")], "n0<:0-4 n1<n0:1-2 n2<n0:2-4 +<n2:2-3 n3<n2:3-4 n4<:4-6 n5<n4:5-6"),
        # What it was to stand below is set aside: it stands below what is there.
        (
            {2: True},
            [(2.5, "n2")],
            "n0<:0-4 n1<n0:1-4 +<n1:2-3 n3<n1:3-4 n4<:4-6 n5<n4:5-6",
        ),
    ],
)
def test_how_an_outline_is_arranged(
    gone: dict[int, bool], new: list[tuple[float, str | None]], arrangement: str
) -> None:
    nodes = outlined(PLAN)
    for at, removed in gone.items():
        nodes[at]["_removed"] = removed
    for line, parent in new:
        start = int(line * LINE)
        node = {"id": "+", "parent": parent, "label": "x", "start": start, "end": start + 3}
        nodes.append({**node, "_added": True})
    assert told(arranged(nodes)) == arrangement


@st.composite
def changed_outlines(draw: st.DrawFn) -> list[dict[str, Any]]:
    """An outline with nodes set aside and added anywhere."""
    depths = [0]
    for _ in range(draw(st.integers(0, 14))):
        depths.append(draw(st.integers(0, depths[-1] + 1)))
    nodes = outlined(depths)
    ids = [None, *[node["id"] for node in nodes], "nowhere"]
    for node in nodes:
        if draw(st.booleans()):
            node["_removed"] = True
    for at in sorted(draw(st.sets(st.integers(0, len(depths) - 1), max_size=4))):
        start = at * LINE + 5
        node = {"id": f"+{at}", "parent": draw(st.sampled_from(ids)), "label": "x",
                "start": start, "end": start + 3}  # fmt: skip
        nodes.append({**node, "_added": True})
    return nodes


@given(changed_outlines())
def test_an_arranged_outline_is_a_tree_of_places(nodes: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(nodes)
    found = arranged(nodes)
    assert nodes == before  # so that everything can be undone
    assert {node["id"] for node in found} == {n["id"] for n in nodes if not n.get("_removed")}
    places = draft_rules.tree(found)  # parents come before their children
    by = {node["id"]: node for node in found}
    for node in found:
        assert node["start"] <= node["end"]
        if node["parent"] is not None:
            whole = by[node["parent"]]
            assert whole["start"] <= node["start"] <= node["end"] <= whole["end"]
    for one in found:
        for other in found:
            if one["parent"] == other["parent"] and one["start"] < other["start"]:
                assert one["end"] < other["start"]
    # Every line still belongs to somebody, unless nothing before it is left that was read there
    # (what a person added ends where that person said).
    find = draft_rules.innermost(
        [(node["start"], node["end"] + 1) for node in found], [each.parent for each in places]
    )
    read = [node["start"] for node in found if not node.get("_added")]
    first = min(read, default=None)
    lines = sum(not node.get("_added") for node in nodes)
    for at in range(lines):
        if first is not None and at * LINE >= first:
            assert find(at * LINE) is not None
    unmarked = [n for n in nodes if not n.get("_added")]
    for node in unmarked:
        node["_removed"] = False
    plain = [{**node} for node in arranged(unmarked)]
    assert plain == unmarked
