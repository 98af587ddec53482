"""The verbs of figures: recording them, and replacing one that was recorded wrongly. No figure is
ever edited or deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.permissions import RECORD
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused, RowError
from namro.programme.indicators.rules.sheet import Row, read


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many figures were added, and how many were there already; and those that are new."""

    added: int
    unchanged: int
    new: tuple[Observation, ...] = ()


def record(
    actor: Actor, cells: Sequence[Sequence[str]], *, reason: str, counted: bool = False
) -> Recorded:
    """Record the figures of a table: all or nothing; twice changes nothing; none is overwritten.

    A figure that its source corrected is a further row, of stage `corrected` or published later.
    `counted`: see `rules.sheet.read`.

    Raises:
        PermissionDenied: the actor may not.
        FiguresRefused: something in the table is wrong; every fault is named, nothing was changed.
    """
    require(actor, RECORD)
    rows = _read(cells, counted)
    with transaction.atomic(), history.reason(actor, reason):
        indicators = _locked(rows)
        known = _known(indicators.values())
        new: list[Observation] = []
        errors: list[RowError] = []
        for row in rows:
            made = _observation(indicators[row.indicator], row)
            before = known[_key(made)]
            if not before:
                before.append(made)
                new.append(made)
            elif all(_says(each) != _says(made) for each in before):
                errors.append(
                    RowError(
                        row.number,
                        "value",
                        "nguồn này đã nêu số liệu khác cho kỳ này; số đã ghi không bị sửa. Nếu "
                        "nguồn đính chính, hãy ghi bước là đính chính (corrected) hoặc ngày công "
                        "bố mới; nếu ghi nhầm, hãy thay số ấy ở trang của chỉ số",
                        "this source has another figure for this very period; what is recorded is "
                        "not edited. If its source corrected it, give stage = corrected or its own "
                        "day of publication; if it was recorded wrongly, replace it on the page of "
                        "its indicator",
                    )
                )
        if errors:
            raise FiguresRefused(errors)
        Observation.objects.bulk_create(new)
    return Recorded(len(new), len(rows) - len(new), tuple(new))


def try_out(actor: Actor, cells: Sequence[Sequence[str]]) -> Recorded:
    """What `record` would do with a table; nothing is kept.

    Raises:
        PermissionDenied, FiguresRefused: as `record`.
    """
    with transaction.atomic():
        tried = record(actor, cells, reason="-")
        transaction.set_rollback(True)
    return tried


def replace(
    actor: Actor,
    wrong: Observation,
    cells: Sequence[Sequence[str]],
    *,
    reason: str,
    counted: bool = False,
) -> Observation:
    """Record what should have been recorded in place of a figure, which stays and counts no more:
    neither today nor on any day before, since no source ever said it.

    Args:
        wrong: the figure that was recorded wrongly.
        cells: the heads and one row.
        reason: how the mistake came about; it goes into the history.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: it was replaced before, there is no reason, or nothing differs.
        FiguresRefused: something in the row is wrong; nothing was changed.
    """
    require(actor, RECORD)
    if not reason.strip():
        raise IndicatorRefused("replaced_without_reason")
    if wrong.sheet_id is not None:
        raise IndicatorRefused("of_a_sheet")
    rows = _read(cells, counted)
    with transaction.atomic(), history.reason(actor, reason):
        indicators = _locked(rows)
        row = rows[0]
        if Observation.objects.filter(supersedes=wrong).exists():
            raise IndicatorRefused("replaced_before")
        made = _observation(indicators[row.indicator], row)
        made.supersedes = wrong
        if (_key(made), _says(made), made.link, made.note) == (
            *(_key(wrong), _says(wrong)),
            *(wrong.link, wrong.note),
        ) and made.confidence == wrong.confidence:
            raise IndicatorRefused("replaced_by_the_same")
        others = [each for each in _known(indicators.values())[_key(made)] if each.pk != wrong.pk]
        if any(not hasattr(each, "superseded_by") for each in others):
            raise IndicatorRefused("replaced_by_another_word")
        made.save()
        return made


def _read(cells: Sequence[Sequence[str]], counted: bool) -> list[Row]:
    rows, wrong = read(cells, counted=counted)
    if wrong:
        raise FiguresRefused([RowError(each.row, each.column, each.vi, each.en) for each in wrong])
    return rows


def _locked(rows: Sequence[Row]) -> dict[str, Indicator]:
    """The indicators that rows name, by key or by name, as they name them.

    Locked in one order: two who record at once wait for each other and do not cross.
    """
    said = {row.indicator for row in rows}
    found = Indicator.objects.select_for_update().filter(Q(key__in=said) | Q(name__in=said))
    listed = list(found.order_by("pk"))
    indicators = {each.name: each for each in listed} | {each.key: each for each in listed}
    errors = [
        RowError(
            row.number,
            "indicator",
            f"không có chỉ số “{row.indicator}”; hãy khai báo trước",
            f"there is no indicator “{row.indicator}”; define it first",
        )
        for row in rows
        if row.indicator not in indicators
    ]
    if errors:
        raise FiguresRefused(errors)
    return indicators


def _known(indicators: Iterable[Indicator]) -> dict[tuple[object, ...], list[Observation]]:
    known: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(indicator__in={each.pk for each in indicators})
    for row in rows.select_related("superseded_by"):
        known[_key(row)].append(row)
    return known


def _key(row: Observation) -> tuple[object, ...]:
    """Which word of which source it is (the constraint `indicators_observation_once`)."""
    return (
        *(row.indicator_id, row.scope, row.first_day, row.last_day, row.measure),
        *(row.part, row.concept, row.stage, row.source, row.published_on),
    )


def _says(row: Observation) -> tuple[object, ...]:
    return (row.value, row.numerator, row.denominator, row.low, row.high)


def _observation(indicator: Indicator, row: Row) -> Observation:
    figure = row.figure
    return Observation(
        indicator=indicator,
        scope=row.scope,
        first_day=figure.period.first,
        last_day=figure.period.last,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        low=figure.low,
        high=figure.high,
        part=figure.part,
        stage=figure.stage.value,
        measure=figure.measure.value,
        confidence=figure.confidence.value,
        published_on=figure.published_on,
        source=figure.source,
        declared=figure.declared,
        concept=figure.concept,
        link=row.link,
        note=row.note,
    )
