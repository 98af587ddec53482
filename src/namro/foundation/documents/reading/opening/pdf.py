"""PDF with a text layer: printed lines and ruled tables, page by page in reading order.

pdfium gives the letters with their places and the ruling lines; pdfplumber's table functions
turn lines into cells. Lines of one paragraph are not joined here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from namro.foundation.documents.reading.blocks import Block, Paragraph, Table
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.grid import Budget
from namro.foundation.documents.reading.opening.pdf_glyphs import Glyph, PageText, read_page_text
from namro.foundation.documents.reading.opening.pdf_lines import Line, cell_text, lines_of
from namro.foundation.documents.reading.opening.pdf_ruling import Ruled, ruled_tables, ruling_edges
from namro.foundation.documents.reading.opening.pdf_strokes import hides_stamp, tilted_text
from namro.foundation.documents.reading.opening.refusal import Refused, corrupt
from namro.foundation.documents.reading.opening.secrecy import (
    Stamp,
    any_stamp,
    is_stamp,
    printed_lines,
    stamp,
)

#: The first lines of every page are looked at for a stamp, as a page head would stand there.
_PAGE_HEAD_LINES = 4
_MAX_ANNOTATIONS = 500


def read_pdf(
    data: bytes, recognised: Mapping[int, str] | None = None
) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """The blocks of a PDF, each with its page, and the pages that are pictures without text.

    `recognised` gives the text of pages (counted from 1) that are pictures, line by line.
    Raises `Refused`: encrypted, corrupt, too_many_pages, too_complex, scan (no page has text, or
    most pages are pictures without text; then `pages` names them where others have text), secret
    (stamps in page heads and annotations).
    """
    document = _open(data)
    try:
        pages = len(document)
        if pages == 0:
            raise corrupt("pdf")
        if pages > limits.MAX_PDF_PAGES:
            raise Refused("too_many_pages", pages=pages, limit=limits.MAX_PDF_PAGES)
        return _read_pages(document, pages, recognised or {})
    finally:
        document.close()


def _open(data: bytes) -> Any:
    document, error = None, 0
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        error = pdfium.FPDF_GetLastError()
    if document is None:
        if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Refused("encrypted")
        raise corrupt("pdf")
    return document


def _read_pages(
    document: Any, pages: int, recognised: Mapping[int, str]
) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    blocks: list[Block] = []
    budget = Budget()
    pictures: list[int] = []
    letters = damaged = 0
    for index in range(pages):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            damaged += 1
            continue
        try:
            text = read_page_text(page)
            letters += len(text.glyphs) + len(text.tilted)
            if letters > limits.MAX_PDF_CHARACTERS:
                raise Refused("too_complex")
            if text.glyphs or text.tilted:
                found = _page_blocks(page, text, index + 1, budget)
                words = list(printed_lines(found))
                if any_stamp(words, _PAGE_HEAD_LINES) or _stamped_foot(words) or hides_stamp(text):
                    raise Refused("secret")
                blocks.extend(found)
            elif index + 1 in recognised:
                lines = recognised[index + 1].split("\n")
                blocks.extend(Paragraph(line, index + 1) for line in lines if line.strip())
            elif _has_picture(page):
                pictures.append(index + 1)
            if _stamped(page):
                raise Refused("secret")
        finally:
            page.close()
    if damaged:
        raise corrupt("pdf")
    if not blocks or 2 * len(pictures) > pages:
        raise Refused("scan", pages=" ".join(map(str, pictures))) if blocks else Refused("scan")
    return tuple(blocks), tuple(pictures)


def _page_blocks(page: Any, text: PageText, number: int, budget: Budget) -> list[Block]:
    """The lines and tables of one page from top to bottom."""
    edges = ruling_edges(page, text.turn)
    ruled = ruled_tables(edges) if edges else []
    outside: list[Glyph] = []
    inside: list[dict[int, list[Glyph]]] = [{} for _ in ruled]
    for glyph in text.glyphs:
        for table, cells in zip(ruled, inside, strict=True):
            place = table.cell_at(glyph.centre_x, glyph.centre_y)
            if place is not None:
                cells.setdefault(place, []).append(glyph)
                break
        else:
            outside.append(glyph)
    placed: list[tuple[float, Block]] = []
    for line in lines_of(outside):
        bold = text.is_bold(line.glyphs)
        placed.append((line.middle, Paragraph(line.text, number, bold, _centred(line, text))))
    for table, cells in zip(ruled, inside, strict=True):
        block = _table(table, cells, number, budget)
        if block is not None:
            placed.append((table.top, block))
    placed.sort(key=lambda item: item[0])
    tilted = [Paragraph(line.text, number) for line in tilted_text(text)]
    return [*(block for _, block in placed), *tilted]


def _table(ruled: Ruled, cells: dict[int, list[Glyph]], page: int, budget: Budget) -> Table | None:
    if not cells:
        return None  # boxes without text: a drawing
    texts = {index: cell_text(glyphs, ruled.width_of(index)) for index, glyphs in cells.items()}
    return ruled.lay_out(texts, budget, page)


def _centred(line: Line, text: PageText) -> bool:
    """Does the line stand in the middle of the text's width, clear of both its edges?"""
    left, right = line.left - text.left, text.right - line.right
    room = text.right - text.left
    return room > 0 and min(left, right) > 0.08 * room and abs(left - right) < 0.06 * room


def _stamped_foot(words: list[str]) -> bool:
    """Does a page end with a stamp in capitals, as in a running foot ("MẬT - Trang 1")?"""
    return any(stamp(line, before) >= Stamp.CAPITAL for before, line in pairwise(["", *words][-3:]))


def _has_picture(page: Any) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index))
        in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
        for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), 1000))
    )


def _stamped(page: Any) -> bool:
    """Is there an annotation (a stamp, a free text) that reads as a secrecy stamp?"""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            if is_stamp(_contents(annotation).replace("\r", " ").replace("\n", " ")):
                return True
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return False


def _contents(annotation: Any) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size < 1000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", pointer, size)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\x00")
