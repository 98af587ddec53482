"""The rows of the scoreboard, as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.indicators.rules.showing import amount
from namro.programme.indicators.rules.words import FLAG, said
from namro.programme.indicators.scoreboard import Line, percent, plan_note, planned, shown
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.numbers import Language

NONE = "–"


def _leads(row: Line) -> str:
    """Who leads it, each leading to its page where it is a unit of the register."""
    said = []
    for each in row.leads:
        name = escape(each.name)
        if each.unit is not None:
            name = f'<a href="{escape(reverse("organisations:unit", args=[each.unit]))}">{name}</a>'
        said.append(name)
    led = row.judged.row.led
    if not said:
        return ""
    now = ""
    if led is not None and led.now:
        words = _("now %(name)s") % {"name": led.now}
        now = f' <small class="of-plan">{escape(words)}</small>'
    return f"<span>{'; '.join(said)}{now}</span>"


def _plan(row: Line, language: Language) -> str:
    """The year's plan, and whose it is where nobody gave it to the year."""
    said_of_plan = plan_note(row.plan, language)
    note = f' <small class="of-plan">{escape(said_of_plan)}</small>' if said_of_plan else ""
    return escape(planned(row, language)) + note


def _td(name: str, label: str, inner: str, *, number: bool = False, vi: bool = False) -> str:
    lang = ' lang="vi"' if vi else ""
    extra = " number" if number else ""
    return (
        f'<td role="cell" class="c-{name}{extra}" data-label="{escape(label)}"{lang}>'
        f"{inner or NONE}</td>"
    )


def state_html(status: str, sign: str, words: str) -> str:
    """A state in sign, word and colour."""
    return (
        f'<span class="verdict v-{escape(status)}"><span aria-hidden="true">{escape(sign)}</span> '
        f"{escape(words)}</span>"
    )


def rows_html(
    rows: Iterable[Line], programme: Programme, query: str, language: Language
) -> SafeString:
    """The rows; each target's name leads to its page."""
    no, target, unit = _("No."), _("Target"), pgettext("measure", "Unit")
    before, plan, now = (
        _("Result of last year"),
        _("Plan for the year"),
        _("This year (or estimate)"),
    )
    cumulated, share, change = _("Since the term began"), _("% of plan"), _("On last year, %")
    wanted, verdict, lead, note = _("To reach"), _("Verdict"), _("Lead"), _("Note")
    estimate = _("estimate")
    made: list[str] = []
    for row in rows:
        address = reverse("indicators:target", args=[programme.at, row.pk]) + query
        name = f'<a href="{escape(address)}" lang="vi">{escape(row.subject)}</a>'
        this = escape(shown(row.this_year, language))
        if row.this_year is not None and row.this_year.is_estimate:
            this += f' <span class="badge waiting">{escape(estimate)}</span>'
        if row.this_year is not None and not row.closed:
            span = span_in_words(row.this_year.period, language)
            this += f' <small class="of-plan">{escape(span)}</small>'
        flags = "".join(
            f' <span class="badge waiting">{escape(said(FLAG[flag], language))}</span>'
            for flag in row.notes
            if flag in FLAG
        )
        verdict_cell = f"<span>{state_html(row.status, row.sign, row.told)}{flags}</span>"
        made += (
            '<tr role="row">',
            f'<th role="rowheader" scope="row" class="c-so" data-label="{escape(no)}">'
            f"{escape(row.label) or NONE}</th>",
            _td("noi-dung", target, name),
            _td("don-vi", unit, escape(row.unit), vi=True),
            _td("nam-truoc", before, escape(shown(row.last_year, language)), number=True),
            _td("ke-hoach", plan, _plan(row, language), number=True),
            _td("nam-nay", now, this, number=True),
            _td("luy-ke", cumulated, escape(_plain(row, language)), number=True),
            _td("ty-le", share, escape(percent(row.share, language)), number=True),
            _td("cung-ky", change, escape(percent(row.change, language)), number=True),
            _td("muc-tieu", wanted, escape(row.asked)),
            _td("danh-gia", verdict, verdict_cell),
            _td("chu-tri", lead, _leads(row), vi=True),
            _td("ghi-chu", note, escape(row.explanation)),
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def _plain(row: Line, language: Language) -> str:
    return "" if row.cumulated is None else amount(row.cumulated, "", language)
