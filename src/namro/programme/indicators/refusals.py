"""Why something about indicators was refused: one sentence in both languages, with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal["no_programme", "which_programme", "no_document", "method"]

MESSAGES: dict[Code, tuple[str, str]] = {
    "no_programme": (
        "Không có chương trình nào số “{number}”; hãy kiểm tra số (ví dụ 01-CTr/TU) hoặc xem "
        "“namro programmes”.",
        "There is no programme with number “{number}”; check it (such as 01-CTr/TU) or see “namro "
        "programmes”.",
    ),
    "no_document": (
        "Chương trình {number} chưa nhập văn bản nên chưa có chỉ tiêu; hãy nhập văn bản trước.",
        "Programme {number} has no document yet and so no targets; import its document first.",
    ),
    "which_programme": (
        "Có {count} chương trình mang số {number}; hãy ghi cơ quan ban hành bằng --issuer.",
        "{count} programmes have number {number}; name the issuer with --issuer.",
    ),
    "method": ("{vi}", "{en}"),
}


class IndicatorRefused(Refusal[Code]):
    """Nothing about indicators was changed; `message` says why and what to do."""

    messages = MESSAGES


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row of a table, and what would be right."""

    row: int
    column: str
    vi: str
    en: str

    def message(self, language: str = "vi") -> str:
        """The sentence with its place."""
        if language == "en":
            return f"Row {self.row}, column “{self.column}”: {self.en}"
        return f"Dòng {self.row}, cột “{self.column}”: {self.vi}"


class FiguresRefused(Exception):
    """A table of figures was not recorded and nothing was changed; `errors` says why."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(errors)
        self.errors = list(errors)
