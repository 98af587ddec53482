"""Word files: numbering, tables, tracked changes, fields, text boxes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from namro.foundation.documents.reading.blocks import Cell, Paragraph, Table
from namro.foundation.documents.reading.opening import Refused, open_bytes, open_file
from namro.foundation.documents.reading.opening.numerals import letter, numeral, roman
from tests.foundation.documents.opening.making import (
    W,
    abstract,
    cell,
    docx,
    level,
    num,
    numbered,
    paragraph,
    run,
    table,
    text_box,
    zipped,
)

Row = tuple[Cell, ...]


def paragraphs(body: str, **parts: str) -> list[Paragraph]:
    opened = open_bytes(docx(body, **parts), "a.docx")  # type: ignore[arg-type]
    return [block for block in opened.blocks if isinstance(block, Paragraph)]


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in paragraphs(body, **parts)]


def grid(body: str) -> tuple[Row, ...]:
    found = [b for b in open_bytes(docx(body), "a.docx").blocks if isinstance(b, Table)]
    assert len(found) == 1
    return found[0].rows


OUTLINE = abstract(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "\uf0b7"),
)


class TestNumbering:
    """Labels as Word shows them (ECMA-376 part 1, 17.9)."""

    def test_levels_count_and_restart(self) -> None:
        body = "".join(
            numbered(text, 1, depth)
            for text, depth in [
                ("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 4), ("G", 1), ("H", 2),
                ("I", 0), ("K", 1),
            ]
        )  # fmt: skip
        found = paragraphs(body, numbering=OUTLINE + num(1, 0))
        assert [item.text for item in found] == [
            "I. A", "1. B", "1.1. C", "1.2. D", "a) E", "- F", "2. G", "2.1. H", "II. I", "1. K",
        ]  # fmt: skip
        assert [item.generated_label for item in found][:6] == [
            "I.", "1.", "1.1.", "1.2.", "a)", "-",
        ]  # fmt: skip

    def test_paragraphs_between_do_not_interrupt(self) -> None:
        body = numbered("A", 1, 0) + paragraph("giữa") + numbered("B", 1, 0)
        assert texts(body, numbering=OUTLINE + num(1, 0)) == ["I. A", "giữa", "II. B"]

    def test_lists_of_one_abstract_list_continue_each_other(self) -> None:
        body = numbered("A", 1, 1) + numbered("B", 2, 1)
        assert texts(body, numbering=OUTLINE + num(1, 0) + num(2, 0)) == ["1. A", "2. B"]

    def test_a_start_override_restarts_once(self) -> None:
        override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
        body = "".join(numbered(t, n, 1) for t, n in [("A", 1), ("B", 1), ("C", 2), ("D", 2)])
        numbering = OUTLINE + num(1, 0) + num(2, 0, override)
        assert texts(body, numbering=numbering) == ["1. A", "2. B", "1. C", "2. D"]

    def test_a_level_override_changes_the_look(self) -> None:
        own = level(1, "lowerLetter", "(%2)", start=3)
        override = f'<w:lvlOverride w:ilvl="1">{own}</w:lvlOverride>'
        numbering = OUTLINE + num(1, 0, override)
        assert texts(numbered("A", 1, 1) + numbered("B", 1, 1), numbering=numbering) == [
            "(c) A", "(d) B",
        ]  # fmt: skip

    def test_a_level_may_never_restart(self) -> None:
        kept = level(1, "decimal", "Điều %2.", inner='<w:lvlRestart w:val="0"/>')
        numbering = abstract(0, level(0, "upperRoman", "Chương %1"), kept) + num(1, 0)
        body = "".join(numbered(t, 1, d) for t, d in [("A", 0), ("B", 1), ("C", 0), ("D", 1)])
        assert texts(body, numbering=numbering) == [
            "Chương I A", "Điều 1. B", "Chương II C", "Điều 2. D",
        ]  # fmt: skip

    def test_a_start_other_than_one(self) -> None:
        numbering = abstract(0, level(0, "decimal", "(%1)", start=7)) + num(1, 0)
        assert texts(numbered("A", 1) + numbered("B", 1), numbering=numbering) == ["(7) A", "(8) B"]

    def test_legal_numbering_shows_all_in_decimal(self) -> None:
        numbering = (
            abstract(
                0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", inner="<w:isLgl/>")
            )
            + num(1, 0)
        )  # fmt: skip
        body = numbered("A", 1, 0) + numbered("B", 1, 1)
        assert texts(body, numbering=numbering) == ["I. A", "1.1 B"]

    def test_numbering_through_a_style_and_its_descendants(self) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/><w:pPr><w:numPr>'
            '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
        )
        linked = '<w:pStyle w:val="Muc"/>'
        numbering = (
            abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", inner=linked))
            + num(1, 0)
        )  # fmt: skip
        body = (
            numbered("A", style="Muc") + numbered("B", style="MucCon") + numbered("C", 0, 0, "Muc")
        )
        assert texts(body, numbering=numbering, styles=styles) == ["a) A", "b) B", "C"]

    def test_a_numbering_style_link_is_followed(self) -> None:
        styles = (
            '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="9"/>'
            "</w:numPr></w:pPr></w:style>"
        )
        numbering = (
            abstract(0, '<w:numStyleLink w:val="L"/>')
            + abstract(5, level(0, "decimal", "%1/"))
            + num(1, 0)
            + num(9, 5)
        )
        assert texts(numbered("A", 1), numbering=numbering, styles=styles) == ["1/ A"]

    def test_empty_numbered_cells_keep_their_number(self) -> None:
        numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
        rows = [[cell(inner=numbered("", 1)), cell(name)] for name in ("A", "B")]
        opened = open_bytes(docx(table(*rows), numbering=numbering), "a.docx")
        assert isinstance(opened.blocks[0], Table)
        assert [[c.text for c in row] for row in opened.blocks[0].rows] == [["1", "A"], ["2", "B"]]

    def test_signs_of_bullets(self) -> None:
        numbering = "".join(
            abstract(n, level(0, "bullet", sign)) + num(n + 1, n)
            for n, sign in enumerate(["\uf0b7", "o", "–", "+", ""])
        )
        body = "".join(numbered("x", n) for n in range(1, 6))
        assert texts(body, numbering=numbering) == ["- x", "- x", "- x", "+ x", "x"]

    @pytest.mark.parametrize("inner", ['<w:num w:numId="1"/>', num(1, 77), num(1, 0)])
    def test_a_list_that_does_not_exist_gives_no_label(self, inner: str) -> None:
        assert texts(numbered("A", 1), numbering=inner) == ["A"]


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (4, "upperRoman", "IV"), (1994, "lowerRoman", "mcmxciv"), (5, "lowerLetter", "e"),
        (28, "lowerLetter", "bb"), (3, "upperLetter", "C"), (7, "decimalZero", "07"),
        (12, "decimalZero", "12"), (3, "none", ""), (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"), (2, "decimalEnclosedParen", "(2)"),
        (3, "decimalEnclosedCircle", "③"), (22, "ordinal", "22nd"), (12, "ordinal", "12th"),
        (6, "zero001", "006"), (9, "unknown", "9"),
    ],
)  # fmt: skip
def test_numerals(number: int, form: str, expected: str) -> None:
    assert numeral(number, form) == expected


def test_numerals_out_of_range_stay_decimal() -> None:
    assert (roman(0), roman(4000), letter(0)) == ("0", "4000", "0")


class TestText:
    """What a paragraph prints."""

    def test_tracked_changes_are_accepted(self) -> None:
        body = paragraph(
            "giữ ",
            inner=f"<w:ins>{run('thêm')}</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
            f"<w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run(' đến')}</w:moveTo>",
        )
        assert texts(body) == ["giữ thêm đến"]

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self) -> None:
        body = paragraph("Một ", "<w:rPr><w:del/></w:rPr>") + paragraph("hai") + paragraph("ba")
        assert texts(body) == ["Một hai", "ba"]
        assert texts(paragraph("cuối", "<w:rPr><w:del/></w:rPr>")) == ["cuối"]

    def test_fields_give_their_result(self) -> None:
        code = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText>'
            "</w:r>" + run("mã") + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("17/3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )  # fmt: skip
        simple = f'<w:fldSimple w:instr="AUTHOR">{run(" ký")}</w:fldSimple>'
        assert texts(paragraph("Ngày ", inner=code + simple)) == ["Ngày 17/3 ký"]

    def test_a_field_without_end_does_not_swallow_the_document(self) -> None:
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        assert texts(paragraph("A", inner=begun) + paragraph("B")) == ["A", "B"]

    def test_small_signs(self) -> None:
        inner = (
            "<w:r><w:tab/><w:t>KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t><w:br/><w:t>x\u00ady</w:t>"
            '<w:softHyphen/><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r>'
        )
        assert texts(paragraph("Số", inner=inner)) == ["Số\tKH-UBND\nxy≥5"]

    def test_wrappers_hidden_text_and_notes(self) -> None:
        inner = (
            f"<w:hyperlink>{run('nối ')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{run('ô ')}"
            f"</w:sdtContent></w:sdt><w:smartTag>{run('thẻ')}</w:smartTag>"
            f"{run('ẩn', '<w:vanish/>')}"
            '<w:r><w:footnoteReference w:id="1"/></w:r>'
        )
        assert texts(paragraph(inner=inner)) == ["nối ô thẻ"]

    def test_a_text_box_comes_once_after_its_paragraph(self) -> None:
        body = paragraph("trước", inner=text_box(paragraph("trong hộp"))) + paragraph("sau")
        assert texts(body) == ["trước", "trong hộp", "sau"]

    def test_headers_and_contents_are_left_out(self) -> None:
        toc = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('I. MỤC TIÊU')}</w:sdtContent>"
            "</w:sdt>"
        )
        opened = open_bytes(
            docx(toc + paragraph("thân"), headers=[paragraph("đầu trang")]), "a.docx"
        )
        assert [getattr(block, "text", "") for block in opened.blocks] == ["thân"]

    def test_weight_and_place(self) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="D"><w:pPr><w:jc w:val="center"/></w:pPr>'
            '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="E">'
            '<w:basedOn w:val="D"/></w:style>'
        )
        body = (
            paragraph("A", '<w:pStyle w:val="E"/>')
            + paragraph(inner=run("B", "<w:b/>") + run(" ") + run("C", '<w:b w:val="1"/>'))
            + paragraph(inner=run("B", "<w:b/>") + run("c"))
            + paragraph(inner=run("d", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="D"/>')
        )
        found = paragraphs(body, styles=styles)
        assert [(item.bold, item.centred) for item in found] == [
            (True, True), (True, False), (False, False), (False, True),
        ]  # fmt: skip

    def test_strict_files_read_alike(self) -> None:
        data = docx(paragraph("chữ"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        files["word/document.xml"] = files["word/document.xml"].replace(W.encode(), strict)
        opened = open_bytes(zipped(files), "a.docx")
        assert [getattr(block, "text", "") for block in opened.blocks] == ["chữ"]


class TestTables:
    """Full grids with the merges that the file knows."""

    def test_vertical_and_horizontal_merges(self) -> None:
        start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        rows = grid(
            table(
                [cell("TT"), cell("Nhóm", '<w:gridSpan w:val="2"/>')],
                [cell("1"), cell("a"), cell("Sở Nội vụ", start)],
                [cell("2"), cell("b"), cell("", go_on)],
                [cell("3"), cell("c"), cell("", go_on)],
                [cell("4"), cell("d"), cell("Công an", start)],
            )
        )
        assert rows[0] == (Cell("TT"), Cell("Nhóm", 1, 2), Cell(""))
        assert rows[1][2] == Cell("Sở Nội vụ", row_span=3)
        assert rows[2][2] == rows[3][2] == Cell("", merged_from_above=True)
        assert rows[4][2] == Cell("Công an")

    def test_a_block_merged_both_ways(self) -> None:
        wide = '<w:gridSpan w:val="2"/>'
        rows = grid(
            table(
                [cell("K", wide + '<w:vMerge w:val="restart"/>'), cell("x")],
                [cell("", wide + '<w:vMerge w:val="continue"/>'), cell("y")],
            )
        )
        assert rows[0] == (Cell("K", 2, 2), Cell(""), Cell("x"))
        assert [place.merged_from_above for place in rows[1]] == [True, True, False]

    def test_rows_of_different_length_are_filled(self) -> None:
        rows = grid(
            "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
            + cell("b") + "</w:tr><w:tr>" + cell("c") + cell("d") + cell("e") + "</w:tr></w:tbl>"
        )  # fmt: skip
        assert [[place.text for place in row] for row in rows] == [["", "b", ""], ["c", "d", "e"]]

    def test_old_horizontal_merges(self) -> None:
        rows = grid(
            table([cell("A", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("B")])
        )
        assert rows[0] == (Cell("A", 1, 2), Cell(""), Cell("B"))

    def test_a_merge_without_beginning_is_an_empty_cell(self) -> None:
        rows = grid(table([cell("A"), cell("", "<w:vMerge/>")]))
        assert rows[0] == (Cell("A"), Cell(""))

    def test_cells_keep_paragraphs_and_flatten_tables(self) -> None:
        inner = table([cell("x"), cell("y")], [cell("z"), cell("")])
        content = paragraph("một") + paragraph("hai") + inner + paragraph()
        assert grid(table([cell(inner=content), cell("B")]))[0][0].text == "một\nhai\nx\ty\nz"

    def test_deleted_rows_are_dropped_and_controls_entered(self) -> None:
        deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('bỏ')}{cell('bỏ')}</w:tr>"
        controlled = (
            f"<w:sdt><w:sdtContent><w:tr>{cell('A')}<w:sdt><w:sdtContent>{cell('B')}"
            "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
        )
        rows = grid(f"<w:tbl>{deleted}{controlled}</w:tbl>")
        assert [[place.text for place in row] for row in rows] == [["A", "B"]]

    def test_a_span_beyond_measure_is_refused_not_built(self) -> None:
        wide = cell("x", '<w:gridSpan w:val="999999"/>')
        with pytest.raises(Refused) as caught:
            open_bytes(docx(table(*[[wide]] * 1100)), "a.docx")
        assert caught.value.code == "too_complex"


@pytest.mark.shared
def test_an_official_plan(shared: Path) -> None:
    opened = open_file(shared / "corpus" / "kh-ubnd-ct11-lao-cai.docx")
    tables = [block for block in opened.blocks if isinstance(block, Table)]
    assert [len(found.rows) for found in tables][1:] == [1, 16]
    numbers = [row[0].text for row in tables[2].rows[2:]]
    assert numbers == [str(number) for number in range(1, 15)]
    headings = [b.text for b in opened.blocks if isinstance(b, Paragraph) and b.bold]
    assert "I. MỤC ĐÍCH, YÊU CẦU" in headings
