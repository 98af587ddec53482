"""What is wrong in a workbook: by cell, in both languages, with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

#: More faults of one workbook are counted, not told.
MOST_TOLD = 100


class Outcome(StrEnum):
    """What became of a file that was sent in."""

    WAITING = "waiting"  # nobody has looked at it yet
    TAKEN = "taken"
    SAME = "same"  # taken, and it said nothing new
    FAULTY = "faulty"  # the workbook of a sheet, with faults in its cells
    FOREIGN = "foreign"  # no workbook of a sheet, or none that can be read
    ELSEWHERE = "elsewhere"  # of a unit for which the person fills in nothing
    TWICE = "twice"  # a second file of a sheet taken in the same drop
    CLOSED = "closed"  # its sheet takes no figures now
    FAILED = "failed"  # the program failed over it


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in a cell such as “G9”, or in the file as a whole where `cell` is empty."""

    cell: str
    vi: str
    en: str

    def message(self, language: str = "vi") -> str:
        """The sentence in Vietnamese ("vi") or English ("en")."""
        text = self.en if language == "en" else self.vi
        if not self.cell:
            return text
        return f"Cell {self.cell}: {text}" if language == "en" else f"Ô {self.cell}: {text}"


class WorkbookRefused(Exception):
    """Nothing of a workbook was taken; `faults` says why, in the order of its cells.

    `sheet` is the key of the sheet it is of, where the actor may see that one.
    """

    sheet: int | None = None

    def __init__(self, faults: Sequence[CellFault], outcome: Outcome = Outcome.FAULTY) -> None:
        super().__init__(faults)
        self.faults = list(faults)
        self.outcome = outcome

    def messages(self, language: str = "vi") -> list[str]:
        """Each fault as a sentence; many are cut short by how many more there are."""
        told = [each.message(language) for each in self.faults[:MOST_TOLD]]
        more = len(self.faults) - len(told)
        if more:
            told.append(f"And {more} more." if language == "en" else f"Và {more} lỗi nữa.")
        return told


def whole(vi: str, en: str, outcome: Outcome = Outcome.FOREIGN) -> WorkbookRefused:
    """A refusal of the file as a whole."""
    return WorkbookRefused([CellFault("", vi, en)], outcome)


def cut(text: str) -> str:
    """What stands in a cell, short enough for a sentence."""
    return text if len(text) <= 60 else f"{text[:59]}…"
