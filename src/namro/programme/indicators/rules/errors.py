"""What is wrong with a target or a figure, in words that teach, Vietnamese first."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def given(value: T | None) -> T:
    """What is there because something checked before says so.

    Raises:
        LookupError: it is not there, which is a fault of this room.
    """
    if value is None:
        raise LookupError("What was checked to be there is not.")
    return value


class TargetError(ValueError):
    """A target or a figure that means nothing as it stands.

    Attributes:
        vi, en: what is wrong and what would be right, in Vietnamese and in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi = vi
        self.en = en

    def in_words(self, language: str = "vi") -> str:
        """The message in one language; any other than Vietnamese is answered in English."""
        return self.vi if language == "vi" else self.en
