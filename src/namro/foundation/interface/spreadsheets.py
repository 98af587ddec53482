"""Text made safe for spreadsheets, and text whose direction marks are made visible.

A cell that begins like a formula is run by spreadsheet programs when a CSV file is opened, so a
document could reach into the reader's machine; it gets an apostrophe, the sign for "this is text".
In XLSX the type of the cell says so and the text stays as it is.
"""

from __future__ import annotations

import re

# OWASP's list for CSV injection, and the full-width forms that Excel takes for the same.
# Apostrophes before it count as a text marked already: it is marked once more, to be read back.
_FORMULA = re.compile(r"^'*(?:[\s\u00a0]*[=+\-@＝＋－＠]|[\t\r\n|%])")
# Marks that turn the direction of what follows: a text could pretend to say something else.
DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DIRECTION = str.maketrans(dict.fromkeys(DIRECTION, "\ufffd"))
# What XML, and so a cell of XLSX, cannot hold.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767  # characters in a cell of XLSX


def visible(text: str) -> str:
    """`text` at the same length, each direction mark shown as U+FFFD (�) and so without effect."""
    return text.translate(_DIRECTION)


def csv_text(text: str) -> str:
    """`text` as a cell of CSV that no program takes for a formula."""
    shown = visible(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def read_csv_text(cell: str) -> str:
    """What `csv_text` was given (direction marks stay shown), from the cell that is read back."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def xlsx_text(text: str) -> str:
    """`text` as XLSX can hold it: U+FFFD for what XML refuses, cut with "…" at a cell's limit."""
    shown = _NOT_XML.sub("\ufffd", visible(text))
    return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…"
