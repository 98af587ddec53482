"""What the check of a draft yields: a finding with its place, its rule and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: A text in Vietnamese and in English.
Pair = tuple[str, str]

_QUOTE = 160  # characters of a quotation


class Severity(StrEnum):
    """How much a finding weighs."""

    MUST = "must"  # to be mended before signing
    SHOULD = "should"  # better mended
    LOOK = "look"  # a person should look; it may be right as it stands


class Category(StrEnum):
    """What a finding is about."""

    CLEAR = "clear"  # clear and easy: lead, date, product, measure
    AGREEMENT = "agreement"  # the text against its appendix or its parent
    NUMBERING = "numbering"
    LAYOUT = "layout"  # what the text shows of the layout
    PAGE = "page"  # paper, margins, font: what the file shows
    READING = "reading"  # what could not be read or checked


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, how much it weighs, what it says and on what it rests.

    `easy` names which of the five easies (dễ hiểu, dễ nhớ, dễ làm, dễ đánh giá, dễ kiểm tra) the
    rule serves, "" for rules of layout. `clause` is the clause of the law of the profile; where
    it is "", `basis` stands alone.
    """

    code: str
    category: Category
    severity: Severity
    message: Pair
    remedy: Pair
    easy: Pair = ("", "")
    clause: Pair = ("", "")
    basis: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `start` and `end` are offsets in the text that was read.

    Where the finding is about the whole file (paper, something missing), `start` equals `end` and
    `quote` is "". `basis` names the document, annex and clause that the rule rests on.
    """

    rule: Rule
    start: int
    end: int
    quote: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    basis: Pair = ("", "")

    @property
    def code(self) -> str:
        """The rule's code, the same in all languages and versions."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.rule.severity

    @property
    def category(self) -> Category:
        """What it is about."""
        return self.rule.category

    def message(self, language: str = "vi") -> str:
        """What is the matter, in Vietnamese ("vi") or English ("en")."""
        return _filled(self.rule.message, language, self.values)

    def remedy(self, language: str = "vi") -> str:
        """What would mend it."""
        return _filled(self.rule.remedy, language, self.values)

    def source(self, language: str = "vi") -> str:
        """The document, annex and clause that the rule rests on."""
        return self.basis[1 if language == "en" else 0]

    def easy(self, language: str = "vi") -> str:
        """Which of the five easies it serves; "" for rules of layout."""
        return self.rule.easy[1 if language == "en" else 0]

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values, in both languages."""
        return {
            "code": self.code,
            "category": self.category.value,
            "severity": self.severity.value,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "message": {"vi": self.message("vi"), "en": self.message("en")},
            "remedy": {"vi": self.remedy("vi"), "en": self.remedy("en")},
            "basis": {"vi": self.source("vi"), "en": self.source("en")},
            "easy": {"vi": self.easy("vi"), "en": self.easy("en")},
        }


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _filled(pair: Pair, language: str, values: Mapping[str, str]) -> str:
    sentence = pair[1 if language == "en" else 0]
    if language == "en":
        # A value may have its own English form under the name with "_en".
        values = {**values, **{key[:-3]: v for key, v in values.items() if key.endswith("_en")}}
    return sentence.format_map(_Values(values))


def quoted(text: str, start: int, end: int) -> str:
    """The place in the text as one line of at most 160 characters."""
    line = " ".join(text[start:end].split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1].rstrip() + "…"


def found(rule: Rule, text: str, start: int, end: int, /, **values: str) -> Finding:
    """A finding of a rule whose source does not depend on the profile."""
    return Finding(rule, start, end, quoted(text, start, end), values, rule.basis)
