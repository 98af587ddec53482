"""A target said in words, in Vietnamese and English.

The words come from the typed values, never from the document's sentence, so that a reader can
compare the two: what the document says beside what was understood of it.
The comparators are those of the programme draft (the words they stand for: see `COMPARATORS`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from namro.programme.programmes.rules.numbers import NO_BREAK, Language, date, number

COMPARATORS = (
    "more_than",
    "at_least",
    "less_than",
    "at_most",
    "between",
    "reach",
    "increase",
    "increase_at_least",
    "reduce",
    "reduce_at_least",
    "improve_rank_at_least",
    "rank_within",
    "qualitative",
)

# {} is the amount with its unit.
_PHRASES: dict[Language, dict[str, str]] = {
    "vi": {
        "more_than": "trên {}",
        "at_least": "tối thiểu {}",
        "less_than": "dưới {}",
        "at_most": "tối đa {}",
        "between": "{}",
        "reach": "đạt {}",
        "increase": "tăng {}",
        "increase_at_least": "tăng tối thiểu {}",
        "reduce": "giảm {}",
        "reduce_at_least": "giảm tối thiểu {}",
        "improve_rank_at_least": "tăng tối thiểu {}",
        "rank_within": "trong nhóm {} đứng đầu",
    },
    "en": {
        "more_than": "more than {}",
        "at_least": "at least {}",
        "less_than": "less than {}",
        "at_most": "at most {}",
        "between": "{}",
        "reach": "reach {}",
        "increase": "increase by {}",
        "increase_at_least": "increase by at least {}",
        "reduce": "reduce by {}",
        "reduce_at_least": "reduce by at least {}",
        "improve_rank_at_least": "rise by at least {}",
        "rank_within": "within the top {}",
    },
}

# Units are the document's own words; only those that name a measure have an English one here.
_ENGLISH_UNITS = {
    "bậc": "places",
    "đồng": "VND",
    "triệu đồng": "million VND",
    "tỷ đồng": "billion VND",
    "nghìn tỷ đồng": "thousand billion VND",
    "triệu USD": "million USD",
    "tỷ USD": "billion USD",
    "ngày": "days",
    "giờ": "hours",
    "năm": "years",
    "tuổi": "years of age",
    "người": "people",
    "lần": "times",
    "điểm": "points",
    "điểm %": "percentage points",
}
_ENGLISH_QUALIFIERS = {"cơ bản": "essentially", "khoảng": "about", "xấp xỉ": "about"}


@dataclass(frozen=True, slots=True)
class TargetValues:
    """What was understood of one target.

    `low`, `high`: the value, or the range from low to high; None where it has no figure.
    `unit`: as the document counts ("%", "đảng viên"); "" for an index value or a rank.
    `due`: the year or the day by which it holds. `baseline_year`, `from_previous_year`: what
    it is compared with. `each_year`: it holds anew every year. `aspiration`: "phấn đấu", which
    changes the sentence and never the verdict.
    """

    comparator: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    due: int | dt.date | None = None
    baseline_year: int | None = None
    from_previous_year: bool = False
    each_year: bool = False
    aspiration: bool = False
    qualifier: str = ""


def unit_in_words(unit: str, language: Language) -> str:
    """A unit as it is written: the document's own word, in English where it names a measure."""
    return _ENGLISH_UNITS.get(unit, unit) if language == "en" else unit


def target_in_words(target: TargetValues, language: Language) -> str:
    """The target as a phrase: "tối thiểu 15%, đến năm 2025" / "at least 15%, by 2025".

    Raises:
        ValueError: the comparator is not one of `COMPARATORS`.
    """
    if target.comparator not in COMPARATORS:
        raise ValueError(f"unknown comparator: {target.comparator!r}")
    core = _core(target, language)
    if language == "vi":
        words = [
            "phấn đấu" if target.aspiration else "",
            "hằng năm" if target.each_year else "",
            core,
        ]
        phrase = " ".join(word for word in words if word) + _baseline(target, language)
    else:
        phrase = core + _baseline(target, language)
        if target.each_year:
            phrase += " each year"
        if target.aspiration:
            phrase = f"strive to: {phrase}"
    return phrase + _due(target.due, language)


def _core(target: TargetValues, language: Language) -> str:
    """The comparator with its figure, or what stands in for it."""
    qualifier = target.qualifier
    if language == "en":
        qualifier = _ENGLISH_QUALIFIERS.get(qualifier, qualifier)
    if target.comparator == "qualitative":
        done = "hoàn thành" if language == "vi" else "completed"
        return f"{qualifier} {done}".strip()
    if target.low is None:
        return "chưa đọc được số" if language == "vi" else "figure not read"
    amount = _amount(target.low, target.high, target.unit, language)
    if qualifier:
        amount = f"{qualifier} {amount}"
    return _PHRASES[language][target.comparator].format(amount)


def _amount(low: Decimal, high: Decimal | None, unit: str, language: Language) -> str:
    """The figure or range with its unit: "15%", "từ 9.000 đến 10.000 đảng viên"."""
    unit = unit_in_words(unit, language)
    figure = number(low, language)
    if high is not None and high != low:
        until = number(high, language)
        figure = f"từ {figure} đến {until}" if language == "vi" else f"{figure} to {until}"
    if not unit:
        return figure
    if unit.startswith("%"):  # written without a gap in Vietnamese documents too
        return f"{figure}{unit}"
    return f"{figure}{NO_BREAK}{unit}"


def _baseline(target: TargetValues, language: Language) -> str:
    """What it is compared with, led by a space, or nothing."""
    if target.from_previous_year:
        return " so với năm trước" if language == "vi" else " on the year before"
    if target.baseline_year is not None:
        year = target.baseline_year
        return f" so với năm {year}" if language == "vi" else f" compared with {year}"
    return ""


def _due(due: int | dt.date | None, language: Language) -> str:
    """By when, led by a comma, or nothing."""
    if due is None:
        return ""
    if isinstance(due, dt.date):
        return f", đến ngày {date(due)}" if language == "vi" else f", by {date(due)}"
    return f", đến năm {due}" if language == "vi" else f", by {due}"
