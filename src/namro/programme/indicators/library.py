"""The library of indicators as a table, and the figures of one: on pages and as files."""

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
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.programme.indicators.asking import Asks, asking
from namro.programme.indicators.choices import Frequency, IndicatorKind
from namro.programme.indicators.judging import observation_of
from namro.programme.indicators.models import Bridge, Indicator, Observation
from namro.programme.indicators.rules.observations import Bridge as BridgeRule
from namro.programme.indicators.rules.observations import Observation as Figure
from namro.programme.indicators.rules.observations import rounded
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.indicators.rules.showing import amount, published_decimals
from namro.programme.indicators.rules.standing import Standing, standings
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.tables import Spec


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the library, with its last figure and who asks for it."""

    row: Indicator
    asks: Sequence[Asks]
    figures: int
    last_day: dt.date | None

    @property
    def programmes(self) -> list[str]:
        """The numbers of the programmes that ask for it, each once."""
        return list(dict.fromkeys(each.number for each in self.asks))


def lines(actor: Actor, words: str, on: dt.date) -> list[Line]:
    """The indicators `actor` may see whose name, key, definition or keywords hold all words, with
    or without marks; in Vietnamese order."""
    wanted = search_words(words)
    asks = asking(actor, on)
    figures = _counted(actor)
    found = []
    for row in Indicator.objects.visible_to(actor):
        text = search_text(row.name, row.key, row.definition, row.owner, *row.keywords)
        if all(word in text for word in wanted):
            count, last = figures.get(row.pk, (0, None))
            found.append(Line(row, asks.get(row.pk, []), count, last))
    return sorted(found, key=lambda each: sort_key(each.row.name))


def _counted(actor: Actor) -> dict[int, tuple[int, dt.date | None]]:
    from django.db.models import Count, Max

    found = Observation.objects.visible_to(actor).order_by().values("indicator_id")
    return {
        each["indicator_id"]: (each["n"], each["last"])
        for each in found.annotate(n=Count("pk"), last=Max("last_day"))
    }


def _by(text: str) -> str | None:
    return sort_key(text) if text.strip() else None


_COLUMNS: tuple[Column[Line], ...] = (
    Column("ten", _("Name"), lambda each: each.row.name, lambda each: _by(each.row.name), 50),
    Column(
        "don-vi",
        pgettext_lazy("measure", "Unit"),
        lambda each: each.row.unit,
        lambda each: _by(each.row.unit),
        14,
    ),
    Column(
        "loai",
        pgettext_lazy("indicator", "Kind"),
        lambda each: str(each.row.get_kind_display()),
        lambda each: _by(str(each.row.get_kind_display())),
        14,
    ),
    Column(
        "ky",
        _("Frequency"),
        lambda each: str(each.row.get_frequency_display()),
        lambda each: Frequency.values.index(each.row.frequency),
        14,
    ),
    Column(
        "chuong-trinh",
        _("Asked for by"),
        lambda each: ", ".join(each.programmes),
        lambda each: -len(each.asks),
        24,
    ),
    Column("so-lieu", _("Figures"), lambda each: each.figures, lambda each: each.figures, 10),
    Column("den", _("Known until"), lambda each: each.last_day, lambda each: each.last_day, 14),
)
_FILE: tuple[Column[Line], ...] = (
    Column("ma", pgettext_lazy("indicator", "Key"), lambda each: each.row.key, None, 24),
    *_COLUMNS,
    Column("dinh-nghia", _("Definition"), lambda each: each.row.definition, None, 50),
    Column("theo-ky", _("Over time"), lambda each: str(each.row.get_over_time_display())),
    Column("theo-don-vi", _("Over units"), lambda each: str(each.row.get_over_units_display())),
    Column("chiu-trach-nhiem", _("Answers for it"), lambda each: each.row.owner),
    Column("cung-cap", _("Supplies the figures"), lambda each: each.row.supplier),
    Column("theo-doi", _("Monitors it"), lambda each: each.row.monitor),
    Column("nguon", _("Official source"), lambda each: each.row.declared_source),
    Column("phan-to", _("Broken down by"), lambda each: each.row.disaggregation),
    Column("cach-tinh", _("Method"), lambda each: each.row.concept),
    Column("muc-do", _("Level"), lambda each: str(each.row.get_level_display())),
)
_FILTERS: tuple[Filter[Line], ...] = (
    Filter(
        "loai",
        pgettext_lazy("indicator", "Kind"),
        lambda each: [each.row.kind],
        dict(IndicatorKind.choices),
    ),
    Filter("ky", _("Frequency"), lambda each: [each.row.frequency], dict(Frequency.choices)),
    Filter("chuong-trinh", _("Asked for by"), lambda each: each.programmes),
)
LIBRARY = Spec(_COLUMNS, _FILE, _FILTERS)


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
        .select_related("indicator")
        .order_by("scope", "-last_day", "-first_day", "-pk")
    )
    bridges = [
        BridgeRule(each.old, each.new, each.factor, each.offset, each.approved_by)
        for each in Bridge.objects.filter(indicator=indicator)
    ]
    series: dict[str, list[Figure]] = {}
    figures = {row.pk: observation_of(row) for row in rows}
    for row in rows:
        series.setdefault(row.scope, []).append(figures[row.pk])
    standing: dict[str, Standing] = {}
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
