"""Rows of the tables of rounds, as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.organisations.choices import Block
from namro.programme.indicators.collection.grid import GridLine
from namro.programme.indicators.collection.listing import SheetLine
from namro.programme.indicators.collection.models import Round
from namro.programme.indicators.collection.standing import LOOKS, SIGNS, WORDS, Standing

NONE = "–"


def standing_html(standing: Standing, address: str = "") -> str:
    """How a sheet stands: sign, words and colour."""
    words = escape(str(WORDS[standing]))
    inner = (
        f'<span class="verdict v-{LOOKS[standing]}"><span aria-hidden="true">'
        f"{SIGNS[standing]}</span> {words}</span>"
    )
    return f'<a class="standing" href="{escape(address)}">{inner}</a>' if address else inner


def _td(label: str, inner: str, extra: str = "") -> str:
    return f'<td role="cell"{extra} data-label="{escape(label)}">{inner or NONE}</td>'


def _group(line: SheetLine | GridLine, before: tuple[str, str], columns: int) -> str:
    here = (line.block, line.above)
    if here == before:
        return ""
    words = " · ".join(filter(None, (str(Block(line.block).label), line.above)))
    return (
        f'<tr role="row" class="group"><th role="rowheader" scope="rowgroup" '
        f'colspan="{columns}"><span lang="vi">{escape(words)}</span></th></tr>'
    )


def _head(label: str, name: str, address: str) -> str:
    return (
        f'<th role="rowheader" scope="row" class="c-don-vi" data-label="{escape(label)}">'
        f'<a href="{escape(address)}" lang="vi">{escape(name)}</a></th>'
    )


def sheets(lines: Iterable[SheetLine], *, grouped: bool) -> SafeString:
    """The sheets of a round; in the order of the list with a line over each group of units."""
    unit, under, state = pgettext("organisation", "Unit"), _("Under"), _("State")
    filled, doubts, submitted, approved = (
        *(_("Fields filled"), _("Doubts"), _("Submitted"), _("Approved")),
    )
    made: list[str] = []
    before = ("", "")
    for line in lines:
        row = line.row
        if grouped:
            made.append(_group(line, before, 7))
            before = (line.block, line.above)
        held = ""
        if row.holder_id != row.unit_id:
            words = _("supplied by %(unit)s") % {"unit": line.holder}
            held = f' <small lang="vi">({escape(words)})</small>'
        same = (
            f' <span class="badge waiting">{escape(_("one person entered and approved"))}</span>'
            if row.same_person
            else ""
        )
        moments = [
            f"{timezone.localtime(each):%d/%m/%Y %H:%M}" if each else NONE
            for each in (row.submitted_at, row.approved_at)
        ]
        made += (
            '<tr role="row">',
            _head(unit, row.name, reverse("indicators:decide", args=[row.pk])),
            _td(under, f'<span lang="vi">{escape(line.above)}</span>{held}'),
            _td(state, f"<span>{standing_html(line.standing)}{same}</span>"),
            _td(filled, str(line.filled), ' class="number"'),
            _td(doubts, str(row.doubts) if row.submitted_at else NONE, ' class="number"'),
            _td(submitted, moments[0]),
            _td(approved, moments[1]),
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def grid(lines: Iterable[GridLine], rounds: Sequence[Round], *, grouped: bool) -> SafeString:
    """The map of units and periods."""
    unit, missing, late = pgettext("organisation", "Unit"), _("Missing"), _("Late")
    heads = [f"{each.last_day:%m/%Y}" for each in rounds]
    made: list[str] = []
    before = ("", "")
    for line in lines:
        if grouped:
            made.append(_group(line, before, len(rounds) + 3))
            before = (line.block, line.above)
        made.append('<tr role="row">')
        made.append(
            f'<th role="rowheader" scope="row" class="c-don-vi" data-label="{escape(unit)}">'
            f'<span lang="vi">{escape(line.name)}</span></th>'
        )
        for each, head in zip(rounds, heads, strict=True):
            standing = line.cells.get(each.pk)
            inner = NONE
            if standing is not None:
                address = reverse("indicators:decide", args=[line.sheets[each.pk]])
                inner = standing_html(standing, address)
            made.append(_td(head, inner))
        made += (
            _td(missing, str(line.missing), ' class="number"'),
            _td(late, str(line.late), ' class="number"'),
            "</tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped
