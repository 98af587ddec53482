"""What went wrong with a period or a working day, in words that teach, Vietnamese first."""

from __future__ import annotations


class CalendarError(ValueError):
    """A text that is no period, or a day that the calendar does not hold.

    Attributes:
        vi, en: what is wrong and what would be right, in Vietnamese and in English.
        text: what was given, where it was a text.
        at: where in it (an offset in its composed Unicode form), or None.
    """

    def __init__(self, vi: str, en: str, *, text: str = "", at: int | None = None) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi = vi
        self.en = en
        self.text = text
        self.at = at

    def in_words(self, language: str = "vi") -> str:
        """The message in one language; any other than Vietnamese is answered in English."""
        return self.vi if language == "vi" else self.en
