"""The library of indicators as a table, and the figures of one: on pages and as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.programme.indicators.asking import Asks, asking
from namro.programme.indicators.choices import Frequency, IndicatorKind
from namro.programme.indicators.models import Indicator, Observation
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
    figures = _counted()
    found = []
    for row in Indicator.objects.visible_to(actor):
        text = search_text(row.name, row.key, row.definition, row.owner, *row.keywords)
        if all(word in text for word in wanted):
            count, last = figures.get(row.pk, (0, None))
            found.append(Line(row, asks.get(row.pk, []), count, last))
    return sorted(found, key=lambda each: sort_key(each.row.name))


def _counted() -> dict[int, tuple[int, dt.date | None]]:
    from django.db.models import Count, Max

    found = Observation.objects.order_by().values("indicator_id")
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
