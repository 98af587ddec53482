"""``namro status``: the targets of a programme, judged by what is published."""

from __future__ import annotations

import datetime as dt
import json
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.kinds import Flag, Judging, Status
from namro.programme.indicators.rules.observations import Observation, rounded
from namro.programme.indicators.rules.sentences import sentence
from namro.programme.indicators.rules.words import STATUS, said
from namro.programme.programmes.actions import same
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.numbers import Language, as_language
from namro.programme.programmes.rules.versions import At, as_day
from namro.programme.programmes.versions import find

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

_VERDICTS = (Status.REACHED, Status.EXCEEDED, Status.MISSED)


def _say(vietnamese: str, english: str) -> str:
    return english if language() == "en" else vietnamese


@app.command(
    help=_say(
        "Đánh giá các chỉ tiêu của một chương trình theo số liệu đã công bố.",
        "Judge the targets of a programme by published figures.",
    ),
)
def status(
    number: Annotated[
        str,
        typer.Argument(
            metavar="PROGRAMME",
            help=_say("Số của chương trình, ví dụ 01-CTr/TU.", "Its number, such as 01-CTr/TU."),
        ),
    ],
    on: Annotated[
        str, typer.Option(help=_say("Xét vào ngày nào (mặc định hôm nay).", "The day judged."))
    ] = "",
    known: Annotated[
        str,
        typer.Option(
            help=_say(
                "Chỉ dùng số liệu đã công bố đến ngày này (mặc định hôm nay).",
                "Only what was published by this day (today where none is named).",
            )
        ),
    ] = "",
    issuer: Annotated[
        str, typer.Option(help=_say("Cơ quan ban hành, khi trùng số.", "The issuer, if needed."))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_say("In JSON.", "Print JSON."))] = False,
) -> None:
    """Judge the targets of a programme."""
    judged_on, known_by = _day("--on", on), _day("--known", known)
    try:
        programme = _find(number, issuer, judged_on)
    except IndicatorRefused as refused:
        print(refused.message(language()), file=sys.stderr)
        raise typer.Exit(2) from None
    found = judge(programme, Operator.here(), judged_on, known_by)
    tongue = as_language(language())
    if as_json:
        rows = [as_plain(each, tongue) for each in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    _print(found, tongue)


def _day(option: str, text: str) -> dt.date:
    if not text:
        return timezone.localdate()
    day = as_day(text)
    if day is None:
        print(
            _say(
                f"{option}: “{text}” không phải là ngày; ví dụ 2024-12-31 hoặc 31/12/2024.",
                f"{option}: “{text}” is not a day, such as 2024-12-31 or 31/12/2024.",
            ),
            file=sys.stderr,
        )
        raise typer.Exit(2)
    return day


def _find(number: str, issuer: str, on: dt.date) -> Programme:
    """The programme of that number as of a day; the sample gives way to the real one.

    Raises:
        IndicatorRefused: there is none, several, or it has no document.
    """
    found = same(number, issuer, None)
    found = [each for each in found if not each.illustrative] or found
    if not found:
        raise IndicatorRefused("no_programme", number=number)
    if len(found) > 1:
        raise IndicatorRefused("which_programme", number=number, count=len(found))
    programme = find(Operator.here(), At(found[0].pk, on))
    if programme.source is None:
        raise IndicatorRefused("no_document", number=number)
    return programme


def as_plain(judged: Judged, tongue: Language) -> dict[str, Any]:
    """One target's answer as plain values for JSON (see docs/attainment.md)."""
    row, target, answer = judged.row, judged.target, judged.answer
    figure = answer.figure
    return {
        "target": row.label.strip("()."),
        "subject": row.subject,
        "comparator": row.comparator,
        "value": _value(row.value_low, row.value_high),
        "unit": row.unit or None,
        "due": _due(row.due_on) if row.due_on else row.due_year,
        "status": judged.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "flags": _flags(answer.flags),
        "judged": [each.value for each in target.readings],
        "confirmed": judged.confirmed,
        "indicator": [each.indicator.key for each in judged.measures if each is not None],
        "observed": _observed(figure),
        "years": {
            str(each.period): each.status.value
            for each in answer.periods
            if each.status in _VERDICTS
        },
        "reached_years": list(answer.reached_periods)
        if Judging.EACH_PERIOD in target.readings
        else None,
        "mean": _number(answer.mean),
        "expected": _number(answer.expected),
        "gap": _number(answer.gap),
        "readings": {judging.value: each.status.value for judging, each in answer.readings.items()},
        "explanation": explanation(judged, tongue),
    }


def explanation(judged: Judged, tongue: Language) -> str:
    """The sentence that explains an answer; of several series one each."""
    if judged.problem is not None:
        return judged.problem.in_words(tongue)
    return " ".join(
        sentence(target, answer, tongue)
        for target, answer in zip(judged.targets, judged.answers, strict=True)
    )


def _flags(flags: frozenset[Flag]) -> dict[str, bool]:
    """All flags by name; `certain` instead of its contrary."""
    told = {flag.value: flag in flags for flag in Flag if flag is not Flag.UNCERTAIN}
    return {"certain": Flag.UNCERTAIN not in flags, **told}


def _observed(figure: Observation | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "period": str(figure.period)
        if hasattr(figure.period, "kind")
        else f"{figure.period.first}..{figure.period.last}",
        "value": _number(figure.number),
        "stage": figure.stage.value,
        "confidence": figure.confidence.value,
        "published_on": figure.published_on.isoformat() if figure.published_on else None,
        "source": figure.source,
    }


def _value(value: Decimal | None, upper: Decimal | None) -> Any:
    if value is None:
        return None
    low = _number(Fraction(value))
    return low if upper in (None, value) else [low, _number(Fraction(upper))]


def _due(due: dt.date | None) -> int | str | None:
    if due is None:
        return None
    return due.year if (due.month, due.day) == (12, 31) else due.isoformat()


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(rounded(value))


def _print(found: list[Judged], tongue: Language) -> None:
    table = Table(show_lines=True)
    table.add_column(_say("Số", "No."))
    table.add_column(_say("Chỉ tiêu", "Target"))
    table.add_column(_say("Đánh giá", "Verdict"))
    table.add_column(_say("Giải thích", "Explanation"))
    for each in found:
        table.add_row(
            each.row.label,
            each.row.subject or each.row.text,
            said(STATUS[each.status], tongue),
            explanation(each, tongue),
        )
    Console().print(table)
