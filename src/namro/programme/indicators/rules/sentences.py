"""The answer as a sentence, in the words reports use: what was asked, what is there, what follows.

Every sentence is made of the typed values alone, so that it can never disagree with them.
"""

from __future__ import annotations

from fractions import Fraction

from namro.foundation.calendar import Kind, Period, Span, in_words
from namro.foundation.calendar.periods import year, years
from namro.programme.indicators.rules.kinds import Comparator, Flag, Judging, Reason, Status
from namro.programme.indicators.rules.observations import Observation
from namro.programme.indicators.rules.results import Attainment
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.targets import Target
from namro.programme.indicators.rules.words import EACH, FLAG, JUDGING, REASON, STATUS, said
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.numbers import date as written
from namro.programme.programmes.rules.wording import TargetValues, target_in_words

_FALLS = (Comparator.REDUCE, Comparator.REDUCE_AT_LEAST)
_OVER = {
    Judging.CUMULATED: ("lũy kế cả giai đoạn", "over the whole term"),
    Judging.MEAN: ("bình quân cả giai đoạn", "as the mean of the term"),
}


def sentence(target: Target, answer: Attainment, language: Language = "vi") -> str:
    """What was asked, what is there and what follows, as one or a few sentences."""
    parts = [
        _found(target, answer, language),
        said(("mục tiêu", "target"), language) + " " + asked(target, language),
        said(_OVER[answer.judging], language) if answer.judging in _OVER else "",
    ]
    told = said(STATUS[answer.status], language)
    why = _why(target, answer, language)
    if answer.reason is not None and why:
        told = f"{told} ({why})"
    head = ", ".join(part for part in parts if part)
    more = [
        _both(answer, language),
        _years(answer, language),
        _mean(target, answer, language),
        _short(target, answer, language),
        _path(target, answer, language),
        _so_far(target, answer, language),
        *_flags(target, answer, language),
    ]
    sentences = [f"{head}: {told}", *(each for each in more if each)]
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in sentences)


def _both(answer: Attainment, language: Language) -> str:
    """Where the words allow two ways of judging, both, also where they come to the same."""
    if len(answer.readings) < 2 or answer.reason is Reason.TWO_READINGS:
        return ""
    ways = "; ".join(said(JUDGING[each], language) for each in answer.readings)
    return said(
        (
            f"câu chữ có hai cách hiểu ({ways}), cả hai đều cho kết luận này",
            f"the words can be read in two ways ({ways}), and both say this",
        ),
        language,
    )


def asked(target: Target, language: Language) -> str:
    """The target in words."""
    baseline, due = target.baseline, target.due
    each_period = target.readings == (Judging.EACH_PERIOD,)
    values = TargetValues(
        comparator=target.comparator.value,
        low=target.value,
        high=target.upper,
        unit=target.unit,
        due=None if due is None else due.year if (due.month, due.day) == (12, 31) else due,
        baseline_year=baseline.period.year if baseline and baseline.period else None,
        from_previous_year=bool(baseline and baseline.previous),
        each_year=each_period and target.each is Kind.YEAR,
        aspiration=target.aspiration,
        qualifier="",
    )
    words = target_in_words(values, language).replace("strive to: ", "", 1)
    if not each_period or target.each is Kind.YEAR:
        return words
    each = said(EACH[target.each], language)
    return f"mỗi {each} {words}" if language == "vi" else f"{words} each {each}"


def span_in_words(span: Span, language: Language) -> str:
    """A period as documents write it, or its two days."""
    if isinstance(span, Period):
        return in_words(span, language)
    first, last = span.first, span.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year == last.year:
            return in_words(year(first.year), language)
        return in_words(years(first.year, last.year), language)
    if language == "vi":
        return f"từ {written(first)} đến {written(last)}"
    return f"{written(first)} to {written(last)}"


def _found(target: Target, answer: Attainment, language: Language) -> str:
    """The figure it rests on, and for a change what it changed from."""
    figure = answer.figure
    if figure is None or answer.judging is Judging.MEAN:
        return ""
    text = f"{span_in_words(figure.period, language)}: {_figure(target, figure, answer, language)}"
    if not target.comparator.is_change or answer.judged is None:
        return text
    base = answer.baseline
    if isinstance(base, Observation):
        when = span_in_words(base.period, language)
        was = _figure(target, base, answer, language)
    else:
        when, was = "", _plain(base or Fraction(0), target, language)
    compared = said(("so với", "against"), language) + f" {was}" + (f" ({when})" if when else "")
    return f"{text}, {compared}: {_change(target, answer, language)}"


def _change(target: Target, answer: Attainment, language: Language) -> str:
    judged = answer.judged or Fraction(0)
    against = _ends(answer)
    unit = "%" if target.is_relative else target.unit
    size = amount(abs(judged), unit, language, [abs(end) for end in against])
    wanted = judged >= 0
    if target.comparator in _FALLS:
        words = (("giảm", "down"), ("tăng", "up"))
    else:
        words = (("tăng", "up"), ("giảm", "down"))
    if judged == 0:
        return said(("không thay đổi", "unchanged"), language)
    return f"{said(words[0] if wanted else words[1], language)} {size}"


def _figure(target: Target, figure: Observation, answer: Attainment, language: Language) -> str:
    against = [] if target.comparator.is_change else _ends(answer)
    unit = "" if target.comparator.is_change else target.unit
    if target.comparator.is_rank:
        rank = amount(figure.number, "", language, against, 0)
        return f"{said(('hạng', 'rank'), language)} {rank}"
    return amount(figure.number, unit, language, against, published_decimals(figure))


def _plain(value: Fraction, target: Target, language: Language) -> str:
    return amount(value, "" if target.comparator.is_change else target.unit, language)


def _ends(answer: Attainment) -> list[Fraction]:
    if answer.aim is None:
        return []
    ends = (answer.aim.low, answer.aim.high, answer.aim.exceeded)
    return [end for end in ends if end is not None]


def _years(answer: Attainment, language: Language) -> str:
    if not answer.periods or answer.judging is Judging.MEAN:
        return ""
    reached, closed = answer.reached_periods
    known = sum(each.status in _VERDICTS for each in answer.periods)
    kinds = {each.period.kind.value for each in answer.periods}
    unit = said(("năm", "years") if kinds == {"year"} else ("kỳ", "periods"), language)
    if language == "vi":
        text = f"{reached}/{closed} {unit} đạt"
        return text if known == closed else f"{text}, {closed - known} {unit} chưa đánh giá được"
    text = f"reached in {reached} of {closed} {unit}"
    return text if known == closed else f"{text}, {closed - known} could not be judged"


_VERDICTS = (Status.REACHED, Status.EXCEEDED, Status.MISSED)


def _mean(target: Target, answer: Attainment, language: Language) -> str:
    if answer.mean is None:
        return ""
    shown = amount(answer.mean, target.unit, language, _ends(answer))
    first, last = answer.periods[0].period, answer.periods[-1].period
    text = said((f"bình quân {first} đến {last}", f"mean {first} to {last}"), language)
    text = f"{text}: {shown}"
    if answer.pace is None or answer.status.attained:
        return text
    pace, each = amount(answer.pace, target.unit, language), said(EACH[target.each], language)
    return text + said(
        (f", từ nay mỗi {each} cần {pace}", f", from here on {pace} each {each}"), language
    )


def _short(target: Target, answer: Attainment, language: Language) -> str:
    if answer.gap is None or answer.gap >= 0 or answer.status.attained:
        return ""
    # Percentages differ by percentage points, those of a change too.
    unit = "điểm %" if target.unit == "%" else target.unit
    size = amount(-answer.gap, unit, language, (Fraction(0),))
    return said((f"còn thiếu {size}", f"short by {size}"), language)


def _path(target: Target, answer: Attainment, language: Language) -> str:
    if answer.expected is None or answer.figure is None or answer.judged is None:
        return ""
    if answer.status.attained or answer.figure.period.last >= target.due_on:
        return ""
    expected = amount(answer.expected, target.unit, language, (answer.judged,))
    when = written(answer.figure.period.last)
    text = said(
        (f"theo lộ trình, đến {when} cần {expected}", f"the path asks for {expected} by {when}"),
        language,
    )
    if answer.pace is None:
        return text
    more = answer.pace > 0
    size = amount(abs(answer.pace), "điểm %" if target.unit == "%" else target.unit, language)
    each = said(EACH[target.each], language)
    if language == "vi":
        return f"{text}, từ nay mỗi {each} cần {'thêm' if more else 'giảm'} {size}"
    return f"{text}, from here on {size} {'more' if more else 'less'} each {each}"


