"""Units side by side as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from namro.foundation.calendar import Kind, Period
from namro.foundation.calendar.wording import in_words as period_in_words
from namro.foundation.organisations.choices import Block
from namro.programme.indicators.collection.comparing import Series, own_scale
from namro.programme.indicators.collection.drill_html import in_words
from namro.programme.indicators.rules import minis
from namro.programme.indicators.rules.minis import Point, Scale, Trend
from namro.programme.programmes.rules.numbers import Language

TRENDS = {
    Trend.UP: pgettext_lazy("trend", "rising"),
    Trend.DOWN: pgettext_lazy("trend", "falling"),
    Trend.NONE: gettext_lazy("no clear trend"),
    Trend.TOO_FEW: gettext_lazy("too few figures for a trend"),
}
_SIGNS = {Trend.UP: "↗", Trend.DOWN: "↘", Trend.NONE: "", Trend.TOO_FEW: ""}


def short(period: Period, language: Language) -> str:
    """A period as it fits under a small chart."""
    if period.kind is Kind.MONTH:
        return f"{period.number:02d}/{period.year}"
    return period_in_words(period, language)


class Charts:
    """Draws units over some periods; `scale` is shared by all, or None: each has its own.

    `figures`: for each unit where its published figures are; `under`: whether it is said what it
    stands under.
    """

    def __init__(
        self,
        periods: Sequence[Period],
        unit: str,
        scale: Scale | None,
        language: Language,
        figures: Mapping[int, str],
        *,
        under: bool,
    ) -> None:
        self._periods, self._unit, self._scale = periods, unit, scale
        self._language, self._figures, self._under = language, figures, under
        width, foot = minis.WIDTH, minis.HEIGHT - minis.BOTTOM
        first, last = (escape(short(each, language)) for each in (periods[0], periods[-1]))
        self._frame = (
            f'<svg class="mini" viewBox="0 0 {width} {minis.HEIGHT}" aria-hidden="true" '
            'focusable="false">'
            f'<line class="grid" x1="{minis.LEFT}" x2="{width - minis.RIGHT}" y1="{minis.TOP}" '
            f'y2="{minis.TOP}"/><line class="grid" x1="{minis.LEFT}" x2="{width - minis.RIGHT}" '
            f'y1="{foot}" y2="{foot}"/><text class="axis" x="{minis.LEFT}" y="{minis.HEIGHT - 6}">'
            f'{first}</text><text class="axis" x="{width - minis.RIGHT}" y="{minis.HEIGHT - 6}" '
            f'text-anchor="end">{last}</text>'
        )

    def by_block(self, found: Sequence[Series]) -> SafeString:
        """All charts of a page, each block under its name."""
        made: list[str] = []
        for block, those in groupby(found, key=lambda each: each.line.block):
            made.append(f"<h2>{escape(str(Block(block).label))}</h2><ul class=minis>")
            made += map(self._one, those)
            made.append("</ul>")
        return mark_safe("".join(made))  # noqa: S308  # every value above is escaped

    def _one(self, series: Series) -> str:
        line = series.line
        # Who may not see the sheet is led to what was published of the unit.
        address = (
            reverse("indicators:sheet", args=[line.code]) if line.seen else self._figures[line.unit]
        )
        under = f'<span class="under" lang="vi">{escape(line.above)}</span>' if self._under else ""
        return (
            f'<li><figure><figcaption><a href="{escape(address)}" lang="vi">{escape(line.name)}</a>'
            f"{under}</figcaption>{self._picture(series)}{self._said(series)}</figure></li>"
        )

    def _picture(self, series: Series) -> str:
        points = series.points
        scale = self._scale or own_scale(points)
        drawn = minis.draw(points, len(self._periods), scale)
        made = [self._frame]
        for line in drawn.lines:
            along = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
            made.append(f'<polyline class="observed" points="{along}"/>')
        for dot in drawn.dots:
            kind = "estimate" if dot.hollow else "figure"
            made.append(f'<circle class="{kind}" cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="3"/>')
        made.append("</svg>")
        return "".join(made)

    def _said(self, series: Series) -> str:
        told = series.summary
        if told is None:
            words = _("no figure yet") + self._gaps(series)
            return f'<p class="none">{escape(words)}</p>'
        lowest, highest = (
            _("%(end)s %(value)s (%(period)s)")
            % {"end": end, "value": self._value(at), "period": self._when(at)}
            for end, at in (
                (pgettext("figure", "lowest"), told.lowest),
                (pgettext("figure", "highest"), told.highest),
            )
        )
        estimate = _("estimate")
        estimate = f" ({estimate})" if told.last.estimate else ""
        sign = f'<span aria-hidden="true">{_SIGNS[told.trend]} </span>' if told.trend else ""
        words = f"{lowest}; {highest}; {TRENDS[told.trend]}{self._gaps(series)}"
        last = f"{self._value(told.last)}{estimate}"
        when = self._when(told.last)
        return (
            f"<p><strong>{escape(last)}</strong> <span>({escape(when)})</span></p>"
            f"<p class=said>{sign}{escape(words)}</p>"
        )

    def _gaps(self, series: Series) -> str:
        """In how many periods there is nothing, and why."""
        made = ""
        if series.missing:
            made += "; " + _("missing in %(n)s of %(all)s periods") % {
                "n": series.missing,
                "all": series.asked,
            }
        if series.without:
            made += "; " + _("does not apply in %(n)s") % {"n": len(series.without)}
        return made

    def _value(self, point: Point) -> str:
        return in_words(point.value, self._unit, self._language)

    def _when(self, point: Point) -> str:
        return short(self._periods[point.index], self._language)
