"""Rows of the page of a total, as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.accounts.telling import account_in_words
from namro.programme.indicators.choices import Stage
from namro.programme.indicators.collection.drilling import MISSING, WITHOUT, UnitLine
from namro.programme.indicators.collection.models import Cell
from namro.programme.indicators.collection.restated import TodayLine
from namro.programme.indicators.rules.rolling_up import NO_VALUE
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language, number

NONE = "–"


def in_words(value: Fraction | None, unit: str, language: Language) -> str:
    """A figure under a head that names its unit; nothing: empty."""
    return "" if value is None else amount(value, "%" if unit == "%" else "", language)


def _td(label: str, inner: str, *, numeric: bool = False) -> str:
    extra = ' class="number"' if numeric else ""
    return f'<td role="cell"{extra} data-label="{escape(label)}"><span>{inner or NONE}</span></td>'


def figure_html(line: UnitLine, unit: str, language: Language) -> str:
    """What is published of a unit: the figure with its parts, or why there is none."""
    row = line.figure
    if row is None or line.value is None:
        if line.standing == WITHOUT:
            words = escape(_("does not apply"))
            return f'{words}: <span lang="vi">{escape(line.why)}</span>'
        missing = escape(_("no figure yet"))
        return f'<span class="badge waiting">{missing}</span>'
    made = f"<strong>{escape(in_words(line.value, unit, language))}</strong>"
    if row.numerator is not None and row.denominator is not None:
        parts = f"{number(row.numerator, language)}/{number(row.denominator, language)}"
        made += f" <small>({escape(parts)})</small>"
    if row.stage != Stage.FINAL:
        made += f' <span class="badge waiting">{escape(str(row.get_stage_display()))}</span>'
    for was, since, until in line.replaced:
        said = _("%(figure)s from %(since)s, replaced on %(until)s") % {
            "figure": in_words(was, unit, language),
            "since": f"{since:%d/%m/%Y}" if since else NONE,
            "until": f"{until:%d/%m/%Y}" if until else NONE,
        }
        made += f'<br><small class="was"><del>{escape(said)}</del></small>'
    return made


def entered_html(line: UnitLine, people: Mapping[str, str]) -> str:
    """Who entered and who approved it, when, how, out of which file; nothing to who may not."""
    if not line.seen:
        return ""
    made = []
    if line.cell is not None:
        made.append(escape(entered_in_words(line.cell, people)))
        if line.cell.file is not None:
            name, words = escape(line.cell.file.name), escape(_("File"))
            made.append(f'{words}: <span lang="vi">{name}</span>')
    who, when = line.approved
    if who and when is not None:
        approved = _("approved by %(who)s, %(when)s") % {
            "who": people.get(who) or account_in_words(who),
            "when": f"{timezone.localtime(when):%d/%m/%Y %H:%M}",
        }
        made.append(escape(approved))
    return "<br>".join(made)


def entered_in_words(cell: Cell, people: Mapping[str, str]) -> str:
    """Who entered what stands in a field, when, and how it came in."""
    name = people.get(cell.entered_by) or account_in_words(cell.entered_by)
    moment = timezone.localtime(cell.entered_at)
    return f"{name}, {moment:%d/%m/%Y %H:%M}, {cell.get_channel_display()}"


def units(
    lines: Iterable[UnitLine],
    unit: str,
    people: Mapping[str, str],
    language: Language,
    *,
    item: int,
    ranked: bool,
) -> SafeString:
    """The units of a total; who may see a sheet is led to its field of the `item`."""
    name, under, figure = pgettext("collection", "Unit"), _("Under"), _("Figure")
    before, last_year = _("Period before"), _("Same period last year")
    change, published, entered = _("Change"), _("Published on"), _("Entered and approved")
    place = pgettext("ranking", "Place")
    made: list[str] = []
    for line in lines:
        called = f'<span lang="vi">{escape(line.name)}</span>'
        if line.seen:
            address = f"{reverse('indicators:sheet', args=[line.code])}#muc-{item}"
            called = f'<a href="{escape(address)}">{called}</a>'
        day = line.figure.published_on if line.figure is not None else None
        difference = in_words(line.change, "", language)
        if line.change is not None and line.change > 0:
            difference = f"+{difference}"
        made += (
            f'<tr role="row"{" class=waits" if line.standing == MISSING else ""}>',
            f'<th role="rowheader" scope="row" class="c-don-vi" data-label="{escape(name)}">'
            f"{called}</th>",
            _td(under, f'<span lang="vi">{escape(line.above)}</span>'),
            _td(figure, figure_html(line, unit, language), numeric=True),
            _td(before, escape(in_words(line.previous, unit, language)), numeric=True),
            _td(change, escape(difference), numeric=True),
            _td(last_year, escape(in_words(line.last_year, unit, language)), numeric=True),
            _td(published, f"{day:%d/%m/%Y}" if day else ""),
            _td(entered, f'<span class="entered">{entered_html(line, people) or NONE}</span>'),
        )
        if ranked:
            made.append(_td(place, str(line.rank or ""), numeric=True))
        made.append("</tr>")
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def today(lines: Iterable[TodayLine], unit: str, language: Language) -> SafeString:
    """The figures on the units of today: of what they are made, and on which basis."""
    name, figure, of, basis = _("Unit today"), _("Figure"), _("Made of"), _("Basis of the shares")
    there = _("Units of then with a figure")
    guessed, unsaid = escape(_("by an estimated share")), escape(_("shares not known"))
    made: list[str] = []
    for line in lines:
        called = line.name or _("not recorded who received it")
        value = escape(in_words(line.found.value, unit, language))
        if line.found.value is None and line.found.reason is not None:
            value = f"<small>{escape(NO_VALUE[line.found.reason][language != 'vi'])}</small>"
        if line.estimated:
            value += f' <span class="badge waiting">{guessed}</span>'
        unknown = f' <span class="badge waiting">{unsaid}</span>' if len(line.units) > 1 else ""
        made += (
            '<tr role="row"><th role="rowheader" scope="row" class="c-don-vi" '
            f'data-label="{escape(name)}"><span><span lang="vi">{escape(called)}</span>{unknown}'
            "</span></th>",
            _td(figure, value, numeric=True),
            _td(there, f"{line.found.there}/{line.found.expected}", numeric=True),
            _td(of, f'<span lang="vi">{escape("; ".join(line.of))}</span>'),
            _td(basis, escape("; ".join(line.bases))),
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped
