"""Reading a table of figures: each row one observation, or what is wrong with it and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.foundation.calendar import CalendarError, Span, parse
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Confidence, Measure, Stage
from namro.programme.indicators.rules.numbers_said import Notation, notation_of, read_number
from namro.programme.indicators.rules.observations import Observation

#: The columns: as programs and as officials name them.
NAMES = {
    "indicator": "chỉ số",
    "scope": "về",
    "period": "kỳ",
    "value": "giá trị",
    "numerator": "tử số",
    "denominator": "mẫu số",
    "low": "đầu dưới",
    "high": "đầu trên",
    "part": "phần",
    "stage": "bước",
    "measure": "cách đếm",
    "confidence": "tin cậy",
    "published_on": "ngày công bố",
    "source": "nguồn",
    "link": "liên kết",
    "declared": "nguồn chính thức",
    "concept": "cách tính",
    "note": "ghi chú",
}
COLUMNS = tuple(NAMES)
_BY_NAME = {name: name for name in NAMES} | {name: key for key, name in NAMES.items()}
NEEDED = ("indicator", "scope", "period", "source")
NUMBERS = ("value", "numerator", "denominator", "low", "high")
#: What stands in the columns of words, as officials write it.
WORDS: dict[str, dict[str, str]] = {
    "stage": {
        "ước": "estimate",
        "ước thực hiện": "estimate",
        "sơ bộ": "provisional",
        "chính thức": "final",
        "đính chính": "corrected",
    },
    "measure": {
        "trong kỳ": "in_period",
        "lũy kế từ đầu năm": "since_year_start",
        "lũy kế từ đầu nhiệm kỳ": "since_term_start",
    },
    "confidence": {"cao": "high", "trung bình": "medium", "thấp": "low"},
}
_PLACES = 8
_DIGITS = 28
_YES = {"": False, "0": False, "1": True, "có": True, "không": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the figure, and which series it belongs to."""

    number: int
    indicator: str
    scope: str
    figure: Observation
    link: str
    note: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a row, and what would be right."""

    row: int
    column: str
    vi: str
    en: str


def read(cells: Sequence[Sequence[str]], *, counted: bool = False) -> tuple[list[Row], list[Wrong]]:
    """The rows of a table whose first row names its columns, and all that is wrong in it.

    Numbers are written as `numbers_said` reads them, the whole table in one notation; days are
    ISO 8601 or dd/mm/yyyy; a period is anything `calendar.parse` reads, or two ISO days as
    “2022-01-01..2022-09-30”. `counted`: the numbers count things (see `read_number`).
    """
    said_heads = [str(each).strip().casefold() for each in cells[0]] if cells else []
    heads = [_BY_NAME.get(each, each) for each in said_heads]
    missing = [each for each in NEEDED if each not in heads]
    unknown = [each for each in heads if each and each not in COLUMNS]
    wrong = [
        Wrong(1, name, "thiếu cột này; hãy thêm vào", "this column is missing; add it")
        for name in missing
    ] + [
        Wrong(
            1,
            name,
            f"không có cột này; các cột là: {', '.join(NAMES.values())} "
            f"(hoặc {', '.join(COLUMNS)})",
            f"there is no such column; the columns are: {', '.join(COLUMNS)}",
        )
        for name in unknown
    ]
    wrong += [
        Wrong(1, name, "cột này có hai lần; bỏ một", "this column stands twice; leave one out")
        for name in COLUMNS
        if heads.count(name) > 1
    ]
    if wrong:
        return [], wrong
    lines = [
        dict(zip(heads, (str(each or "").strip() for each in line), strict=False))
        for line in cells[1:]
    ]
    notation = notation_of(line[name] for line in lines for name in NUMBERS if line.get(name))
    rows: list[Row] = []
    for number, said in enumerate(lines, start=2):
        if not any(said.values()):
            continue
        row = _Reading(number, said, notation, counted)
        made = row.made()
        wrong += row.wrong
        if made is not None and not row.wrong:
            rows.append(made)
    return rows, wrong


class _Reading:
    """One row while it is read."""

    def __init__(
        self, number: int, said: Mapping[str, str], notation: Notation | None, counted: bool
    ) -> None:
        self.number = number
        self.said = said
        self.notation = notation
        self.counted = counted
        self.wrong: list[Wrong] = []

    def made(self) -> Row | None:
        for name in NEEDED:
            if not self.said.get(name):
                self._refuse(name, "không được để trống", "must not be empty")
        period = self._period()
        values = {name: self._decimal(name) for name in NUMBERS}
        stage = self._one_of("stage", Stage, Stage.FINAL)
        measure = self._one_of("measure", Measure, Measure.IN_PERIOD)
        confidence = self._one_of("confidence", Confidence, Confidence.HIGH)
        published = self._day("published_on")
        declared = _YES.get(self.said.get("declared", "").casefold())
        link = self.said.get("link", "")
        if link and not link.startswith(("https://", "http://")):
            self._refuse("link", "liên kết bắt đầu bằng https://", "a link begins with https://")
        if declared is None:
            self._refuse("declared", "ghi “có” hoặc để trống", "write “yes” or leave it empty")
        if self.wrong or period is None:
            return None
        try:
            figure = Observation(
                period=period,
                value=values["value"],
                numerator=values["numerator"],
                denominator=values["denominator"],
                low=values["low"],
                high=values["high"],
                part=self.said.get("part", ""),
                stage=Stage(stage),
                measure=Measure(measure),
                confidence=Confidence(confidence),
                published_on=published,
                source=self.said["source"],
                declared=bool(declared),
                concept=self.said.get("concept", ""),
            )
        except TargetError as error:
            self._refuse("value", error.vi, error.en)
            return None
        note = self.said.get("note", "")
        return Row(self.number, self.said["indicator"], self.said["scope"], figure, link, note)

    def _refuse(self, column: str, vi: str, en: str) -> None:
        self.wrong.append(Wrong(self.number, column, vi, en))

    def _period(self) -> Span | None:
        text = self.said.get("period", "")
        if not text:
            return None
        first, dots, last = text.partition("..")
        try:
            if dots:
                return Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            return parse(text)
        except CalendarError as error:
            self._refuse("period", error.vi, error.en)
        except ValueError:
            self._refuse(
                "period",
                f"“{text}” không phải hai ngày; ví dụ 2022-01-01..2022-09-30",
                f"“{text}” is not two days, such as 2022-01-01..2022-09-30",
            )
        return None

    def _decimal(self, name: str) -> Decimal | None:
        text = self.said.get(name, "")
        if not text:
            return None
        try:
            value = read_number(text, self.notation, counted=self.counted)
        except TargetError as error:
            self._refuse(name, error.vi, error.en)
            return None
        digits = value.normalize().as_tuple()
        places = -digits.exponent if isinstance(digits.exponent, int) else 0
        whole = len(digits.digits) - places
        if places > _PLACES or whole > _DIGITS - _PLACES:
            self._refuse(
                name,
                f"“{text}” có quá {_PLACES} chữ số sau dấu phẩy hoặc quá lớn",
                f"“{text}” has more than {_PLACES} decimals, or is too large",
            )
            return None
        return value

    def _day(self, name: str) -> dt.date | None:
        text = self.said.get(name, "")
        if not text:
            return None
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no time
            except ValueError:
                continue
        self._refuse(
            name,
            f"“{text}” không phải là ngày; ví dụ 2024-04-17 hoặc 17/04/2024",
            f"“{text}” is not a day, such as 2024-04-17 or 17/04/2024",
        )
        return None

    def _one_of(
        self, name: str, words: type[Stage] | type[Measure] | type[Confidence], default: str
    ) -> str:
        text = self.said.get(name, "") or default
        text = WORDS[name].get(text.casefold(), text)
        values = [each.value for each in words]
        if text not in values:
            self._refuse(
                name,
                f"“{text}” không dùng được; chọn một trong: {', '.join(WORDS[name])}",
                f"“{text}” cannot be used; one of: {', '.join(values)}",
            )
            return default
        return text
