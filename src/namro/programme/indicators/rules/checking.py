"""Checks of a figure while it is entered: what deserves a second look, and why.

Nothing is refused here. A doubt goes with the figure, and the person who enters or approves it
says what is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.formulas import Lookup, Relation, compared
from namro.programme.indicators.rules.outliers import FAR, Spread, Standing, beside, spread_of
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language


class Check(StrEnum):
    """What was found."""

    BELOW = "below"
    ABOVE = "above"
    NOT_WHOLE = "not_whole"
    NEGATIVE_PART = "negative_part"
    MORE_THAN_WHOLE = "more_than_whole"
    JUMP = "jump"
    JUMP_LAST_YEAR = "jump_last_year"
    FALLING = "falling"
    RELATION = "relation"
    FAR_FROM_PAST = "far_from_past"
    FAR_FROM_PEERS = "far_from_peers"
    FAR_FROM_PEERS_BEFORE = "far_from_peers_before"


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked of an indicator's figures; what is not set is not checked.

    Attributes:
        unit: its unit of measure, for the sentences.
        least, most: the ends of what is possible, both possible themselves.
        jump, jump_last_year: by how many percent it may differ from the period before, and from
            the same period of the year before.
        whole: it is counted in whole numbers (of a ratio numerator and denominator are).
        cumulated: it counts from the year's beginning, so it does not fall within the year.
        share: it is a part of a whole: its numerator is at most its denominator.
        relations: how it should stand to other figures of the same unit and period.
        tolerance: by how much the sides of a relation may differ.
        outliers: whether it is held beside the unit's own past and beside other units.

    Raises:
        TargetError: ends or percentages that cannot be.
    """

    unit: str = ""
    least: Fraction | None = None
    most: Fraction | None = None
    jump: Fraction | None = None
    jump_last_year: Fraction | None = None
    whole: bool = False
    cumulated: bool = False
    share: bool = False
    relations: tuple[Relation, ...] = ()
    tolerance: Fraction = Fraction(0)
    outliers: bool = False

    def __post_init__(self) -> None:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise TargetError(
                "Giá trị nhỏ nhất lớn hơn giá trị lớn nhất; hãy đổi lại.",
                "The least value is larger than the most; exchange them.",
            )
        negative = [each for each in (self.jump, self.jump_last_year) if each and each < 0]
        if negative or self.tolerance < 0:
            raise TargetError(
                "Mức thay đổi và sai số cho phép không được âm.",
                "The change and the tolerance that are allowed are not negative.",
            )


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure as it was entered, and what is known beside it. None: not known, not checked.

    Attributes:
        value: the figure; of a ratio `numerator` and `denominator` too, where entered.
        previous, last_year: the figures of the period before, of the same one last year.
        earlier: the cumulated figure of an earlier period of the same year.
        past: figures of the same unit, of earlier periods like this one.
        peers: how the figures of other units like this one spread in the same period.
        peers_before: how published figures of units like this one spread in the period before; of
            what is cumulated, in the same one of last year.
        others: all figures of the unit, this one among them, for relations.
    """

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    previous: Fraction | None = None
    last_year: Fraction | None = None
    earlier: Fraction | None = None
    past: Sequence[Fraction] = ()
    peers: Spread | None = None
    peers_before: Spread | None = None
    others: Lookup = field(default=lambda key, when: None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing found, in a sentence of each language."""

    check: Check
    vi: str
    en: str

    def in_words(self, language: str = "vi") -> str:
        """The sentence in one language; any other than Vietnamese is answered in English."""
        return self.vi if language == "vi" else self.en


def doubts(checks: Checks, entered: Entered) -> tuple[Doubt, ...]:
    """All that deserves a second look, in the order of `Check`."""
    return tuple(_doubts(checks, entered))


def _doubts(checks: Checks, entered: Entered) -> Iterator[Doubt]:
    value = entered.value
    if value is not None:
        yield from _range(checks, value)
    yield from _parts(checks, entered)
    if value is not None:
        yield from _jumps(checks, entered, value)
        if checks.cumulated and entered.earlier is not None and value < entered.earlier:
            yield _said(
                Check.FALLING,
                "Số lũy kế {0} nhỏ hơn số lũy kế đã có trong năm là {1}.",
                "The cumulated figure {0} is less than the one before in this year, {1}.",
                (value, checks.unit, (entered.earlier,)),
                (entered.earlier, checks.unit, (value,)),
            )
    for relation in checks.relations:
        yield from _relation(relation, checks, entered)
    if value is not None and checks.outliers:
        yield from _far(checks, entered, value)


def _range(checks: Checks, value: Fraction) -> Iterator[Doubt]:
    if checks.least is not None and value < checks.least:
        yield _said(
            Check.BELOW,
            "{0} nhỏ hơn giá trị nhỏ nhất của chỉ tiêu là {1}.",
            "{0} is less than the least value of the indicator, {1}.",
            (value, checks.unit, (checks.least,)),
            (checks.least, checks.unit, ()),
        )
    if checks.most is not None and value > checks.most:
        yield _said(
            Check.ABOVE,
            "{0} lớn hơn giá trị lớn nhất của chỉ tiêu là {1}.",
            "{0} is more than the most the indicator can be, {1}.",
            (value, checks.unit, (checks.most,)),
            (checks.most, checks.unit, ()),
        )


