"""Reading a table of figures: each row one observation, or what is wrong with it and what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from namro.foundation.calendar import CalendarError, Span, parse
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Confidence, Measure, Stage
from namro.programme.indicators.rules.observations import Observation

COLUMNS = (
    *("indicator", "scope", "period", "value", "numerator", "denominator", "low", "high"),
    *("part", "stage", "measure", "confidence", "published_on", "source", "declared"),
    *("concept", "note"),
)
_NEEDED = ("indicator", "scope", "period", "source")
_PLACES = 8
_DIGITS = 28
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_YES = {"": False, "0": False, "1": True, "có": True, "không": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the figure, and which series it belongs to."""

    number: int
    indicator: str
    scope: str
    figure: Observation
    note: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a row, and what would be right."""

    row: int
    column: str
    vi: str
    en: str


def read(cells: Sequence[Sequence[str]]) -> tuple[list[Row], list[Wrong]]:
    """The rows of a table whose first row names its columns, and all that is wrong in it.

    Numbers are plain, with a point before decimals; days are ISO 8601 or dd/mm/yyyy; a period is
    anything `calendar.parse` reads, or two ISO days as “2022-01-01..2022-09-30”.
    """
    heads = [str(each).strip().casefold() for each in cells[0]] if cells else []
    missing = [each for each in _NEEDED if each not in heads]
    unknown = [each for each in heads if each and each not in COLUMNS]
    wrong = [
        Wrong(1, name, "thiếu cột này; hãy thêm vào", "this column is missing; add it")
        for name in missing
    ] + [
        Wrong(
            1,
            name,
            f"không có cột này; các cột là: {', '.join(COLUMNS)}",
            f"there is no such column; the columns are: {', '.join(COLUMNS)}",
        )
        for name in unknown
    ]
    if wrong:
        return [], wrong
    rows: list[Row] = []
    for number, line in enumerate(cells[1:], start=2):
        said = dict(zip(heads, (str(each or "").strip() for each in line), strict=False))
        if not any(said.values()):
            continue
        row = _Reading(number, said)
        made = row.made()
        wrong += row.wrong
        if made is not None and not row.wrong:
            rows.append(made)
    return rows, wrong


class _Reading:
    """One row while it is read."""

    def __init__(self, number: int, said: Mapping[str, str]) -> None:
        self.number = number
        self.said = said
        self.wrong: list[Wrong] = []

    def made(self) -> Row | None:
        for name in _NEEDED:
            if not self.said.get(name):
                self._refuse(name, "không được để trống", "must not be empty")
        period = self._period()
        values = {
            name: self._decimal(name)
            for name in ("value", "numerator", "denominator", "low", "high")
        }
        stage = self._one_of("stage", Stage, Stage.FINAL)
        measure = self._one_of("measure", Measure, Measure.IN_PERIOD)
        confidence = self._one_of("confidence", Confidence, Confidence.HIGH)
        published = self._day("published_on")
        declared = _YES.get(self.said.get("declared", "").casefold())
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
        return Row(self.number, self.said["indicator"], self.said["scope"], figure, note)

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
            value = Decimal(text) if _NUMBER.fullmatch(text) else None
        except InvalidOperation:
            value = None
        digits = value.normalize().as_tuple() if value is not None else None
        if digits is None or not isinstance(digits.exponent, int):
            self._refuse(
                name,
                f"“{text}” không phải là số; viết chữ số, dấu chấm trước phần lẻ, ví dụ 83.57",
                f"“{text}” is not a number; write digits, a point before decimals, as 83.57",
            )
            return None
        if -digits.exponent > _PLACES or len(digits.digits) > _DIGITS - _PLACES:
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
        values = [each.value for each in words]
        if text not in values:
            self._refuse(
                name,
                f"“{text}” không dùng được; chọn một trong: {', '.join(values)}",
                f"“{text}” cannot be used; one of: {', '.join(values)}",
            )
            return default
        return text
