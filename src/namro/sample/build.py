"""Builds the sample document: Programme 01-CTr/TU in official Party form, as DOCX.

`python -m namro.sample.build` writes `programme_01.docx` next to this file from
`programme_01.toml`. The same data give the same bytes, so the committed file can be checked.

Layout: HD 36-HD/VPTW of 3 April 2018 (the guide in force when the programme was issued):
A4, margins 20/20/30/15 mm, page number centred in the top margin and hidden on page 1,
"ĐẢNG CỘNG SẢN VIỆT NAM" top right, "Số 01-CTr/TU" without a colon, five hyphens under the
title, the signer's office in regular capitals, "Nơi nhận:" underlined.
"""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
DATA = HERE / "programme_01.toml"
DOCUMENT = HERE / "programme_01.docx"

# ZIP entries carry a time; a fixed one (the earliest that ZIP knows) keeps builds identical.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FONT = "Times New Roman"
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


def read_data(path: Path = DATA) -> dict[str, Any]:
    """The sample's data (keys: head, body, signature, recipients, appendix)."""
    with path.open("rb") as file:
        return tomllib.load(file)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
) -> Paragraph:
    """Put one run of `text` (`size` in points) into `paragraph`."""
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold, italic, underline
    run.font.size = Pt(size)
    paragraph.alignment = align
    return paragraph


def element(tag: str, **attributes: str) -> Any:
    """A WordprocessingML element `w:tag` with `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_page(document: DocumentObject) -> None:
    """A4 with the guide's margins; the page number 10 mm from the top edge, not on page 1."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    field = element("fldSimple", instr="PAGE")
    run = element("r")
    shown = element("t")
    shown.text = "2"
    run.append(shown)
    field.append(run)
    number._p.append(field)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.element.rPr.append(element("lang", val="vi-VN"))


def add_numbering(document: DocumentObject) -> int:
    """Define Word's own numbering "(1)", "(2)" … and return its numId."""
    numbering = document.part.numbering_part.element
    abstract = element("abstractNum", abstractNumId="90")
    abstract.append(element("multiLevelType", val="singleLevel"))
    level = element("lvl", ilvl="0")
    level.append(element("start", val="1"))
    level.append(element("numFmt", val="decimal"))
    level.append(element("suff", val="space"))
    level.append(element("lvlText", val="(%1)"))
    level.append(element("lvlJc", val="left"))
    abstract.append(level)
    # The schema wants every abstractNum before the first num.
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    num = numbering.add_num(90)
    return int(num.numId)


def number_it(paragraph: Paragraph, num_id: int) -> None:
    """Let Word number the paragraph at the first level of `num_id`."""
    paragraph_properties: Any = paragraph._p.get_or_add_pPr()
    properties = paragraph_properties.get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = num_id


def borderless(document: DocumentObject, widths: tuple[int, int]) -> Table:
    """A table of one row and two cells without lines (`widths` in mm), as letterheads use."""
    table: Table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return table


def lines_in(cell: _Cell, *lines: tuple[str, dict[str, Any]]) -> None:
    """Fill a cell with one paragraph for each (text, style) pair."""
    for place, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        write(paragraph, text, **style)


def add_head(document: DocumentObject, head: dict[str, Any]) -> None:
    """The letterhead, number, place and date, kind and title."""
    left, right = borderless(document, (75, 90)).rows[0].cells
    middle: dict[str, Any] = {"align": CENTRE}
    lines_in(
        left,
        (head["upper"], middle),
        (head["issuer"], {"bold": True, **middle}),
        ("*", middle),
        (head["number"], middle),
    )
    lines_in(
        right,
        (head["party"], {"bold": True, "size": 15, **middle}),
        (head["place_and_date"], {"italic": True, **middle}),
    )
    write(document.add_paragraph(), head["kind"], bold=True, size=16, align=CENTRE)
    write(document.add_paragraph(), head["title"], bold=True, size=15, align=CENTRE)
    write(document.add_paragraph(), "-----", align=CENTRE)


