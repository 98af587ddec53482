"""The text with the places of findings marked: nothing is lost, overlaps are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from namro.programme.drafting.rules import marks
from namro.programme.drafting.rules.marks import Line, Piece, Place, marked_lines


def test_a_piece_takes_the_heaviest_of_what_covers_it() -> None:
    places = [Place(1, 0, 6, "look"), Place(2, 2, 4, "must"), Place(3, 3, 3, "should")]
    assert marked_lines("abcdef", places) == [
        Line(
            1,
            (
                Piece("ab", "look", (places[0],)),
                Piece("cd", "must", (places[1],)),
                Piece("ef", "look"),
            ),
        )
    ]


def test_a_finding_over_several_lines_begins_once() -> None:
    place = Place(1, 1, 8, "must")
    lines = marked_lines("abc\n\ndefgh", [place])
    assert [line.number for line in lines] == [1, 3]
    begins = [place for line in lines for piece in line.pieces for place in piece.begins]
    assert begins == [place]
    assert [piece.text for piece in lines[1].pieces if piece.severity] == ["def"]


def test_of_a_long_text_only_what_is_around_findings_is_shown() -> None:
    text = "\n".join(f"dòng {number}" for number in range(1, 60_001))
    assert len(text) > marks.MOST_SHOWN
    start = text.index("dòng 30000")
    lines = marked_lines(text, [Place(1, start, start + 4, "must")])
    assert [line.number for line in lines] == [29_998, 29_999, 30_000, 30_001, 30_002]
    assert lines[0].skipped == 29_997


@given(
    st.text(alphabet="ab \n", max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(0, 60), st.sampled_from(["must", "should", "look"])
        ),
        max_size=8,
    ),
)
def test_pieces_are_the_text_and_every_place_begins_at_most_once(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    places = [
        Place(number, min(low, len(text)), min(max(low, high), len(text)), severity)
        for number, (low, high, severity) in enumerate(spans, start=1)
    ]
    lines = marked_lines(text, places)
    printed = {line.number: "".join(piece.text for piece in line.pieces) for line in lines}
    wanted = {number: line for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
    assert printed == wanted
    begun = [place.number for line in lines for piece in line.pieces for place in piece.begins]
    assert len(begun) == len(set(begun))
    inside = {
        place.number
        for place in places
        if place.start < place.end and text[place.start : place.end].strip("\n ")
        and text[place.start] != "\n" and text.split("\n")[text.count("\n", 0, place.start)].strip()
    }  # fmt: skip
    assert inside <= set(begun)