def _so_far(target: Target, answer: Attainment, language: Language) -> str:
    now = answer.open_period
    if now is None:
        return ""
    unit = "" if target.comparator.is_change else target.unit
    shown = amount(now.figure.number, unit, language, (), published_decimals(now.figure))
    text = f"{span_in_words(now.figure.period, language)}: {shown}"
    if now.share is not None:
        share = amount(now.share, "%", language, (), 1)
        each = said(EACH[target.each], language)
        text += said(
            (f", bằng {share} mục tiêu của cả {each}", f", {share} of the {each}'s target"),
            language,
        )
    if now.change is not None:
        size = amount(abs(now.change), "%", language, (), 1)
        up = now.change >= 0
        word = said(("tăng", "up") if up else ("giảm", "down"), language)
        text += said((f", {word} {size} so cùng kỳ", f", {word} {size} on last year"), language)
    not_judged = said(("kỳ chưa kết thúc nên chưa đánh giá", "not closed, so not judged"), language)
    return f"{text} ({not_judged})"


def _flags(target: Target, answer: Attainment, language: Language) -> list[str]:
    late = answer.late
    values = {
        "due": written(target.due_on),
        "late": span_in_words(late.period, language) if late else "",
        "missing": ", ".join(span_in_words(each, language) for each in answer.missing),
    }
    told = answer.flags
    if answer.reason is Reason.ESTIMATE_ONLY:
        told -= {Flag.ESTIMATE}
    if answer.reason is Reason.PERIODS_MISSING or answer.periods:
        told -= {Flag.INCOMPLETE}
    return [said(FLAG[flag], language).format(**values) for flag in FLAG if flag in told]


def _why(target: Target, answer: Attainment, language: Language) -> str:
    if answer.reason is None:
        return ""
    lacking = [each for each in answer.periods if each.figure is None]
    values = {
        "since": written(target.span.first),
        "until": written(min(target.due_on, answer.on)),
        "due": written(target.due_on),
        "period": span_in_words(answer.periods[-1].period, language) if answer.periods else "",
        "baseline": _baseline(target, answer, language),
        "rank": _rank(answer, language),
        "asked": _rise(target, answer, language),
        "part": "; ".join(sorted({each.part for each in answer.parts})),
        "values": _values(target, answer, language),
        "readings": "; ".join(
            f"{said(JUDGING[judging], language)}: {said(STATUS[each.status], language)}"
            for judging, each in answer.readings.items()
        ),
        "concept": _foreign(target, answer),
        "missing": ", ".join(span_in_words(each.period, language) for each in lacking)
        or ", ".join(span_in_words(each, language) for each in answer.missing),
    }
    return said(REASON[answer.reason], language).format(**values)


def _baseline(target: Target, answer: Attainment, language: Language) -> str:
    baseline = target.baseline
    if baseline is None:
        return ""
    if baseline.period is not None:
        return span_in_words(baseline.period, language)
    if baseline.previous:
        return said(("năm trước", "the year before"), language)
    return _plain(Fraction(baseline.value or 0), target, language)


def _rank(answer: Attainment, language: Language) -> str:
    base = answer.baseline
    number = base.number if isinstance(base, Observation) else base
    return "" if number is None else amount(number, "", language, (), 0)


def _rise(target: Target, answer: Attainment, language: Language) -> str:
    """How far it is to rise: for a mean, over the whole term."""
    if target.value is None:
        return ""
    size = amount(target.low, target.unit, language)
    if answer.judging is not Judging.MEAN:
        return size
    each = said(EACH[target.each], language)
    count = len(target.periods)
    if language == "vi":
        return f"{size} mỗi {each} trong {count} {each}"
    return f"{size} each {each} for {count} {each}s"


def _foreign(target: Target, answer: Attainment) -> str:
    """The way of counting that is not the target's."""
    figures = [answer.figure, answer.baseline, *(each.figure for each in answer.periods)]
    concepts = {each.concept for each in figures if isinstance(each, Observation)}
    return "; ".join(sorted(concepts - {"", target.concept}))


def _values(target: Target, answer: Attainment, language: Language) -> str:
    figures = list(answer.against)
    if answer.figure is not None and answer.figure.period in {each.period for each in figures}:
        figures.insert(0, answer.figure)
    shown = (
        (_figure(target, each, answer, language), f" ({each.source})" if each.source else "")
        for each in figures
    )
    return "; ".join(f"{value}{source}" for value, source in shown)
