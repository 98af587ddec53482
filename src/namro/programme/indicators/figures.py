"""The figures of one indicator as a table: each with its source and what it is to the verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.history import reading
from namro.foundation.history.registering import rows as rows_of
from namro.foundation.history.wording import Words
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import sort_key
from namro.programme.indicators.models import Bridge, Indicator, Observation
from namro.programme.indicators.rules.observations import Bridge as BridgeRule
from namro.programme.indicators.rules.observations import Observation as Figure
from namro.programme.indicators.rules.observations import rounded
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.standing import Standing, standings
from namro.programme.indicators.series import observation_of
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.tables import Spec


def _by(text: str) -> str | None:
    return sort_key(text) if text.strip() else None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of an indicator's page; `who` recorded it is filled in for those shown."""

    row: Observation
    figure: Figure
    period: str
    value: str
    standing: Standing
    told: str
    who: dict[int, str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether verdicts rest on it."""
        return self.standing is Standing.COUNTS

    @property
    def stands(self) -> bool:
        """Whether it can be replaced here: it was not before, and is of no unit's sheet."""
        return self.standing is not Standing.REPLACED and self.row.sheet_id is None

    @property
    def recorded_by(self) -> str:
        """Who recorded it."""
        return self.who.get(self.row.pk, "")


def figures_of(
    actor: Actor, indicator: Indicator, known: dt.date, language: Language
) -> list[FigureLine]:
    """Every figure of an indicator, newest period first, each with what it is to the verdicts."""
    rows = list(
        Observation.objects.visible_to(actor)
        .filter(indicator=indicator)
        .select_related("indicator", "superseded_by")
        .order_by("scope", "-last_day", "-first_day", "-pk")
    )
    bridges = [
        BridgeRule(each.old, each.new, each.factor, each.offset, each.approved_by)
        for each in Bridge.objects.filter(indicator=indicator).approved(known)
    ]
    series: dict[str, list[Figure]] = {}
    figures = {row.pk: observation_of(row) for row in rows}
    standing: dict[str, Standing] = {}
    for row in rows:
        if hasattr(row, "superseded_by") and row.sheet_id is None:
            standing[str(row.pk)] = Standing.REPLACED
        else:
            series.setdefault(row.scope, []).append(figures[row.pk])
    for said in series.values():
        standing |= standings(said, known, indicator.concept, bridges)
    who: dict[int, str] = {}
    return [
        FigureLine(
            row,
            figures[row.pk],
            span_in_words(figures[row.pk].period, language),
            amount(
                figures[row.pk].number,
                indicator.unit,
                language,
                (),
                published_decimals(figures[row.pk]),
            ),
            standing[str(row.pk)],
            standing[str(row.pk)].in_words(language),
            who,
        )
        for row in rows
    ]


def told_in_words(row: Observation, language: Language, *, whole: bool = False) -> str:
    """One figure in words: "83,57%, năm 2023, Hà Nội"; `whole`: with its indicator before it."""
    figure = observation_of(row)
    parts = [
        amount(figure.number, row.indicator.unit, language, (), published_decimals(figure)),
        span_in_words(figure.period, language),
        row.scope,
    ]
    return ", ".join([row.indicator.name, *parts] if whole else parts)


def say_who(actor: Actor, shown: Sequence[FigureLine]) -> None:
    """Fill in who recorded the figures that a page shows: by one question for all."""
    keys = [each.row.pk for each in shown]
    if keys:
        shown[0].who.update(_recorders(actor, keys))


def _recorders(actor: Actor, keys: Sequence[int]) -> Mapping[int, str]:
    entries = rows_of(Observation).entries().filter(pgh_obj_id__in=keys)
    found = list(reading.read(Observation, entries.values_list("pgh_id", flat=True)).values())
    words = Words(actor, found)
    return {each.row: words.acted(each) for each in found if each.what == reading.INSERT}


def _plain(figure: Figure) -> Decimal:
    return rounded(figure.number)


_FIGURE_COLUMNS: tuple[Column[FigureLine], ...] = (
    Column(
        "ky",
        pgettext_lazy("figure", "Period"),
        lambda each: each.period,
        lambda each: (each.row.last_day, each.row.first_day),
        18,
    ),
    Column(
        "ve",
        pgettext_lazy("figure", "About"),
        lambda each: each.row.scope,
        lambda each: _by(each.row.scope),
        18,
    ),
    Column(
        "gia-tri",
        _("Figure"),
        lambda each: _plain(each.figure),
        lambda each: each.figure.number,
        14,
    ),
    Column(
        "tinh",
        pgettext_lazy("figure", "Counts?"),
        lambda each: each.told,
        lambda each: list(Standing).index(each.standing),
        24,
    ),
    Column(
        "buoc",
        pgettext_lazy("figure", "Stage"),
        lambda each: str(each.row.get_stage_display()),
        None,
        12,
    ),
    Column(
        "nguon",
        pgettext_lazy("figure", "Source"),
        lambda each: each.row.source,
        lambda each: _by(each.row.source),
        40,
    ),
    Column(
        "tin-cay",
        _("Confidence"),
        lambda each: str(each.row.get_confidence_display()),
        None,
        12,
    ),
    Column(
        "cong-bo",
        _("Published on"),
        lambda each: each.row.published_on,
        lambda each: each.row.published_on,
        14,
    ),
    Column(
        "ghi",
        _("Recorded"),
        lambda each: each.row.recorded_at.date(),
        lambda each: each.row.recorded_at,
        14,
    ),
)
_FIGURE_FILTERS: tuple[Filter[FigureLine], ...] = (
    Filter("ve", pgettext_lazy("figure", "About"), lambda each: [each.row.scope]),
    Filter("nguon", pgettext_lazy("figure", "Source"), lambda each: [each.row.source]),
    Filter(
        "buoc", pgettext_lazy("figure", "Stage"), lambda each: [str(each.row.get_stage_display())]
    ),
)
FIGURES = Spec(_FIGURE_COLUMNS, _FIGURE_COLUMNS, _FIGURE_FILTERS)
