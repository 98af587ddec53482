"""HTML: blocks, lists with their labels, tables as grids, nothing of scripts."""

from __future__ import annotations

import pytest

from namro.foundation.documents.reading.blocks import Block, Cell, Paragraph, Table
from namro.foundation.documents.reading.opening import Refused, open_bytes


def blocks(inner: str, encoding: str = "utf-8", head: str = "") -> tuple[Block, ...]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{inner}</body></html>"
    return open_bytes(page.encode(encoding), "a.html").blocks


def texts(inner: str) -> list[str]:
    return [block.text for block in blocks(inner) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
        ("Một<p>Hai</p>ba", ["Một", "Hai", "ba"]),
        ("<p>Một<br>hai</p>", ["Một\nhai"]),
        ("<p> nhiều \n  khoảng&nbsp;trắng </p>", ["nhiều khoảng\u00a0trắng"]),
        ("<p>a&amp;b &lt;c&gt; &#8805;5</p>", ["a&b <c> ≥5"]),
        ("<div><span>A<i>b</i></span> c<div>D</div></div>", ["Ab c", "D"]),
        ("<p>x</p><script>document.write('y')</script><style>z</style><!-- w -->", ["x"]),
        ('<p>x<span style="display:none">ẩn</span></p><p hidden>y</p>', ["x"]),
        ('<p>kế <span style="text-transform: uppercase">hoạch</span></p>', ["kế HOẠCH"]),
        ("<pre>một\n  hai\n</pre>", ["một", "  hai"]),
        ("<ul><li>a<li>b</ul>", ["- a", "- b"]),
        ("<ol><li>a<li value=5>b<li>c</ol>", ["1. a", "5. b", "6. c"]),
        ('<ol type="I" start="3"><li>a<li>b</ol>', ["III. a", "IV. b"]),
        ('<ol style="list-style-type: lower-alpha"><li>a</ol>', ["a. a"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ol><li>a<ol type=a><li>b</ol><li>c</ol>", ["1. a", "a. b", "2. c"]),
        ("<ol><li><p>a</p><p>b</p></li></ol>", ["1. a", "b"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
    ],
)  # fmt: skip
def test_paragraphs(inner: str, expected: list[str]) -> None:
    assert texts(inner) == expected


def test_labels_weight_and_place() -> None:
    found = [
        block
        for block in blocks(
            "<h1>A</h1><p align=center><b>B</b></p><ol><li><b>c</b></ol>"
            '<div style="text-align:center">D <b>e</b></div><p style="font-weight:700">F</p>'
        )
        if isinstance(block, Paragraph)
    ]
    assert [(item.bold, item.centred, item.generated_label) for item in found] == [
        (True, False, None), (True, True, None), (True, False, "1."), (False, True, None),
        (True, False, None),
    ]  # fmt: skip


def test_spans_become_a_full_grid() -> None:
    (table,) = blocks(
        "<table><tr><th>TT<th colspan=2>Nhóm<tr><td>1<td>a<td rowspan=3>Sở Nội vụ"
        "<tr><td>2<td>b<tr><td>3<td>c<tr><td>4</table>"
    )
    assert isinstance(table, Table)
    assert table.rows[0] == (Cell("TT"), Cell("Nhóm", 1, 2), Cell(""))
    assert table.rows[1][2] == Cell("Sở Nội vụ", row_span=3)
    assert table.rows[2][2] == table.rows[3][2] == Cell("", merged_from_above=True)
    assert table.rows[4] == (Cell("4"), Cell(""), Cell(""))


def test_rowspan_nought_reaches_the_end_and_huge_spans_are_cut() -> None:
    (table,) = blocks("<table><tr><td rowspan=0>A<td>b<tr><td>c<tr><td rowspan=65534>d</table>")
    assert isinstance(table, Table)
    assert table.rows[0][0] == Cell("A", row_span=3)
    assert table.rows[2][1] == Cell("d")


def test_nested_tables_are_flattened_into_their_cell() -> None:
    inner = "<table><tr><td>x<td>y<tr><td>z</table>"
    (table,) = blocks(f"<table><tr><td>trước{inner}sau<td>B</table>")
    assert isinstance(table, Table)
    assert [place.text for place in table.rows[0]] == ["trước\nx\ty\nz\nsau", "B"]


def test_cells_keep_their_paragraphs() -> None:
    (table,) = blocks("<table><tr><td><p>a<p>b<ul><li>c</ul><td>d<br>e</table>")
    assert isinstance(table, Table)
    assert [place.text for place in table.rows[0]] == ["a\nb\n- c", "d\ne"]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="windows-1252">'),
        ("utf-16", ""),
        ("utf-8-sig", '<meta charset="utf-8">'),
    ],
)
def test_encodings(encoding: str, head: str) -> None:
    (found,) = blocks("<p>Kế hoạch của Ủy ban</p>", encoding, head)
    assert isinstance(found, Paragraph)
    assert found.text == "Kế hoạch của Ủy ban"


def test_an_old_page_in_windows_1252_is_read_as_it_says() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>caf\xe9 – x</p></body></html>'
    (found,) = open_bytes(page.encode("cp1252"), "a.htm").blocks
    assert isinstance(found, Paragraph)
    assert found.text == "café – x"


def test_what_is_left_open_loses_nothing() -> None:
    """Old editors leave <font> and <b> open; a parser with a limit on depth would stop there."""
    inner = "<p><font face=x><b>chữ</p>" * 600 + "<p>cuối"
    assert texts(inner)[-1] == "cuối"
    assert len(texts(inner)) == 601


@pytest.mark.parametrize("count", [300, 1100, 300_000])
def test_depth_beyond_measure_is_refused_at_once(count: int) -> None:
    with pytest.raises(Refused) as caught:
        blocks("<div>" * count + "<p>chữ")
    assert caught.value.code == "too_complex"
