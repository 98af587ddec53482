"""A target as it is judged: typed values that can only be put together where they mean something.

What documents write and what is meant by it is gathered in docs/attainment.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from namro.foundation.calendar import CalendarError, Kind, Period
from namro.programme.indicators.rules.errors import TargetError, given
from namro.programme.indicators.rules.kinds import Comparator, Judging, RangeMeans

_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a change is counted from: a period, the period before, or a stated value.

    Attributes:
        period: the period whose figure is the baseline.
        previous: the period before the one judged ("so với năm trước").
        value: a value that the document states itself; then no figure is looked for.
        concept: what exactly is counted (authorised or filled posts), where that was settled.
        as_of: the day the baseline counts, where it is a stock.
    """

    period: Period | None = None
    previous: bool = False
    value: Decimal | None = None
    concept: str = ""
    as_of: date | None = None

    def __post_init__(self) -> None:
        if self.previous and (self.period is not None or self.value is not None):
            raise TargetError(
                "Mốc so sánh là năm trước thì không ghi thêm năm hay giá trị của mốc.",
                "A baseline that is the year before has neither a year nor a value of its own.",
            )
        if not self.previous and self.period is None and self.value is None:
            raise TargetError(
                "Mốc so sánh chưa nêu: hãy ghi năm, giá trị, hoặc chọn “năm trước”.",
                "The baseline says nothing: give its year, its value, or choose “the year before”.",
            )


