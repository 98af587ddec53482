"""What opening a file yields: paragraphs and tables in the order of the document.

Plain values without behaviour, shared by the stage that opens files (`opening`) and the
stages that read lines, outline and tables from them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One logical line of the document.

    `text` keeps "\\n" only where the author broke the line. `page` is counted from 1 and is
    known only for PDF. `generated_label` is the numbering the word processor (or the HTML
    list) generated ("1.", "a)", "I.", "(1)"; "-" for bullets); it already stands at the head
    of `text`, followed by one space.
    """

    text: str
    page: int | None = None
    bold: bool = False
    centred: bool = False
    generated_label: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table's grid; the paragraphs inside are joined by "\\n".

    `row_span` and `col_span` are at least 1. `merged_from_above` is true for a place that a
    vertical merge known from the file covers; its text is then "".
    """

    text: str
    row_span: int = 1
    col_span: int = 1
    merged_from_above: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A full grid: every row has the same number of places.

    Horizontally merged places repeat as `Cell(text="")` after the one with `col_span`.
    """

    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that a file names outside itself: "template" or "picture", and its file name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file turned into blocks.

    `format` is "txt", "md", "docx", "pdf" or "html". For txt and md `plain` is the decoded
    text with "\\n" line ends and `blocks` is empty; for the others `plain` is None. `sha256`
    is the hexadecimal digest of the bytes of the file. `unread_pages` are the pages of a PDF,
    counted from 1, that hold a picture and no text: what they say is missing from `blocks`.
    Of `recognised_pages` the letters were recognised in a picture of the page. `outside` is
    what a Word file names elsewhere; it was not fetched.
    """

    format: str
    blocks: tuple[Block, ...]
    plain: str | None
    sha256: str
    unread_pages: tuple[int, ...] = ()
    recognised_pages: tuple[int, ...] = ()
    outside: tuple[Outside, ...] = ()
