"""The arithmetic of sheets: their codes, and what may follow what."""

from __future__ import annotations

import re

_CODE = re.compile(r"\s*([0-9]{1,18})\s*-\s*([0-9]{1,18})\s*-\s*([0-9]{2})\s*")


def sheet_code(round_number: int, unit_number: int) -> str:
    """The code printed on a sheet: round, unit and two digits that show a slip of the pen.

    The check digits are those of ISO/IEC 7064, MOD 97-10.
    """
    digits = int(f"{round_number}{unit_number:07}00")
    return f"{round_number}-{unit_number}-{98 - digits % 97:02}"


def read_code(text: str) -> str | None:
    """A code as somebody typed it, in its one form; None: it is none, or its digits are wrong."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    code = sheet_code(int(found[1]), int(found[2]))
    return code if int(code.rpartition("-")[2]) == int(found[3]) else None
