"""A target's figures as rows of HTML, made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.indicators.row_html import NONE
from namro.programme.indicators.telling import FigureShown


def figures_html(figures: Iterable[FigureShown]) -> SafeString:
    """The rows; a figure that is made of others leads to them, one that is recorded to its
    source."""
    heads = (
        *(pgettext("figure", "Period"), _("Figure"), pgettext("figure", "Stage")),
        *(_("Confidence"), _("Published on"), pgettext("figure", "Source")),
    )
    period, figure, stage, sure, published, source = (escape(each) for each in heads)
    said = (_("the verdict rests on it"), _("does not count"), _("unverified"), _("only"))
    rests, against, unverified, only = (escape(each) for each in said)
    rests = f' <span class="badge">{rests}</span>'
    against, unverified = (
        f' <span class="badge waiting">{each}</span>' for each in (against, unverified)
    )
    made: list[str] = []
    for each in figures:
        mark = rests if each.rests else "" if each.counts else against
        part = f' <span lang="vi">({only}: {escape(each.part)})</span>' if each.part else ""
        note = f' <small lang="vi">{escape(each.note)}</small>' if each.note else ""
        made += (
            '<tr role="row" class="rests">' if each.rests else '<tr role="row">',
            f'<th role="rowheader" scope="row" data-label="{period}"><span>{escape(each.period)}',
            f'{mark}</span></th><td role="cell" class="number" data-label="{figure}">',
            f'{escape(each.value)}</td><td role="cell" data-label="{stage}">{escape(each.stage)}',
            f'</td><td role="cell" data-label="{sure}"><span>{escape(each.confidence)}',
            "" if each.sure else unverified,
            f'</span></td><td role="cell" data-label="{published}">',
            f'{escape(each.published) or NONE}</td><td role="cell" data-label="{source}"><span>',
            f"{_source(each)}{part}{note}</span></td></tr>",
        )
    return mark_safe("".join(made))  # noqa: S308  # every value above is escaped


def _source(each: FigureShown) -> str:
    if each.opens:
        return f'<a href="{escape(each.opens)}" lang="vi">{escape(each.source)}</a>'
    if each.link:
        words = escape(Truncator(each.source).chars(60))
        return f'<a href="{escape(each.link)}" rel="noreferrer">{words}</a>'
    return escape(each.source)