def _parts(checks: Checks, entered: Entered) -> Iterator[Doubt]:
    parts = [each for each in (entered.numerator, entered.denominator) if each is not None]
    counted = parts or [each for each in (entered.value,) if each is not None]
    for each in counted if checks.whole else ():
        if each.denominator != 1:
            yield _said(
                Check.NOT_WHOLE,
                "{0} có phần thập phân, trong khi chỉ tiêu được đếm bằng số nguyên.",
                "{0} has decimals, and the indicator is counted in whole numbers.",
                (each, "" if parts else checks.unit, (Fraction(floor(each)), Fraction(ceil(each)))),
            )
    if not checks.share or entered.numerator is None or entered.denominator is None:
        return
    sides = (entered.numerator, "", parts), (entered.denominator, "", parts)
    if min(parts) < 0:
        yield _said(
            Check.NEGATIVE_PART,
            "Tử số {0} hoặc mẫu số {1} là số âm.",
            "The numerator {0} or the denominator {1} is negative.",
            *sides,
        )
    elif entered.numerator > entered.denominator:
        yield _said(
            Check.MORE_THAN_WHOLE,
            "Tử số {0} lớn hơn mẫu số {1}, trong khi tử số là một phần của mẫu số.",
            "The numerator {0} is more than the denominator {1}, of which it is a part.",
            *sides,
        )


def _jumps(checks: Checks, entered: Entered, value: Fraction) -> Iterator[Doubt]:
    asked = (
        (Check.JUMP, checks.jump, entered.previous, "kỳ trước", "the period before"),
        (
            *(Check.JUMP_LAST_YEAR, checks.jump_last_year, entered.last_year),
            *("cùng kỳ năm trước", "the same period last year"),
        ),
    )
    for check, allowed, before, vi, en in asked:
        if allowed is None or before is None or value == before:
            continue
        if before == 0:
            yield _said(
                check,
                f"{{0}}, trong khi {vi} là 0 nên không so được theo phần trăm.",
                f"{{0}}, while {en} was 0, so no change in percent can be told.",
                (value, checks.unit, (before,)),
            )
            continue
        change = (value - before) / abs(before) * 100
        if abs(change) > allowed:
            yield _said(
                check,
                f"{'Tăng' if change > 0 else 'Giảm'} {{0}} so với {vi} (từ {{1}} thành {{2}}), quá "
                "mức {3}.",
                f"{'Up' if change > 0 else 'Down'} by {{0}} on {en} (from {{1}} to {{2}}), which "
                "is beyond {3}.",
                (abs(change), "%", (allowed,)),
                (before, checks.unit, (value,)),
                (value, checks.unit, (before,)),
                (allowed, "%", ()),
            )


def _relation(relation: Relation, checks: Checks, entered: Entered) -> Iterator[Doubt]:
    left, right, holds = compared(relation, entered.others, checks.tolerance)
    if holds is not False or left.value is None or right.value is None:
        return
    sides = (left.value, right.value)
    yield _said(
        Check.RELATION,
        f"Không thỏa {_plain(relation.text)}: vế trái {{0}}, vế phải {{1}}, lệch {{2}}.",
        f"{_plain(relation.text)} does not hold: left {{0}}, right {{1}}, {{2}} apart.",
        (left.value, "", sides),
        (right.value, "", sides),
        (abs(left.value - right.value), "", (Fraction(0),)),
    )


def _far(checks: Checks, entered: Entered, value: Fraction) -> Iterator[Doubt]:
    when_vi, when_en = ("kỳ trước", "the period before")
    if checks.cumulated:
        when_vi, when_en = ("cùng kỳ năm trước", "the same period last year")
    asked = (
        (
            *(Check.FAR_FROM_PAST, spread_of(entered.past)),
            *("{} kỳ trước của đơn vị", "the unit's own {} earlier periods"),
        ),
        (
            *(Check.FAR_FROM_PEERS, entered.peers),
            *("{} đơn vị khác trong kỳ", "{} other units in this period"),
        ),
        (
            *(Check.FAR_FROM_PEERS_BEFORE, entered.peers_before),
            f"số đã công bố {when_vi} của {{}} đơn vị cùng khối",
            f"the published figures of {{}} units of the block in {when_en}",
        ),
    )
    for check, spread, vi, en in asked:
        found = beside(value, spread) if spread is not None else None
        if found is not None and found.far:
            yield _said(check, *_far_words(found, vi, en), *_far_numbers(found, checks, value))


def _far_words(found: Standing, vi: str, en: str) -> tuple[str, str]:
    vi, en = vi.format(found.count), en.format(found.count)
    if found.score is None:
        return f"{{0}}, trong khi {vi} đều là {{1}}.", f"{{0}}, while {en} were all {{1}}."
    return (
        f"{{0}} lệch xa {vi}: trung vị {{1}}, điểm lệch {{2}} (quá {{3}} là lệch xa).",
        f"{{0}} is far from {en}: their median is {{1}}, the modified z-score {{2}} (beyond {{3}} "
        "is far).",
    )


def _far_numbers(found: Standing, checks: Checks, value: Fraction) -> Iterator[_Shown]:
    yield value, checks.unit, (found.median,)
    yield found.median, checks.unit, ()
    if found.score is not None:
        yield abs(found.score), "", (FAR,)
        yield FAR, "", ()


# A number, its unit, and what it is compared with (see `showing.truthful`).
_Shown = tuple[Fraction, str, Sequence[Fraction]]


def _said(check: Check, vi: str, en: str, *numbers: _Shown) -> Doubt:
    def words(sentence: str, language: Language) -> str:
        return sentence.format(*(amount(*each[:2], language, each[2]) for each in numbers))

    return Doubt(check, words(vi, "vi"), words(en, "en"))


def _plain(text: str) -> str:
    """A relation's text inside a sentence that numbers are put into."""
    return f"“{text}”".replace("{", "{{").replace("}", "}}")
