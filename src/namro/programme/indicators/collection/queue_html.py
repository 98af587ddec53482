"""Rows of the approver's queue, as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.indicators.collection.queue import Waiting
from namro.programme.programmes.templatetags.programmes import day


def rows(lines: Iterable[Waiting]) -> SafeString:
    """A row for each sheet, to be ticked with the version that is shown."""
    heads = (
        *(pgettext("organisation", "Unit"), _("Form"), _("Period asked about")),
        *(_("Due"), _("Waits, days"), _("Doubts")),
    )
    unit, form, period, due, days, doubts = map(escape, heads)
    choose, late = _("Choose the sheet of %(name)s, %(period)s"), escape(_("past its due date"))
    return mark_safe(  # noqa: S308 - made of escaped parts
        "".join(
            f'<tr role="row"><th role="rowheader" scope="row" class="c-noi-dung" '
            f'data-label="{unit}"><span class="form-check"><input class="form-check-input" '
            f'type="checkbox" name="phieu" value="{line.key}" id="p-{line.key}" aria-label="'
            f'{escape(choose % {"name": line.name, "period": line.period})}">'
            f'<input type="hidden" name="v-{line.key}" value="{escape(line.version)}">'
            f'<a href="{reverse("indicators:decide", args=[line.key])}" lang="vi">'
            f"{escape(line.name)}</a></span></th>"
            f'<td role="cell" data-label="{form}" lang="vi">{escape(line.form)}</td>'
            f'<td role="cell" data-label="{period}">{escape(line.period)}</td>'
            f'<td role="cell" data-label="{due}"><span>{day(line.round.due_on)}'
            + (f' <span class="badge waiting">{late}</span>' if line.late else "")
            + f'</span></td><td role="cell" class="number" data-label="{days}">{line.days}</td>'
            f'<td role="cell" class="number" data-label="{doubts}">'
            + (
                f'<span><span aria-hidden="true">⚠</span> {line.doubts}</span>'
                if line.doubts
                else "0"
            )
            + "</td></tr>"
            for line in lines
        )
    )
