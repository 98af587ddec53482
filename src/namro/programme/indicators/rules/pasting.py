"""A block of cells copied out of a spreadsheet: which line is about which item, with which figures.

Cells of a line are parted by tabs. A line names its item by its key, its name (marks or not) or
its number in the form; its figures are the numbers after that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import Notation, notation_of, read_number

MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One item that a sheet asks for; `figures`: how many numbers, 1 or 2."""

    key: str
    name: str
    order: int
    figures: int


@dataclass(frozen=True, slots=True)
class Pasted:
    """One line that was understood: the item's place in the list, and its figures as text."""

    item: int
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """One line that was not; `line`: counted from 1."""

    line: int
    text: str
    vi: str
    en: str

    def in_words(self, language: str = "vi") -> str:
        """Why, in one language."""
        return self.vi if language == "vi" else self.en


def read_block(
    text: str, items: Sequence[Asked], folded: Callable[[str], str]
) -> tuple[list[Pasted], list[NotUnderstood]]:
    """What a block of cells says.

    Args:
        folded: a text without marks and in small letters, to compare names by.

    Returns:
        The lines that were understood, each item once, and those that were not.
    """
    names = {folded(each.name): place for place, each in enumerate(items)}
    names |= {folded(each.key): place for place, each in enumerate(items)}
    numbers = {str(each.order): place for place, each in enumerate(items)}
    pasted: dict[int, Pasted] = {}
    wrong: list[NotUnderstood] = []
    for line, row in enumerate(text.splitlines()[:MOST_LINES], start=1):
        cells = [cell.strip() for cell in row.split("\t")]
        if not any(cells):
            continue
        found = _item(cells, names, numbers, folded)
        if found is None:
            wrong.append(
                NotUnderstood(
                    line, row.strip()[:80], "không thấy chỉ số nào có tên, mã hoặc số thứ tự này",
                    "no item has this name, key or number",
                )
            )  # fmt: skip
            continue
        place, after = found
        asked = items[place]
        figures = tuple(cell for cell in cells[after:] if _is_number(cell))[: asked.figures]
        if place in pasted:
            wrong.append(
                NotUnderstood(
                    line, row.strip()[:80], f"“{asked.name}” đã có ở dòng trên; chỉ giữ dòng đầu",
                    f"“{asked.name}” stands in a line above; only the first is taken",
                )
            )  # fmt: skip
        elif len(figures) < asked.figures:
            wanted = ("một số", "one number")
            if asked.figures == 2:
                wanted = ("tử số và mẫu số", "a numerator and a denominator")
            wrong.append(
                NotUnderstood(
                    line, row.strip()[:80], f"“{asked.name}” cần {wanted[0]}",
                    f"“{asked.name}” needs {wanted[1]}",
                )
            )  # fmt: skip
        else:
            pasted[place] = Pasted(place, figures)
    notation = notation_of(each for one in pasted.values() for each in one.figures)
    if notation is Notation.OF_PROGRAMS:
        # Fields read Vietnamese numbers: said anew, so that none of them changes its meaning.
        pasted = {
            place: Pasted(place, tuple(_vietnamese(each) for each in one.figures))
            for place, one in pasted.items()
        }
    return [pasted[place] for place in sorted(pasted)], wrong


def _item(
    cells: Sequence[str],
    names: dict[str, int],
    numbers: dict[str, int],
    folded: Callable[[str], str],
) -> tuple[int, int] | None:
    """The item that a line names, and the cell after the name."""
    for place, cell in enumerate(cells):
        key = folded(cell)
        if key and key in names:
            return names[key], place + 1
    first = cells[0].rstrip(".)")
    if first in numbers and len(cells) > 1:
        return numbers[first], 1
    return None


def _is_number(cell: str) -> bool:
    try:
        read_number(cell, Notation.VIETNAMESE)
    except TargetError:
        return False
    return True


def _vietnamese(cell: str) -> str:
    plain = f"{read_number(cell, Notation.OF_PROGRAMS):f}".replace(".", ",")
    whole, comma, part = plain.partition(",")
    # “38,125” could be thirty-eight thousand.
    return f"{whole},{part}0" if comma and len(part) == 3 else plain
