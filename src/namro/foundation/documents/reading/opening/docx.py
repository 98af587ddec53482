"""Word documents (.docx): paragraphs and tables in document order.

The parts are read with lxml rather than python-docx, which knows no generated numbering, tracked
changes, text boxes or content controls and offers no hold on sizes and entities. Names of
elements are those of ECMA-376 part 1, section 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from namro.foundation.documents.reading.blocks import Block, Outside, Paragraph
from namro.foundation.documents.reading.opening.archive import Archive
from namro.foundation.documents.reading.opening.docx_numbering import Numbering
from namro.foundation.documents.reading.opening.docx_package import Package
from namro.foundation.documents.reading.opening.docx_runs import Pieces, RunReader, alternative
from namro.foundation.documents.reading.opening.docx_secrecy import marked_secret
from namro.foundation.documents.reading.opening.docx_styles import Styles, paragraph_looks
from namro.foundation.documents.reading.opening.docx_tables import read_grid
from namro.foundation.documents.reading.opening.grid import Budget, as_lines
from namro.foundation.documents.reading.opening.markup import child, local, switched_on, value
from namro.foundation.documents.reading.opening.refusal import Refused, corrupt
from namro.foundation.documents.reading.opening.secrecy import Watch, is_stamp, printed_lines

_THROUGH: Final = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent"})
_CONTENTS_LINE: Final = re.compile(r"(?:\t|\.{3,}|…)\s*\d+\s*$")


def read_docx(data: bytes) -> tuple[tuple[Block, ...], tuple[Outside, ...]]:
    """The blocks of a Word file, and what it names outside itself and is read without.

    Raises `Refused`: zip_bomb, encrypted, macro, entities, corrupt, too_complex, linked_parts,
    linked_outside, secret. Headers, footers, notes, comments and the table of contents are left
    out.
    """
    package = Package(Archive(data))
    package.refuse_programs()
    outside = package.left_outside()
    body = child(package.document, "body")
    if body is None:
        raise corrupt("docx")
    if marked_secret(package, lines_of):
        raise Refused("secret")
    styles = Styles(package.styles)
    reader = _Reader(styles, Numbering(package.numbering, styles))
    blocks: list[Block] = []
    watch, parts = Watch(0), 0
    for block in reader.blocks(body):
        if reader.parts > parts:
            parts = reader.parts
            watch.begin_part()
        if any(map(watch.sees_stamp, printed_lines([block]))):
            raise Refused("secret")
        blocks.append(block)
    reader.flush_into(blocks)
    return tuple(blocks), outside


def lines_of(part: etree._Element) -> list[str]:
    """All lines of a part (a header, a text box), for the search for stamps."""
    styles = Styles(None)
    reader = _Reader(styles, Numbering(None, styles))
    lines: list[str] = []
    for block in reader.blocks(part):
        if isinstance(block, Paragraph):
            lines.extend(block.text.split("\n"))
        else:
            for row in block.rows:
                lines.extend(line for cell in row for line in cell.text.split("\n"))
    return lines


def _begins_part(properties: etree._Element | None) -> bool:
    """Does a page begin before the paragraph, or a section end with it?"""
    return (
        switched_on(properties, "pageBreakBefore") is True
        or child(properties, "sectPr") is not None
    )


class _Reader:
    """Walks a part in document order; `parts` counts the pages and sections begun so far."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = RunReader(styles)
        self._budget = Budget()
        self._carried: Pieces | None = None
        self.parts = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks of a body, a cell, a header or a text box."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _THROUGH:
                yield from self.blocks(element)
            elif name == "sdt":
                content = child(element, "sdtContent")
                gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
                if content is not None and gallery != "Table of Contents":
                    yield from self.blocks(content)
            elif name == "AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    yield from self.blocks(chosen)
            elif name in ("altChunk", "subDoc"):
                raise Refused("linked_parts")

    def flush_into(self, tail: list[Block]) -> None:
        """What a deleted last paragraph mark has left over."""
        if self._carried is not None and self._carried.joined():
            tail.append(Paragraph(self._carried.joined(), bold=self._carried.all_bold()))
        self._carried = None

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        looks = paragraph_looks(properties).over(self._styles.of_paragraph(style))
        pieces = self._runs.read(element, looks)
        if pieces.hidden and is_stamp("".join(pieces.hidden)):
            raise Refused("secret")
        if pieces.begins_page or _begins_part(properties):
            self.parts += 1
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # The mark is deleted: what is left of the paragraph runs on into the next one.
            self._carry(pieces)
            return
        if self._carried is not None:
            self._carried.extend(pieces)
            pieces, self._carried = self._carried, None
        label = self._numbering.label(looks.num_id, looks.level, looks.num_style)
        text = pieces.joined()
        if self._is_contents(pieces, style, text):
            return
        bullet = label in ("-", "+", "*")
        if label is not None and not (bullet and not text):
            yield Paragraph(
                f"{label} {text}".strip(),
                bold=pieces.all_bold(),
                centred=looks.centred is True,
                generated_label=label,
            )
        elif text.strip():
            yield Paragraph(text, bold=pieces.all_bold(), centred=looks.centred is True)
        for box in pieces.boxes:
            yield from self.blocks(box)

    def _carry(self, pieces: Pieces) -> None:
        if self._carried is None:
            self._carried = pieces
        else:
            self._carried.extend(pieces)

    def _is_contents(self, pieces: Pieces, style: str | None, text: str) -> bool:
        """A line of a generated table of contents repeats a heading that stands below."""
        return _CONTENTS_LINE.search(text[-200:]) is not None and (
            pieces.in_contents or re.match(r"toc \d", self._styles.name(style)) is not None
        )

    def _table(self, element: etree._Element) -> Iterator[Block]:
        table = read_grid(element, self._cell_text, self._budget)
        if table is not None and any(cell.text.strip() for row in table.rows for cell in row):
            yield table

    def _cell_text(self, cell: etree._Element) -> str:
        parts: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, Paragraph):
                parts.append(block.text)
            else:
                parts.append(as_lines([[place.text for place in row] for row in block.rows]))
        tail: list[Block] = []
        self.flush_into(tail)
        parts.extend(block.text for block in tail if isinstance(block, Paragraph))
        return "\n".join(part for part in parts if part.strip())
