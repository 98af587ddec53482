"""Reads the tables of cases that officials can read, and puts them into typed values.

Every word of a table must be known: a misspelt one fails, so that no expectation is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from namro.foundation.calendar import Kind, Period
from namro.foundation.calendar.periods import half, month, nine_months, quarter, year, years
from namro.programme.indicators.rules import (
    Baseline,
    Bridge,
    Comparator,
    Confidence,
    Flag,
    Judging,
    Measure,
    Observation,
    RangeMeans,
    Reason,
    Stage,
    Target,
)
from namro.programme.indicators.rules.words import STATUS

TABLES = Path(__file__).parent / "cases"

COMPARATORS = {
    "trên": Comparator.MORE_THAN,
    "ít nhất": Comparator.AT_LEAST,
    "dưới": Comparator.LESS_THAN,
    "không quá": Comparator.AT_MOST,
    "từ đến": Comparator.BETWEEN,
    "đạt": Comparator.REACH,
    "tăng": Comparator.INCREASE,
    "tăng ít nhất": Comparator.INCREASE_AT_LEAST,
    "giảm": Comparator.REDUCE,
    "giảm ít nhất": Comparator.REDUCE_AT_LEAST,
    "tăng bậc ít nhất": Comparator.IMPROVE_RANK_AT_LEAST,
    "trong hạng": Comparator.RANK_WITHIN,
    "định tính": Comparator.QUALITATIVE,
}
JUDGINGS = {
    "từng kỳ": Judging.EACH_PERIOD,
    "khi đến hạn": Judging.AT_DUE,
    "lũy kế": Judging.CUMULATED,
    "bình quân": Judging.MEAN,
}
STATUSES = {words[0]: status for status, words in STATUS.items()}
FLAGS = {
    "chưa chắc chắn": Flag.UNCERTAIN,
    "số ước": Flag.ESTIMATE,
    "sơ bộ": Flag.PROVISIONAL,
    "phải giữ đến hạn": Flag.KEEP_UNTIL_DUE,
    "đạt muộn": Flag.REACHED_LATE,
    "hạn suy ra": Flag.INFERRED_DUE,
    "chưa kiểm chứng": Flag.UNVERIFIED,
    "thiếu kỳ": Flag.INCOMPLETE,
    "đã quy đổi": Flag.BRIDGED,
}
REASONS = {
    "không có số liệu nào": Reason.NO_FIGURE,
    "thiếu số liệu kỳ đến hạn": Reason.NO_FIGURE_AT_DUE,
    "thiếu số liệu của kỳ": Reason.NO_FIGURE_FOR_PERIOD,
    "thiếu số liệu mốc": Reason.NO_BASELINE,
    "mốc bằng 0": Reason.ZERO_BASELINE,
    "không có điểm bắt đầu": Reason.NO_START,
    "không còn chỗ": Reason.NO_ROOM,
    "chỉ một phần": Reason.PART_ONLY,
    "hai nguồn": Reason.TWO_SOURCES,
    "hai nghĩa": Reason.TWO_READINGS,
    "thay đổi cách tính": Reason.BREAK,
    "theo minh chứng": Reason.EVIDENCE,
    "thiếu kỳ": Reason.PERIODS_MISSING,
    "chưa kỳ nào kết thúc": Reason.NOTHING_CLOSED,
    "chỉ có số ước": Reason.ESTIMATE_ONLY,
}
STAGES = {
    "ước": Stage.ESTIMATE,
    "sơ bộ": Stage.PROVISIONAL,
    "chính thức": Stage.FINAL,
    "đính chính": Stage.CORRECTED,
}
CONFIDENCES = {
    "cao": Confidence.HIGH,
    "trung bình": Confidence.MEDIUM,
    "thấp": Confidence.LOW,
}
MEASURES = {"năm": Measure.SINCE_YEAR_START, "giai đoạn": Measure.SINCE_TERM_START}
KINDS = {
    "tháng": Kind.MONTH,
    "quý": Kind.QUARTER,
    "sáu tháng": Kind.HALF_YEAR,
    "chín tháng": Kind.NINE_MONTHS,
    "năm": Kind.YEAR,
}
RANGES = {"sàn": RangeMeans.FLOOR, "dải": RangeMeans.BAND}

_GROUP = {"tên", "quy tắc", "chỉ tiêu", "xét ngày", "trường hợp"}
_INPUT = {"tên", "chỉ tiêu", "số liệu", "quy đổi", "xét ngày", "biết đến ngày"}
_EXPECTED = {
    "kết luận",
    "lý do",
    "đánh dấu",
    "các năm",
    "số năm đạt",
    "hơn kém",
    "tỷ lệ",
    "lộ trình",
    "nhịp",
    "bình quân",
    "dựa vào",
    "năm dở",
    "từng nghĩa",
    "hiện",
    "từ chối",
}


@dataclass(frozen=True)
class Case:
    """One row of a table."""

    title: str
    rule: str
    target: Mapping[str, Any]
    figures: Any
    bridges: tuple[Mapping[str, Any], ...]
    on: date
    known: date | None
    expected: Mapping[str, Any]


class _Loader(yaml.SafeLoader):
    """Numbers exact, and no key twice."""


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"{node.start_mark}: ghi hai lần {twice}")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def table(path: Path) -> Any:
    """A table with exact numbers, in which no key stands twice."""
    return _Loader(path.read_text(encoding="utf-8")).get_single_data()


def all_cases() -> Iterator[Case]:
    """The rows of all tables, in order."""
    for path in sorted(TABLES.glob("*.yaml")):
        for group in table(path)["nhóm"]:
            known_words(group, _GROUP)
            for row in group["trường hợp"]:
                known_words(row, _INPUT | _EXPECTED)
                yield Case(
                    title=f"{path.stem}: {group['tên']}: {row['tên']}",
                    rule=group["quy tắc"],
                    target={**group["chỉ tiêu"], **row.get("chỉ tiêu", {})},
                    figures=row.get("số liệu", {}),
                    bridges=tuple(row.get("quy đổi", ())),
                    on=row.get("xét ngày") or group.get("xét ngày") or date(2026, 6, 30),
                    known=row.get("biết đến ngày"),
                    expected={key: row[key] for key in row if key in _EXPECTED},
                )


def target_of(said: Mapping[str, Any]) -> Target:
    """The target of a row."""
    rest = dict(said)
    judging = rest.pop("xét", "khi đến hạn")
    readings = judging if isinstance(judging, list) else [judging]
    target = {
        "comparator": COMPARATORS[rest.pop("so sánh")],
        "span": period_of(rest.pop("giai đoạn")),
        "value": _number(rest.pop("giá trị", None)),
        "upper": _number(rest.pop("đến", None)),
        "unit": rest.pop("đơn vị", ""),
        "due": rest.pop("hạn", None),
        "due_inferred": rest.pop("hạn suy ra", False),
        "readings": tuple(JUDGINGS[each] for each in readings),
        "each": KINDS[rest.pop("kỳ xét", "năm")],
        "baseline": _baseline(rest.pop("mốc", None)),
        "range_means": RANGES[rest.pop("khoảng là", "sàn")],
        "fewer_is_better": rest.pop("càng ít càng tốt", False),
        "decimals": rest.pop("số lẻ", None),
        "tolerance": _number(rest.pop("độ lệch", 0)),
        "geometric": rest.pop("bình quân nhân", False),
        "adds_up": rest.pop("cộng được", False),
        "concept": rest.pop("cách tính", ""),
    }
    known_words(rest, set())
    return Target(**target)


def figures_of(said: Any) -> list[Observation]:
    """The figures of a row: a period with its value each, or described one by one."""
    if isinstance(said, Mapping):
        said = [{"kỳ": period, "giá trị": value} for period, value in said.items()]
    return [_figure(each) for each in said]


def bridge_of(said: Mapping[str, Any]) -> Bridge:
    """What brings figures of one way of counting over to another."""
    known_words(said, {"từ", "sang", "nhân", "cộng", "văn bản"})
    return Bridge(
        said["từ"],
        said["sang"],
        Decimal(said.get("nhân", 1)),
        Decimal(said.get("cộng", 0)),
        said.get("văn bản", ""),
    )


def period_of(said: int | str) -> Period:
    """2025, 2025-03, 2025-Q1, 2025-S1, 2025-9M or 2021-2025."""
    text = str(said)
    first, _, rest = text.partition("-")
    number = int(first)
    if not rest:
        return year(number)
    if rest == "9M":
        return nine_months(number)
    if rest[0] == "Q":
        return quarter(number, int(rest[1:]))
    if rest[0] == "S":
        return half(number, int(rest[1:]))
    return years(number, int(rest)) if len(rest) == 4 else month(number, int(rest))


def _figure(said: Mapping[str, Any]) -> Observation:
    rest = dict(said)
    low, high = rest.pop("khoảng tin cậy", (None, None))
    figure = {
        "period": period_of(rest.pop("kỳ")),
        "value": _number(rest.pop("giá trị", None)),
        "numerator": _number(rest.pop("tử số", None)),
        "denominator": _number(rest.pop("mẫu số", None)),
        "scale": 100 if rest.pop("tỷ lệ phần trăm", False) else 1,
        "low": _number(low),
        "high": _number(high),
        "part": rest.pop("phần", ""),
        "stage": STAGES[rest.pop("bước", "chính thức")],
        "measure": MEASURES[rest.pop("lũy kế")] if "lũy kế" in rest else Measure.IN_PERIOD,
        "confidence": CONFIDENCES[rest.pop("độ tin cậy", "cao")],
        "published_on": rest.pop("công bố", None),
        "source": rest.pop("nguồn", ""),
        "declared": rest.pop("được công nhận", False),
        "concept": rest.pop("cách tính", ""),
    }
    known_words(rest, set())
    return Observation(**figure)


def _baseline(said: Any) -> Baseline | None:
    if said is None:
        return None
    if said == "năm trước":
        return Baseline(previous=True)
    known_words(said, {"kỳ", "giá trị", "năm trước"})
    return Baseline(
        period=period_of(said["kỳ"]) if "kỳ" in said else None,
        previous=said.get("năm trước", False),
        value=_number(said.get("giá trị")),
    )


def _number(said: Any) -> Decimal | None:
    return None if said is None else Decimal(said)


def known_words(said: Mapping[str, Any], words: set[str]) -> None:
    """Refuse a word that no test would look at."""
    unknown = set(said) - words
    if unknown:
        raise ValueError(f"không hiểu {unknown} trong {dict(said)}")
