"""A worksheet as a table of cells, and how its places are called."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with something in it.

    Attributes:
        kind: "n" number, "s" text, "b" yes or no, "e" error of a formula, "d" date.
        text: what stands in it, or what the formula in it came to when the file was saved.
        formula: it holds one.
        percent: a number shown as a percentage, so that 0.5 reads as 50%.
    """

    kind: str
    text: str
    formula: bool = False
    percent: bool = False


@dataclass(slots=True)
class Grid:
    """A worksheet: cells by (column, row), both from 1, and what disturbs a table."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    #: The other worksheets of the file.
    others: list[str] = field(default_factory=list)

    def text(self, column: int, row: int) -> str:
        """What stands in a cell, without the spaces around it."""
        found = self.cells.get((column, row))
        return found.text.strip() if found else ""


def column_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def at(column: int, row: int) -> str:
    """A cell as people call it: “G9”."""
    return f"{column_letters(column)}{row}"