@dataclass(frozen=True, slots=True)
class Target:
    """One quantity that is to be reached.

    Attributes:
        comparator, value, upper: how the value is meant; `upper` closes a range.
        unit: "%", "điểm %" (percentage points), or the thing counted. A change asked for in "%"
            is relative to the baseline, in any other unit absolute.
        span: the years of the programme; each-period targets are judged in it, and what is
            cumulated or averaged begins with it.
        due: the day the target is due; None: the last day of `span`.
        due_inferred: the document names no day.
        readings: the ways of judging: one once a person confirmed it; two where the words allow
            two and nobody chose.
        each: how long the periods are in which it is judged or averaged.
        decimals: how many the document writes.
        fewer_is_better: for `reach` and a floor range, where the figure is to fall.
        tolerance: how far "khoảng" (about) may fall short, in the unit of the value.
        geometric: a mean of growth rates is the growth of the whole, spread evenly.
        adds_up: figures of the parts of a period add up to the period's (counts, not rates).
        concept: what exactly is counted and how; figures of another concept are not compared
            without an approved bridge.
        aspiration: "phấn đấu": changes the sentence, never the verdict.
        in_force_from, basis: of this version of the target, and the document that set it.
    """

    comparator: Comparator
    span: Period
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    due: date | None = None
    due_inferred: bool = False
    readings: tuple[Judging, ...] = (Judging.AT_DUE,)
    each: Kind = Kind.YEAR
    baseline: Baseline | None = None
    range_means: RangeMeans = RangeMeans.FLOOR
    fewer_is_better: bool = False
    decimals: int | None = None
    tolerance: Decimal = Decimal(0)
    geometric: bool = False
    adds_up: bool = False
    concept: str = ""
    aspiration: bool = False
    in_force_from: date | None = None
    basis: str = ""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise TargetError(*problem)

    @property
    def due_on(self) -> date:
        """The day it is due, the last of the programme where none was named."""
        return self.due or self.span.last

    @property
    def is_relative(self) -> bool:
        """Whether it asks for a change in percent of the baseline."""
        return self.comparator.is_change and self.unit == _PERCENT

    @property
    def low(self) -> Fraction:
        """The value, or the lower end of the range."""
        return Fraction(given(self.value))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods it is judged in: those of its span that end by the day it is due."""
        whole = periods_of(self.span, self.each)
        return tuple(each for each in whole if each.last <= self.due_on)

    def read_as(self, judging: Judging) -> Target:
        """The same target with one way of judging."""
        geometric = self.geometric and judging is Judging.MEAN
        return replace(self, readings=(judging,), geometric=geometric)


@lru_cache(maxsize=256)
def periods_of(span: Period, each: Kind) -> tuple[Period, ...]:
    """The periods of a length that a span is made of, in order.

    Raises:
        CalendarError: it is not made of whole ones.
    """
    return tuple(span.parts(each))


def in_force(versions: Iterable[Target], on: date) -> Target | None:
    """The version of a target in force on a day: the last to begin by then; None before the first.

    A version without a day has been in force always.
    """
    begun = [each for each in versions if (each.in_force_from or date.min) <= on]
    return max(begun, key=lambda each: each.in_force_from or date.min, default=None)


def _problems(target: Target) -> Iterable[tuple[str, str]]:
    """What makes no sense together, each with what would (in Vietnamese and English)."""
    yield from _problems_of_value(target)
    yield from _problems_of_baseline(target)
    yield from _problems_of_judging(target)


def _problems_of_value(target: Target) -> Iterable[tuple[str, str]]:
    comparator = target.comparator
    if comparator is Comparator.QUALITATIVE:
        if target.value is not None or target.upper is not None:
            yield (
                "Chỉ tiêu định tính không có giá trị; hãy bỏ giá trị hoặc chọn cách so sánh khác.",
                "A target without a figure has no value; leave it out or choose a comparator.",
            )
        return
    if target.value is None:
        yield ("Chỉ tiêu chưa có giá trị phải đạt.", "The target has no value to reach.")
        return
    ranged = (Comparator.BETWEEN, Comparator.INCREASE, Comparator.REDUCE)
    if target.upper is not None and comparator not in ranged:
        yield (
            "Cách so sánh này chỉ có một giá trị; khoảng giá trị thì chọn “trong khoảng”.",
            "This comparator has one value; for a range choose “between”.",
        )
    if comparator is Comparator.BETWEEN and target.upper is None:
        yield ("Khoảng giá trị thiếu giá trị trên.", "The range has no upper value.")
    if target.upper is not None and target.upper < target.value:
        yield (
            f"Giá trị trên {target.upper} nhỏ hơn giá trị dưới {target.value}.",
            f"The upper value {target.upper} is below the lower one, {target.value}.",
        )
    plain = (Comparator.REACH, Comparator.BETWEEN)
    if target.fewer_is_better and comparator not in plain:
        yield (
            "“Càng ít càng tốt” chỉ dùng cho “đạt” và “trong khoảng”; cách so sánh khác đã nói rõ "
            "chiều.",
            "That fewer is better is said for “reach” and “between” alone; other comparators name "
            "their direction.",
        )
    about = (*plain, Comparator.INCREASE, Comparator.REDUCE)
    if target.tolerance and comparator not in about:
        yield (
            "Độ lệch cho phép chỉ dùng cho “khoảng”: đạt, trong khoảng, tăng hoặc giảm khoảng.",
            "A tolerance is for “about”: reach, between, increase or reduce by about.",
        )
    if comparator is Comparator.IMPROVE_RANK_AT_LEAST and target.unit == _PERCENT:
        yield (
            "Số bậc không tính bằng %; hãy ghi đơn vị là bậc.",
            "Places are not counted in %; give the unit as places.",
        )
    falls = (Comparator.REDUCE, Comparator.REDUCE_AT_LEAST)
    if comparator in falls and target.unit == _PERCENT and target.value > 100:
        yield (
            f"Không thể giảm quá 100 % ({target.value} %); hãy kiểm tra giá trị và đơn vị.",
            f"Nothing falls by more than 100 % ({target.value} %); check the value and the unit.",
        )
    if target.tolerance < 0:
        yield ("Độ lệch cho phép không thể âm.", "A tolerance cannot be negative.")
    if comparator.is_rank and (target.value < 1 or target.value != int(target.value)):
        yield (
            f"Hạng và số bậc là số nguyên từ 1; “{target.value}” không phải.",
            f"Ranks and places are whole numbers from 1 on; “{target.value}” is none.",
        )
    if comparator.is_change and not comparator.is_rank and target.value < 0:
        yield (
            "Mức tăng, giảm không ghi số âm; hãy đổi tăng thành giảm hoặc ngược lại.",
            "A change is not written with a minus; turn increase into reduce or the other way.",
        )


def _problems_of_baseline(target: Target) -> Iterable[tuple[str, str]]:
    comparator, baseline = target.comparator, target.baseline
    if comparator.is_change:
        # A change per year without words is a change against the year before.
        if baseline is None:
            yield (
                "Chỉ tiêu tăng, giảm phải có mốc so sánh (năm, giá trị, hoặc năm trước).",
                "An increase or a reduction needs a baseline (a year, a value, the year before).",
            )
        elif Judging.CUMULATED in target.readings:
            yield (
                "Mức tăng, giảm so với mốc không cộng dồn được; hãy chọn xét khi đến hạn, từng kỳ "
                "hoặc bình quân.",
                "A change against a baseline is not cumulated; judge it when due, each period, or "
                "as a mean.",
            )
        elif baseline.previous and Judging.AT_DUE in target.readings:
            yield (
                "So với năm trước thì xét từng năm hoặc bình quân các năm; xét khi đến hạn cần một "
                "mốc cố định.",
                "A change against the year before is judged each year or as a mean; judging it "
                "when due needs a fixed baseline.",
            )
        elif not baseline.previous and Judging.MEAN in target.readings:
            yield (
                "Bình quân các năm cần so với năm trước; so với một mốc cố định thì xét khi đến "
                "hạn hoặc từng năm.",
                "A mean over years compares each with the year before; against a fixed baseline "
                "judge it when due or each year.",
            )
        elif baseline.period is not None and baseline.period.last >= target.due_on:
            yield (
                f"Mốc so sánh phải trước hạn {target.due_on:%d/%m/%Y}; kỳ {baseline.period} thì "
                "không.",
                f"The baseline must be before it is due, on {target.due_on:%d/%m/%Y}; "
                f"{baseline.period} is not.",
            )
    elif comparator is Comparator.QUALITATIVE and baseline is not None:
        yield (
            "Chỉ tiêu định tính không so với mốc được.",
            "A target without a figure is compared with no baseline.",
        )


def _problems_of_judging(target: Target) -> Iterable[tuple[str, str]]:
    comparator = target.comparator
    if not target.readings or len(set(target.readings)) != len(target.readings):
        yield (
            "Hãy chọn một cách xét (hoặc hai khi câu chữ có hai nghĩa).",
            "Choose one way of judging (or two where the words allow two).",
        )
    if target.each not in (Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR):
        yield (
            "Kỳ xét phải là tháng, quý, 6 tháng hoặc năm.",
            "The periods judged are months, quarters, half-years or years.",
        )
    elif comparator is not Comparator.QUALITATIVE:
        yield from _problems_of_periods(target)
    if Judging.CUMULATED in target.readings and (
        comparator is Comparator.RANK_WITHIN or target.unit == _PERCENT
    ):
        yield (
            "Hạng và tỷ lệ không cộng dồn được; hãy chọn xét khi đến hạn, từng kỳ hoặc bình quân.",
            "Ranks and rates do not add up; judge them when due, each period, or as a mean.",
        )
    if Judging.MEAN in target.readings and comparator is Comparator.RANK_WITHIN:
        yield (
            "Trung bình của các hạng không phải là hạng; hãy xét từng kỳ hoặc khi đến hạn.",
            "The mean of ranks is no rank; judge each period, or when due.",
        )
    if comparator is Comparator.QUALITATIVE and set(target.readings) != {Judging.AT_DUE}:
        yield (
            "Chỉ tiêu định tính được xét khi đến hạn, theo minh chứng.",
            "A target without a figure is judged when due, by evidence.",
        )
    if target.geometric and not (target.unit == _PERCENT and Judging.MEAN in target.readings):
        yield (
            "Bình quân nhân chỉ dùng cho tốc độ tăng, giảm (%) bình quân.",
            "A geometric mean is for mean rates of growth (%) alone.",
        )
    if target.due is not None and target.due < target.span.first:
        yield (
            f"Hạn {target.due:%d/%m/%Y} trước khi chương trình bắt đầu.",
            f"It is due on {target.due:%d/%m/%Y}, before the programme begins.",
        )


def _problems_of_periods(target: Target) -> Iterable[tuple[str, str]]:
    try:
        periods = periods_of(target.span, target.each)
    except CalendarError:
        yield (
            f"Giai đoạn {target.span} không gồm trọn các kỳ xét; hãy chọn kỳ xét ngắn hơn.",
            f"{target.span} is not made of whole periods as judged; choose shorter ones.",
        )
        return
    by_period = {Judging.EACH_PERIOD, Judging.MEAN} & set(target.readings)
    if by_period and periods[0].last > target.due_on >= target.span.first:
        yield (
            f"Đến hạn {target.due_on:%d/%m/%Y} chưa có kỳ xét nào trọn vẹn; hãy chọn kỳ xét ngắn "
            "hơn hoặc xét khi đến hạn.",
            f"By {target.due_on:%d/%m/%Y}, when it is due, no period judged is over; choose "
            "shorter ones, or judge it when due.",
        )
