"""The rows of the two large tables, as HTML made here and not by a template.

A table of 50 rows has a thousand places to fill; Django's template language takes half of a
page's time for them. Everything from a document goes through `escape`, and nothing else is put in
(see decision 0015); the heads, filters and pages around the rows are templates like all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.programmes import level_html
from namro.programme.programmes.choices import Comparator
from namro.programme.programmes.models import Deliverable, Target
from namro.programme.programmes.presenting import Shown
from namro.programme.programmes.rules import numbers
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.tables import NO_STATE, baseline_words

NONE = "–"


def _td(name: str, label: str, inner: str, vietnamese: bool = False, number: bool = False) -> str:
    """A cell; `inner` is HTML, `label` its head, said on a phone."""
    lang = ' lang="vi"' if vietnamese else ""
    extra = " number" if number else ""
    return (
        f'<td role="cell" class="c-{name}{extra}" data-label="{escape(label)}"{lang}>'
        f"{inner or NONE}</td>"
    )


def _number_cell(label: str, number: str) -> str:
    return (
        f'<th role="rowheader" scope="row" class="c-so" data-label="{escape(label)}">'
        f"{escape(number) or NONE}</th>"
    )


def _badge(words: str) -> str:
    return f' <span class="badge waiting">{escape(words)}</span>'


def _see(item: Shown, words: str, what: str) -> str:
    short = what if len(what) <= 60 else what[:59] + "…"
    return (
        f' <a class="see d-print-none" href="{escape(item.address)}">{escape(words)}'
        f'<span class="visually-hidden">: {escape(short)}</span></a>'
    )


def _state() -> str:
    return (
        f'<span class="state none"><span aria-hidden="true">○</span> {escape(str(NO_STATE))}</span>'
    )


def _now(row: Deliverable) -> str:
    """Who leads it now, or that its lead has ended and nobody said who does."""
    if row.led is None:
        return ""
    if row.led.now:
        said = _("now %(name)s") % {"name": row.led.now}
        return f' <small class="led-now">({escape(said)})</small>'
    if row.led.asks:
        said = _("ended; who leads now is not known")
        return _badge(f"! {said}")
    return ""


def deliverable_rows(rows: Iterable[Shown], *, grouped: bool) -> SafeString:
    """The rows of the table of deliverables; `grouped` puts each group's name above its rows."""
    see, inferred = _("See in the document"), _("lead inferred: to be confirmed")
    unsure, nobody = _("to be confirmed"), _("no lead is named")
    no, content, kind, lead = _("No."), _("Content"), _("Kind"), _("Lead")
    co, due, product, state = _("Co-ordinating"), _("Due"), _("Product"), _("State")
    last = _td("trang-thai", state, _state())
    made: list[str] = []
    group = ""
    for item in rows:
        row: Deliverable = item.row
        if grouped and row.group != group:
            group = row.group
            if group:
                made.append(
                    '<tr role="row" class="group"><th role="rowheader" scope="rowgroup" '
                    f'colspan="8" lang="vi">{escape(group)}</th></tr>'
                )
        title = f'<span><span lang="vi">{escape(row.title)}</span>'
        if row.note:
            title += f' <small lang="vi">{escape(row.note)}</small>'
        if item.level:
            title += f" {level_html.badge(item.level)}"
        if item.unsure:
            title += _badge(f"? {unsure}")
        title += _see(item, see, f"{row.no} {row.title}") + "</span>"
        if row.lead_text.strip():
            led = f'<span><span lang="vi">{escape(row.lead_text)}</span>'
            led += (_badge(f"? {inferred}") if row.lead_inferred else "") + _now(row) + "</span>"
        else:
            led = f"<span>{_badge(f'! {nobody}')}</span>"
        made += (
            f'<tr role="row" id="{escape(item.name)}">',
            _number_cell(no, row.no),
            _td("noi-dung", content, title),
            _td("loai", kind, escape(row.kind), vietnamese=True),
            _td("chu-tri", lead, led),
            _td("phoi-hop", co, escape("; ".join(row.co_ordinating)), vietnamese=True),
            _td("han", due, escape(row.due_text), vietnamese=True),
            _td("san-pham", product, escape(row.product), vietnamese=True),
            last,
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def target_rows(rows: Iterable[Shown], language: Language) -> SafeString:
    """The rows of the table of targets."""
    see, unsure = _("See in the document"), _("to be confirmed")
    no, text, comparator = _("No."), _("Target"), _("Comparator")
    value, unit, due, base = _("Value"), _("Unit"), _("Due"), _("Compared with")
    yearly, lead, state = _("Each year"), _("Lead"), _("State")
    place = pgettext("where in the document", "Place")
    yes, not_so = _("yes"), _("no")
    # Asked of each row, Django would translate all of them each time.
    comparators = {each.value: escape(str(each.label)) for each in Comparator}
    last = _td("trang-thai", state, _state())
    made: list[str] = []
    for item in rows:
        row: Target = item.row
        said = f"<span><strong>{escape(item.words)}</strong>"
        if row.subject:
            said += f' <span lang="vi">· {escape(row.subject)}</span>'
        if item.level:
            said += f" {level_html.badge(item.level)}"
        if item.unsure:
            said += _badge(f"? {unsure}")
        said += f'<br><span class="said" lang="vi">{escape(row.text)}</span></span>'
        path = row.provision.path if row.provision else NONE
        where = f'<span><span lang="vi">{escape(path)}</span>'
        where += _see(item, see, f"{row.label} {item.words}") + "</span>"
        by = numbers.date(row.due_on) if row.due_on else str(row.due_year or "")
        made += (
            f'<tr role="row" id="{escape(item.name)}">',
            _number_cell(no, row.label),
            _td("noi-dung", text, said),
            _td("so-sanh", comparator, comparators[row.comparator]),
            _td("gia-tri", value, escape(values(row, language)), number=True),
            _td("don-vi", unit, escape(row.unit), vietnamese=True),
            _td("han", due, by, number=True),
            _td("goc", base, escape(baseline_words(row))),
            _td("hang-nam", yearly, escape(yes if row.each_year else not_so)),
            _td("chu-tri", lead, escape(row.lead_text), vietnamese=True),
            _td("noi", place, where),
            last,
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def values(row: Target, language: Language) -> str:
    """A target's value, or its range: "75", "9.000 – 10.000"; nothing where it has none."""
    if row.value_low is None:
        return ""
    low = numbers.number(row.value_low, language)
    if row.value_high is None or row.value_high == row.value_low:
        return low
    return f"{low} – {numbers.number(row.value_high, language)}"
