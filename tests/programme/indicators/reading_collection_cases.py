"""Reads the tables of cases on collecting: rolling up, formulas, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from namro.programme.indicators.rules.kinds import OverTime, OverUnits
from namro.programme.indicators.rules.sums import NOT_APPLICABLE, Figure, Rule, figure
from tests.programme.indicators.reading_cases import TABLES, known_words, table

OVER_UNITS = {
    "cộng": OverUnits.SUM,
    "tỷ lệ của các tổng": OverUnits.RATIO,
    "bình quân có trọng số": OverUnits.WEIGHTED_MEAN,
    "bình quân": OverUnits.MEAN,
    "thấp nhất": OverUnits.MINIMUM,
    "cao nhất": OverUnits.MAXIMUM,
    "không": OverUnits.NONE,
}
OVER_TIME = {
    "cộng": OverTime.SUM,
    "tỷ lệ của các tổng": OverTime.RATIO,
    "bình quân": OverTime.MEAN,
    "thấp nhất": OverTime.MINIMUM,
    "cao nhất": OverTime.MAXIMUM,
    "cuối kỳ": OverTime.LAST,
    "lũy kế": OverTime.CUMULATED,
    "không": OverTime.NONE,
}


@dataclass(frozen=True)
class Row:
    """One row of a table, with what its group says for all its rows."""

    title: str
    rule: str
    said: Mapping[str, Any]


def rows(name: str, words: set[str]) -> Iterator[Row]:
    """The rows of one table; `words` are those its groups and rows may use."""
    path = TABLES / "thu-thap" / f"{name}.yaml"
    for group in table(path)["nhóm"]:
        known_words(group, words | {"tên", "quy tắc", "trường hợp"})
        common = {key: group[key] for key in group if key in words}
        for row in group["trường hợp"]:
            known_words(row, words | {"tên"})
            title = f"{name}: {group['tên']}: {row['tên']}"
            yield Row(title, group["quy tắc"], {**common, **row})


def rule_of(said: Mapping[str, Any]) -> Rule:
    """How a row is rolled up."""
    scale = 100 if said.get("phần trăm") else 1
    if "theo thời gian" in said:
        return Rule(OVER_TIME[said["theo thời gian"]], scale)
    return Rule(OVER_UNITS[said["cách"]], scale)


def figure_of(said: Any) -> Figure | None:
    """12, 90/100, “85 x 200”, “-” (does not concern it), “?” (missing: None)."""
    text = str(said)
    if text == "?":
        return None
    if text == "-":
        return NOT_APPLICABLE
    if "/" in text:
        numerator, denominator = map(Decimal, text.split("/"))
        return figure(numerator=numerator, denominator=denominator)
    value, _, weight = text.partition(" x ")
    return figure(Decimal(value), weight=Decimal(weight) if weight else None)


def exact(said: Any, times: int = 1) -> Fraction:
    """A number, or a fraction of two."""
    numerator, _, denominator = str(said).partition("/")
    return Fraction(Decimal(numerator)) / Fraction(Decimal(denominator or 1)) * times
