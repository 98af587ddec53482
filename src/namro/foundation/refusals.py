"""What every room's refusals have in common: a code, and a sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

CodeT = TypeVar("CodeT", bound=str)


class Refusal(Exception, Generic[CodeT]):
    """It was refused and nothing was changed; `message` says why and what to do.

    A room derives its own with its `messages`: for each code the sentence in Vietnamese and in
    English, `{…}` where the values given go.
    """

    messages: ClassVar[Mapping[Any, tuple[str, str]]]

    def __init__(self, why: CodeT, /, **values: object) -> None:
        super().__init__(why, values)
        self.code: CodeT = why
        self.values = values

    def message(self, language: str = "vi") -> str:
        """The sentence in Vietnamese ("vi") or English ("en")."""
        vietnamese, english = self.messages[self.code]
        return (english if language == "en" else vietnamese).format(**self.values)

    def __str__(self) -> str:
        return self.message("en")
