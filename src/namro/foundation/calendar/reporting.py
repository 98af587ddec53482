"""Reporting windows: the days a report on a period covers, which need not be the period's own.

State bodies close their figures by Decree 09/2019/NĐ-CP on the 14th; a Party programme has a
regime of its own. Both are rows of `reporting.toml`. When a report is due is not said there: the
deadline is given to `Window.deadline`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from namro.foundation.calendar.errors import CalendarError
from namro.foundation.calendar.kinds import Kind
from namro.foundation.calendar.parsing import parse
from namro.foundation.calendar.periods import Period
from namro.foundation.calendar.spans import Span
from namro.foundation.calendar.tables import table
from namro.foundation.calendar.working import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Window(Span):
    """The days that the report on a period covers, under a regime.

    `evidence` says how sure the row is: “text” (read in rules), “secondary”, “assumed”.
    """

    regime: str
    period: Period
    evidence: str

    @property
    def rank(self) -> int:
        """Where it stands among spans of the same days: behind all periods."""
        return Kind.DAY.rank + 1

    def __str__(self) -> str:
        """The canonical text, such as “nd-09-2019:2025-Q1”."""
        return f"{self.regime}:{self.period}"

    def deadline(
        self, *, days: int = 0, working_days: int = 0, calendar: WorkingCalendar | None = None
    ) -> date:
        """The day a report is due: so many days after the window closes, then working days.

        Raises:
            CalendarError: working days are asked for without a calendar.
        """
        due = self.last + timedelta(days=days)
        if not working_days:
            return due
        if calendar is None:
            raise CalendarError(
                "Tính hạn theo ngày làm việc thì phải cho lịch làm việc.",
                "A deadline in working days needs a working calendar.",
            )
        return calendar.add_working_days(due, working_days)


@dataclass(frozen=True, slots=True)
class Review(Span):
    """A review of a whole programme (sơ kết, tổng kết): what it covers, until which day."""

    code: str
    vi: str
    en: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting regime, and the days it holds for."""

    code: str
    vi: str
    en: str
    basis: str
    valid_from: date
    valid_to: date | None
    rows: tuple[dict[str, Any], ...]
    reviews: tuple[Review, ...]

    def holds_on(self, day: date) -> bool:
        """Whether the regime is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def window(self, period: Period) -> Window:
        """Which days the report on a period covers.

        Raises:
            CalendarError: the regime is not in force when the window closes, or has no report on
                such a period.
        """
        for row in self.rows:
            if row["kind"] != period.kind or row.get("number", period.number) != period.number:
                continue
            first, last = period.first, period.last
            if "from_day" in row:
                back = first.year * 12 + first.month - 1 - row["from_month"]
                first = date(back // 12, back % 12 + 1, row["from_day"])
                last = last.replace(day=row["to_day"])
            if not self.holds_on(last):
                until = f" đến {self.valid_to:%d/%m/%Y}" if self.valid_to else ""
                to = f" to {self.valid_to}" if self.valid_to else ""
                raise CalendarError(
                    f"{self.basis} có hiệu lực từ {self.valid_from:%d/%m/%Y}{until}, không áp "
                    f"dụng cho kỳ “{period}”.",
                    f"{self.code} is in force from {self.valid_from}{to}, not for “{period}”.",
                )
            return Window(first, last, self.code, period, row["evidence"])
        has = ", ".join(
            row["kind"] + (f" {row['number']}" if "number" in row else "") for row in self.rows
        )
        raise CalendarError(
            f"{self.basis} không có báo cáo cho kỳ “{period}”; có: {has}.",
            f"{self.code} has no report on “{period}”; it has: {has}.",
        )


@lru_cache
def regimes() -> tuple[Regime, ...]:
    """The regimes of the table."""
    return tuple(
        Regime(
            row["code"],
            row["vi"],
            row["en"],
            row["basis"],
            row["valid_from"],
            row.get("valid_to"),
            tuple(row["windows"]),
            tuple(
                Review(one["from"], one["to"], one["code"], one["vi"], one["en"], one["evidence"])
                for one in row.get("reviews", ())
            ),
        )
        for row in table("reporting")["regime"]
    )


def regime(code: str) -> Regime:
    """The regime of a code.

    Raises:
        CalendarError: the table has none of that code.
    """
    for one in regimes():
        if one.code == code:
            return one
    known = ", ".join(one.code for one in regimes())
    raise CalendarError(
        f"Không có chế độ báo cáo “{code}”; đang có: {known}.",
        f"There is no reporting regime “{code}”; there are: {known}.",
    )


def parse_window(text: str) -> Window:
    """The window of a canonical text, such as “nd-09-2019:2025-Q1”.

    Raises:
        CalendarError: no regime of that code, no such period, or no report on it.
    """
    code, _, period = text.strip().partition(":")
    return regime(code).window(parse(period))
