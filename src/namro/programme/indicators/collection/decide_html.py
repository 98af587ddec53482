"""The rows of a sheet as whoever decides reads them, as HTML made here: all said is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.indicators.choices import Stage
from namro.programme.indicators.collection.asking import Row
from namro.programme.indicators.collection.drill_html import entered_in_words
from namro.programme.indicators.collection.sheet_html import plan_html, reached_html
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language, number

NONE = "–"


def _td(label: str, inner: str, *, numeric: bool = False) -> str:
    extra = ' class="number"' if numeric else ""
    return f'<td role="cell"{extra} data-label="{escape(label)}"><span>{inner or NONE}</span></td>'


def _number(value: Fraction | None, unit: str, language: Language) -> str:
    if value is None:
        return ""
    return escape(amount(value, "%" if unit == "%" else "", language))


def figure_html(row: Row, language: Language) -> str:
    """What stands in a field: the figure, of a fraction its parts too, or why there is none."""
    cell = row.cell
    if cell is None:
        words = _("required, not filled in") if row.missing else _("not filled in")
        said = escape(words)
        return f'<span class="badge waiting">{said}</span>' if row.missing else said
    if cell.not_applicable:
        return (
            f'{escape(_("does not apply"))}: <span lang="vi">{escape(cell.not_applicable)}</span>'
        )
    if cell.value is not None:  # as it was entered, not rounded
        sign = "%" if row.item.indicator.unit == "%" else ""
        made = f"<strong>{number(cell.value, language)}{sign}</strong>"
    else:
        made = f"<strong>{_number(row.value, row.item.indicator.unit, language)}</strong>"
    if cell.numerator is not None and cell.denominator is not None:
        made += f" <small>({number(cell.numerator, language)}/"
        made += f"{number(cell.denominator, language)})</small>"
    if cell.stage != Stage.FINAL:
        made += f' <span class="badge waiting">{escape(str(cell.get_stage_display()))}</span>'
    return made


def rows(found: Iterable[Row], people: Mapping[str, str], language: Language) -> SafeString:
    """The items in order; what deserves a second look stands under its figure."""
    item, unit, now = _("Indicator"), pgettext("measure", "Unit"), _("Figure")
    before, last_year = _("Period before"), _("Same period last year")
    planned = _("Plan for the year")
    cumulated, doubts, entered = _("Since the year began"), _("Doubts"), _("Entered")
    made: list[str] = []
    for row in found:
        indicator, cell = row.item.indicator, row.cell
        said = "".join(f"<li>{escape(each.in_words(language))}</li>" for each in row.doubts)
        comment = (
            f'<small class="said" lang="vi">{escape(cell.comment)}</small>'
            if cell is not None and cell.comment
            else ""
        )
        who = ""
        if cell is not None:
            who = escape(entered_in_words(cell, people))
        made += (
            f'<tr role="row" id="muc-{row.item.pk}"{" class=doubted" if said else ""}>',
            f'<th role="rowheader" scope="row" class="c-noi-dung" data-label="{escape(item)}">'
            f'<span><span lang="vi">{escape(indicator.name)}</span>'
            f" <small>{escape(str(row.item.get_measure_display()))}</small></span></th>",
            _td(unit, f'<span lang="vi">{escape(indicator.unit)}</span>' if indicator.unit else ""),
            _td(now, f"{figure_html(row, language)}{comment}", numeric=True),
            _td(before, _number(row.previous, indicator.unit, language), numeric=True),
            _td(last_year, _number(row.last_year, indicator.unit, language), numeric=True),
            _td(planned, plan_html(row, language), numeric=True),
            _td(
                cumulated,
                _number(row.cumulated, indicator.unit, language) + reached_html(row, language),
                numeric=True,
            ),
            _td(
                doubts,
                f'<span aria-hidden="true">⚠</span><ul class="doubts">{said}</ul>' if said else "",
            ),
            _td(entered, who),
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped
