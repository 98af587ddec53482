"""HTML pages: block elements become paragraphs, tables full grids, lists their labels.

nh3 parses the page as a browser would and drops scripts, styles and whatever carries no text;
lxml walks what is left. Nothing of the page is ever rendered or run, nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import nh3
from lxml import etree

from namro.foundation.documents.reading.blocks import Block, Paragraph
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.grid import Budget
from namro.foundation.documents.reading.opening.html_encoding import decode_html
from namro.foundation.documents.reading.opening.html_inline import (
    ATTRIBUTES,
    BLOCKS,
    DROPPED,
    KEPT,
    Inline,
    tag_of,
    weight,
)
from namro.foundation.documents.reading.opening.html_secrecy import marked_secret
from namro.foundation.documents.reading.opening.html_tables import read_grid, table_text
from namro.foundation.documents.reading.opening.numerals import numeral
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.foundation.documents.reading.opening.secrecy import is_stamp

_LIST_TYPES: Final = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CENTRE: Final = re.compile(r"text-align\s*:\s*(?:-\w+-)?center", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_NESTING: Final = re.compile(
    r"<(/?)(?:div|ul|ol|dl|blockquote|center|section|article|main|aside|header|footer|nav|address"
    r"|fieldset|details|figure|dir|menu|form|hgroup|dialog)\b",
    re.IGNORECASE,
)
_MOST_DEPTH: Final = 1_000
_ENTITY: Final = re.compile(r"<!\s*(?:entity|element|attlist|notation)\b", re.IGNORECASE)


def read_html(data: bytes) -> tuple[Block, ...]:
    """The blocks of an HTML page.

    Raises `Refused`: entities (the page declares some), encoding, too_complex, empty, secret (a
    stamp in what is not read: hidden text, titles, buttons, drawings, descriptions of pictures).
    """
    text = decode_html(data)
    if _ENTITY.search(text):
        raise Refused("entities")
    if text.count("<") > limits.MAX_XML_TAGS:
        raise Refused("too_complex")
    if _depth(text) > _MOST_DEPTH:
        raise Refused("too_complex")
    if marked_secret(text):
        raise Refused("secret")
    text = nh3.clean(
        text,
        tags=KEPT,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        strip_comments=True,
        link_rel=None,
    )
    # The encoding is settled above; a declaration inside would only be misread.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(f"<html><body>{text}".encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Refused("too_complex")  # lxml would go on without the rest of the page
    if root is None:
        # Nothing but blanks is left of a page without text.
        raise Refused("empty")
    body = next((item for item in root if item.tag == "body"), root)
    return tuple(_Reader().blocks(body))


def _depth(text: str) -> int:
    """How deep elements that do not close themselves are nested: an HTML parser looks through
    all open ones at each tag, so that depth costs its square.
    """
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    """Walks the page in document order."""

    def __init__(self) -> None:
        self._budget = Budget()

    def blocks(
        self, parent: etree._Element, bold: bool = False, centred: bool = False
    ) -> Iterator[Block]:
        """The blocks inside an element; `bold` and `centred` are what it inherits."""
        line = Inline()
        line.add(parent.text, bold)
        for element in parent:
            tag = tag_of(element)
            style = element.get("style") or ""
            if not tag or tag in DROPPED:
                pass
            elif _HIDDEN.search(style) or "hidden" in element.attrib:
                if is_stamp(" ".join("".join(map(str, element.itertext())).split())):
                    raise Refused("secret")
            elif tag in BLOCKS or line.holds_block(element):
                yield from _flush(line, centred)
                line = Inline()
                yield from self._block(element, tag, weight(element, tag, bold), centred)
            else:
                line.walk(element, weight(element, tag, bold))
            line.add(element.tail, bold)
        yield from _flush(line, centred)

    def _block(
        self, element: etree._Element, tag: str, bold: bool, centred: bool
    ) -> Iterator[Block]:
        aligned = (element.get("align") or "").lower()
        style = element.get("style") or ""
        if tag == "center" or aligned == "center" or _CENTRE.search(style):
            centred = True
        elif aligned or "text-align" in style:
            centred = False
        if tag == "table":
            yield from self._captions(element, bold)
            table = read_grid(element, self._cell_text, self._budget)
            if table is not None and any(cell.text for row in table.rows for cell in row):
                yield table
        elif tag in ("ul", "ol", "menu", "dir"):
            yield from self._list(element, tag, bold)
        elif tag == "pre":
            text = "".join(str(part) for part in element.itertext()).strip("\r\n")
            for part in text.splitlines():
                if part.strip():
                    yield Paragraph(part.rstrip())
        elif tag != "hr":
            yield from self.blocks(element, bold, centred)

    def _captions(self, table: etree._Element, bold: bool) -> Iterator[Block]:
        for element in table:
            if tag_of(element) == "caption":
                yield from self.blocks(element, bold, True)

    def _list(self, parent: etree._Element, tag: str, bold: bool) -> Iterator[Block]:
        ordered = tag == "ol"
        form = _list_form(parent)
        step = -1 if "reversed" in parent.attrib else 1
        items = [item for item in parent if tag_of(item) == "li"]
        number = _integer(parent.get("start"), len(items) if step < 0 else 1)
        for item in parent:
            name = tag_of(item)
            if name != "li":
                if name in BLOCKS:
                    yield from self._block(item, name, weight(item, name, bold), False)
                continue
            number = _integer(item.get("value"), number)
            label = f"{numeral(number, form)}." if ordered else "-"
            if form == "none":
                label = ""
            yield from _labelled(label, self.blocks(item, weight(item, "li", bold)))
            number += step

    def _cell_text(self, cell: etree._Element) -> str:
        bold = tag_of(cell) == "th"
        parts = [
            block.text if isinstance(block, Paragraph) else table_text(block)
            for block in self.blocks(cell, bold)
        ]
        return "\n".join(part for part in parts if part)


def _labelled(label: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The label goes before the item's first paragraph; an item without one keeps it alone."""
    pending = label
    for block in blocks:
        if not pending:
            yield block
        elif isinstance(block, Paragraph) and block.generated_label is None:
            yield Paragraph(
                f"{pending} {block.text}", None, block.bold, block.centred, generated_label=pending
            )
            pending = ""
        else:
            if pending != "-":
                yield Paragraph(pending, generated_label=pending)
            pending = ""
            yield block


def _list_form(element: etree._Element) -> str:
    styled = _LIST_STYLE.search(element.get("style") or "")
    if styled is not None:
        name = styled[1].lower()
        return "none" if name == "none" else _LIST_TYPES.get(name, "decimal")
    return _LIST_TYPES.get(element.get("type") or "", "decimal")


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"\s*\d{1,6}\s*", text, re.ASCII):
        return default
    return int(text)


def _flush(line: Inline, centred: bool) -> Iterator[Block]:
    text = line.joined()
    if text:
        yield Paragraph(text, None, line.all_bold(), centred)
