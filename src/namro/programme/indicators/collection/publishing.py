"""What an approved sheet becomes: observations, and the totals of the units above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from namro.programme.indicators.collection import counting, totals
from namro.programme.indicators.collection.models import Cell, Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.models import Observation

# One figure for each field that says another than what is published of it, or anything at all
# where nothing is: a figure once published is superseded, never changed.
_PUBLISH = """
    WITH published AS MATERIALIZED (
        SELECT o.id, o.sheet_id, o.indicator_id, o.measure, o.stage,
               o.value, o.numerator, o.denominator
        FROM indicators_observation o
        WHERE o.sheet_id = ANY(%(sheets)s) AND NOT EXISTS (
            SELECT FROM indicators_observation later WHERE later.supersedes_id = o.id
        )
    )
    INSERT INTO indicators_observation (
        indicator_id, scope, unit_id, first_day, last_day, value, numerator, denominator,
        part, stage, measure, confidence, published_on, source, link, declared, concept, note,
        sheet_id, supersedes_id, recorded_at
    )
    SELECT i.indicator_id, s.name, s.unit_id, r.first_day, r.last_day,
           c.value, c.numerator, c.denominator,
           '', CASE WHEN p.id IS NULL OR c.stage = 'estimate' OR p.stage = 'estimate'
                    THEN c.stage ELSE 'corrected' END,
           i.measure, 'high', %(today)s, %(source)s || s.code, '', false,
           indicator.concept, c.comment, s.id, p.id, %(now)s
    FROM indicators_cell c
    JOIN indicators_formitem i ON i.id = c.item_id
    JOIN indicators_indicator indicator ON indicator.id = i.indicator_id
    JOIN indicators_sheet s ON s.id = c.sheet_id
    JOIN indicators_round r ON r.id = s.round_id
    LEFT JOIN published p ON p.sheet_id = s.id AND p.indicator_id = i.indicator_id
        AND p.measure = i.measure
    WHERE s.id = ANY(%(sheets)s) AND c.not_applicable = ''
      AND (p.id IS NULL
           OR (p.value, p.numerator, p.denominator) IS DISTINCT FROM
              (c.value, c.numerator, c.denominator)
           OR (p.stage = 'estimate') <> (c.stage = 'estimate'))
    ORDER BY s.id, i.order, i.id
    RETURNING id
"""


def publish(*sheets: Sheet) -> int:
    """Make observations of the figures of sheets of one round that are approved now, add them to
    the totals above, and count whom they say an item does not apply to.

    The sheets' rows are locked by whoever calls, within a transaction.

    Returns:
        How many observations were made.

    Raises:
        CollectionRefused: a figure that is published was emptied; it can only be replaced.
    """
    _nothing_emptied(sheets)
    said: dict[str, Any] = {
        "sheets": [sheet.pk for sheet in sheets],
        "source": "Phiếu ",
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, said)
        made = [number for (number,) in cursor.fetchall()]
    totals.add(made, sheets[0].round.last_day)
    counting.approved([sheet.pk for sheet in sheets])
    return len(made)


def _nothing_emptied(sheets: Sequence[Sheet]) -> None:
    filled = Cell.objects.filter(
        sheet=OuterRef("sheet"), item__indicator=OuterRef("indicator"), not_applicable=""
    )
    emptied = Observation.objects.filter(~Exists(filled), sheet__in=sheets)
    names = sorted(set(emptied.values_list("indicator__name", flat=True)))
    if names:
        raise CollectionRefused("published_stays", items="; ".join(names))
