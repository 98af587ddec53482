"""PDF: printed lines in reading order, ruled tables with merged cells, pages."""

from __future__ import annotations

import pytest

from namro.foundation.documents.reading.blocks import Block, Cell, Paragraph, Table
from namro.foundation.documents.reading.opening import Refused, open_bytes
from tests.foundation.documents.opening.making import pdf, plain_pdf

TABLE = """
#table(columns: (1.2cm, 1fr, 4cm),
  [*TT*], [*Nhiệm vụ*], [*Chủ trì*],
  [1], [Đề án thứ nhất về một việc dài đến mức phải xuống dòng trong ô của bảng này],
  table.cell(rowspan: 2)[Sở Nội vụ],
  [2], [Đề án thứ hai],
  table.cell(colspan: 3)[Nhóm việc khác],
  [3], [\\- gạch thứ nhất; \\ \\- gạch thứ hai.], [Công an \\ thành phố])
"""


def blocks(markup: str) -> tuple[Block, ...]:
    opened = open_bytes(pdf(markup), "a.pdf")
    assert opened.format == "pdf"
    assert opened.plain is None
    return opened.blocks


def lines(markup: str) -> list[str]:
    return [block.text for block in blocks(markup) if isinstance(block, Paragraph)]


def test_one_paragraph_for_each_printed_line() -> None:
    found = lines("Đoạn văn dài " * 30)
    assert len(found) > 3
    assert " ".join(found).split() == ("Đoạn văn dài " * 30).split()


def test_two_columns_of_a_head_stand_apart_by_a_tab() -> None:
    head = "#grid(columns: (1fr, 1fr), [TỈNH ỦY], [ĐẢNG CỘNG SẢN VIỆT NAM])\n\nKế hoạch"
    assert lines(head) == ["TỈNH ỦY\tĐẢNG CỘNG SẢN VIỆT NAM", "Kế hoạch"]


def test_weight_centre_and_page() -> None:
    found = blocks(
        "#align(center)[*CHƯƠNG TRÌNH*]\n\nthân bài dài " + "x " * 80 + "#pagebreak() hai"
    )
    first, *_, last = (block for block in found if isinstance(block, Paragraph))
    assert (first.bold, first.centred, first.page) == (True, True, 1)
    assert (last.text, last.bold, last.page) == ("hai", False, 2)


def test_a_note_mark_is_not_read_into_a_figure() -> None:
    raised = "#let no(body) = super(typographic: false, body)\n"
    (line,) = lines(raised + "đạt 90%#no[1] và 12#no[23]\\; 5 km#no[2]")
    assert line == "đạt 90%¹ và 12²³; 5 km2"


def test_a_ruled_table_with_merged_cells() -> None:
    found = blocks("Trước bảng" + TABLE + "Sau bảng")
    before, table, after = found
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert (before.text, after.text) == ("Trước bảng", "Sau bảng")
    assert isinstance(table, Table)
    assert table.page == 1
    rows = table.rows
    assert [place.text for place in rows[0]] == ["TT", "Nhiệm vụ", "Chủ trì"]
    assert rows[1][1].text.startswith("Đề án thứ nhất về một việc dài")
    assert "\n" not in rows[1][1].text
    assert rows[1][2] == Cell("Sở Nội vụ", row_span=2)
    assert rows[2][2] == Cell("", merged_from_above=True)
    assert rows[3] == (Cell("Nhóm việc khác", 1, 3), Cell(""), Cell(""))
    assert rows[4][1].text == "- gạch thứ nhất;\n- gạch thứ hai."
    assert rows[4][2].text == "Công an thành phố"


def test_text_of_a_table_is_not_repeated() -> None:
    found = blocks("Trước" + TABLE + "Sau")
    assert [block.text for block in found if isinstance(block, Paragraph)] == ["Trước", "Sau"]


def test_a_landscape_page_turned_by_its_content() -> None:
    turned = f"#rotate(90deg, reflow: true)[#box(width: 20cm)[Trang nằm ngang {TABLE}]]"
    found = blocks(turned)
    assert isinstance(found[0], Paragraph)
    assert found[0].text == "Trang nằm ngang"
    assert isinstance(found[1], Table)
    assert found[1].rows[1][2] == Cell("Sở Nội vụ", row_span=2)


def test_a_turned_column_head_reads_in_its_own_direction() -> None:
    turned = "rotate(-90deg, reflow: true)[Sở Nội vụ]"
    _, table = blocks(f"Phần lớn chữ đứng thẳng\n\n#table(columns: 2, {turned}, [A], [1], [2])")
    assert isinstance(table, Table)
    assert table.rows[0][0].text == "Sở Nội vụ"