def add_body(document: DocumentObject, blocks: list[list[str]]) -> None:
    """The parts, headings and paragraphs in their order."""
    numbering = add_numbering(document)
    for kind, text in blocks:
        paragraph = document.add_paragraph()
        form = paragraph.paragraph_format
        form.space_after = Pt(6)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
        if kind in ("part", "part title"):
            write(paragraph, text, bold=True, align=CENTRE)
        elif kind.startswith("heading"):
            form.first_line_indent = Mm(10)
            form.keep_with_next = True
            write(paragraph, text, bold=True, italic=kind.endswith("3"))
        elif kind in ("text", "numbered"):
            form.first_line_indent = Mm(10)
            write(paragraph, text, align=JUSTIFY)
            if kind == "numbered":
                number_it(paragraph, numbering)
        else:
            raise ValueError(f"unknown kind of block: {kind!r}")


def add_signature(document: DocumentObject, data: dict[str, Any]) -> None:
    """Recipients on the left, the signing office on the right (no person's name)."""
    left, right = borderless(document, (85, 80)).rows[0].cells
    recipients, signature = data["recipients"], data["signature"]
    lines_in(
        left,
        (recipients["heading"], {"underline": True}),
        *(("- " + line, {"size": 12}) for line in recipients["lines"]),
    )
    lines_in(
        right,
        (signature["authority"], {"bold": True, "align": CENTRE}),
        (signature["role"], {"align": CENTRE}),
    )


def add_appendix(document: DocumentObject, appendix: dict[str, Any]) -> None:
    """The table of deliverables: its head repeats on each page, some leads are merged cells."""
    heading = write(document.add_paragraph(), appendix["heading"], bold=True, align=CENTRE)
    heading.paragraph_format.page_break_before = True
    write(document.add_paragraph(), appendix["title"], bold=True, align=CENTRE)
    write(document.add_paragraph(), "-----", align=CENTRE)
    table = document.add_table(rows=1, cols=len(appendix["columns"]))
    table.style, table.autofit = "Table Grid", False
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, name in zip(head.cells, appendix["columns"], strict=True):
        write(cell.paragraphs[0], name, bold=True, align=CENTRE)
    number = 0
    for block in appendix["block"]:
        first = len(table.rows)
        for place, title in enumerate(block["titles"]):
            number += 1
            row = table.add_row()
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            cells = row.cells
            write(cells[0].paragraphs[0], str(number), align=CENTRE)
            write(cells[1].paragraphs[0], title + ".", align=JUSTIFY)
            if place == 0 or not block.get("merged"):
                write(cells[2].paragraphs[0], block["lead"], align=CENTRE)
        if block.get("merged"):
            merge_down(table, first, len(table.rows) - 1, column=2)
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, (12, 90, 43, 20), strict=True):
            cell.width = Mm(width)


def merge_down(table: Table, first: int, last: int, column: int) -> None:
    """Merge one column's cells over the rows `first` … `last` as Word does (w:vMerge)."""
    for place in range(first, last + 1):
        properties = table.cell(place, column)._tc.get_or_add_tcPr()
        merge = element("vMerge", val="restart") if place == first else element("vMerge")
        properties.append(merge)
        if place == first:
            properties.append(element("vAlign", val="center"))


def build(data: dict[str, Any]) -> bytes:
    """The whole document as the bytes of a DOCX file; the same data give the same bytes."""
    document = Document()
    set_page(document)
    core = document.core_properties
    core.author = core.last_modified_by = data["head"]["issuer"].capitalize()
    core.title, core.comments = data["head"]["number"], ""
    issued = dt.datetime(2021, 3, 17, tzinfo=dt.UTC)
    core.created = core.modified = issued
    core.language = "vi-VN"
    add_head(document, data["head"])
    add_body(document, data["body"]["blocks"])
    add_signature(document, data)
    add_appendix(document, data["appendix"])
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def with_fixed_times(packed: bytes) -> bytes:
    """The same ZIP with every entry's time fixed, so that equal content gives equal bytes."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return result.getvalue()


if __name__ == "__main__":
    DOCUMENT.write_bytes(build(read_data()))
    print(DOCUMENT)