def test_frames_and_underlines_are_no_tables() -> None:
    found = blocks(
        "#rect[Trong khung] \n\n #underline[gạch chân] \n\n #line(length: 5cm)\n\n"
        "#block(fill: luma(230), stack(box(fill: luma(200))[một], box(fill: luma(200))[hai]))"
    )
    assert not [block for block in found if isinstance(block, Table)]
    assert [getattr(block, "text", "") for block in found] == [
        "Trong khung", "gạch chân", "một", "hai",
    ]  # fmt: skip


def test_a_table_over_two_pages_gives_one_table_each() -> None:
    rows = ", ".join(f"[{number}], [việc {number}]" for number in range(1, 61))
    found = [b for b in blocks(f"#table(columns: 2, {rows})") if isinstance(b, Table)]
    assert [table.page for table in found] == [1, 2]
    numbers = [row[0].text for table in found for row in table.rows]
    assert numbers == [str(number) for number in range(1, 61)]


#: A picture of one grey point, as raw luminance values.
_PIXEL = '#image(bytes((128,)), format: (encoding: "luma8", width: 1, height: 1), width: 5cm)'


def test_pages_that_are_pictures_are_told() -> None:
    """A scanned page among printed ones is not passed over in silence."""
    mixed = pdf(f"một #pagebreak() hai #pagebreak() {_PIXEL} #pagebreak() bốn")
    assert open_bytes(mixed, "a.pdf").unread_pages == (3,)
    with pytest.raises(Refused) as caught:
        open_bytes(pdf(f"một #pagebreak() {_PIXEL} #pagebreak() {_PIXEL}"), "a.pdf")
    assert caught.value.code == "scan"


def _words(*placed: tuple[int, int, str]) -> str:
    return "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in placed)


def test_borders_drawn_as_thin_filled_boxes() -> None:
    """Word writes each side of each cell as a filled box half a point wide."""
    across = "".join(f"50 {y} 300 0.5 re f\n" for y in (700, 660, 620))
    down = "".join(f"{x} 620 0.5 80 re f\n" for x in (50, 150, 350))
    shading = "0.9 g 50 660 300 40 re f 0 g\n"
    text = _words((60, 675, "TT"), (160, 675, "Ten"), (60, 635, "1"), (160, 635, "Viec"))
    (table,) = open_bytes(plain_pdf(shading + across + down + text), "a.pdf").blocks
    assert isinstance(table, Table)
    assert [[place.text for place in row] for row in table.rows] == [["TT", "Ten"], ["1", "Viec"]]


def test_lines_come_by_place_whatever_their_order_in_the_file() -> None:
    content = _words((50, 600, "ba"), (50, 700, "mot"), (90, 650, "sau"), (50, 650, "hai"))
    found = open_bytes(plain_pdf(content), "a.pdf").blocks
    assert [getattr(block, "text", "") for block in found] == ["mot", "hai sau", "ba"]


def test_a_stamp_set_as_an_annotation_is_seen() -> None:
    stamp = "FEFF" + "TỐI MẬT".encode("utf-16-be").hex().upper()
    annotation = f"/Annots[<</Type/Annot/Subtype/FreeText/Rect[9 9 99 99]/Contents<{stamp}>>>]"
    with pytest.raises(Refused) as caught:
        open_bytes(plain_pdf(_words((50, 700, "x")), annotation), "a.pdf")
    assert caught.value.code == "secret"
    harmless = annotation.replace(stamp, "FEFF0078")
    assert open_bytes(plain_pdf(_words((50, 700, "x")), harmless), "a.pdf").blocks


def test_a_watermark_does_not_mix_with_the_lines() -> None:
    text = "\n\n".join(f"Dòng thứ {number} của kế hoạch" for number in range(40))
    draft = "#set page(background: rotate(-45deg, text(70pt, fill: luma(85%))[DỰ THẢO]))\n"
    assert lines(draft + text) == lines(text)


def test_small_tilted_words_stand_at_the_end_of_their_page() -> None:
    text = "Dòng một\n\n#place(rotate(-30deg)[Ghi chú bên lề])\n\nDòng hai #pagebreak() Dòng ba"
    assert lines(text) == ["Dòng một", "Dòng hai", "Ghi chú bên lề", "Dòng ba"]


def test_a_page_put_in_crooked_keeps_its_lines() -> None:
    text = "\n\n".join(f"Dòng thứ {number} của kế hoạch" for number in range(5))
    found = lines(f"#rotate(2deg)[{text}]")
    assert found == lines(text)


def test_a_page_with_nothing_but_tilted_words_is_read() -> None:
    assert lines("#rotate(-30deg)[Tờ bìa của kế hoạch]") == ["Tờ bìa của kế hoạch"]
