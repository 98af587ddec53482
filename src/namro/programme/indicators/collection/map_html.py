"""A map of units as an SVG made here (decisions 0015 and 0034): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.organisations.rules.geojson import Shape
from namro.foundation.organisations.rules.outlines import path, projection
from namro.programme.indicators.collection.drill_html import in_words
from namro.programme.indicators.collection.drilling import WITHOUT, UnitLine
from namro.programme.indicators.rules.classes import Classes
from namro.programme.programmes.rules.numbers import Language

#: What fills a unit without a figure; hatched and dotted, so that no class is taken for it.
MISSING_CLASS, WITHOUT_CLASS = "missing", "without"


def said(line: UnitLine, unit: str, language: Language) -> str:
    """A unit's figure in words."""
    if line.value is None:
        return _("does not apply") if line.standing == WITHOUT else _("no figure yet")
    figure = in_words(line.value, unit, language)
    if unit != "%" and unit:
        figure = f"{figure} {unit}"
    if line.figure is not None and line.figure.stage == "estimate":
        estimate = _("estimate")
        figure += f" ({estimate})"
    return figure


def shade(line: UnitLine, made: Classes) -> str:
    """The class of style that fills a unit."""
    if line.value is None:
        return WITHOUT_CLASS if line.standing == WITHOUT else MISSING_CLASS
    # Of fewer classes the darkest are kept, so that the highest is always the darkest.
    return f"c{5 - made.count + made.of(line.value) + 1}"


def opened(line: UnitLine, published: Mapping[int, str]) -> str:
    """Where a unit leads: to its sheet, or to what was published to who may not see the sheet."""
    return reverse("indicators:sheet", args=[line.code]) if line.seen else published[line.unit]


def drawn(
    lines: Sequence[UnitLine],
    shapes: Mapping[int, Shape],
    made: Classes,
    published: Mapping[int, str],
    unit: str,
    language: Language,
) -> SafeString:
    """The map of the units that have a boundary, in their order; nothing where none has."""
    there = [each for each in lines if each.unit in shapes]
    by = projection(shapes[each.unit] for each in there)
    if by is None:
        return mark_safe("")
    label = escape(_("Map of units by figure"))
    parts = [
        f'<svg class="unit-map" viewBox="0 0 {by.width} {by.height}" role="group" '
        f'aria-label="{label}">{_PATTERNS}'
    ]
    for line in there:
        words = escape(f"{line.name}: {said(line, unit, language)}")
        parts.append(
            f'<a href="{escape(opened(line, published))}" aria-label="{words}">'
            f'<title>{words}</title><path class="{shade(line, made)}" fill-rule="evenodd" '
            f'd="{path(shapes[line.unit], by)}"/></a>'
        )
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308  # every value above is escaped


_PATTERNS = (
    '<defs><pattern id="khong-co-so" width="24" height="24" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="ground" width="24" height="24"/>'
    '<line class="hatch" x1="0" x2="0" y1="0" y2="24"/></pattern>'
    '<pattern id="khong-ap-dung" width="28" height="28" patternUnits="userSpaceOnUse">'
    '<rect class="ground" width="28" height="28"/><circle class="speck" cx="14" cy="14" r="4"/>'
    "</pattern></defs>"
)


def rows(
    lines: Sequence[UnitLine],
    made: Classes,
    published: Mapping[int, str],
    unit: str,
    language: Language,
) -> SafeString:
    """The same as a table: each unit, its figure and its class."""
    name, figure = pgettext("collection", "Unit"), _("Figure")
    parts = []
    for line in lines:
        told = f"{_key(shade(line, made))} {escape(said(line, unit, language))}"
        parts.append(
            f'<tr role="row"><th role="rowheader" scope="row" data-label="{escape(name)}">'
            f'<a href="{escape(opened(line, published))}" lang="vi">{escape(line.name)}</a></th>'
            f'<td role="cell" class="number" data-label="{escape(figure)}"><span>{told}</span></td>'
            "</tr>"
        )
    return mark_safe("".join(parts))  # noqa: S308  # every value above is escaped


def _key(style: str) -> str:
    return (
        '<svg class="map-key" viewBox="0 0 56 56" aria-hidden="true" focusable="false">'
        f'<rect class="{style}" width="56" height="56"/></svg>'
    )


def legend(
    lines: Sequence[UnitLine], made: Classes, unit: str, language: Language
) -> list[tuple[SafeString, str, int]]:
    """Each class: how it is drawn, from what to what, and how many units it has."""
    counts: dict[str, int] = {}
    for line in lines:
        style = shade(line, made)
        counts[style] = counts.get(style, 0) + 1
    ends = [in_words(each, unit, language) for each in made.bounds]
    found = []
    for number in range(made.count):
        style = f"c{5 - made.count + number + 1}"
        low, high = ends[number], ends[number + 1]
        if low == high:
            words = low
        elif number + 1 == made.count:
            words = _("from %(low)s to %(high)s") % {"low": low, "high": high}
        else:
            words = _("from %(low)s to below %(high)s") % {"low": low, "high": high}
        found.append((style, words))
    if MISSING_CLASS in counts:
        found.append((MISSING_CLASS, _("no figure yet")))
    if WITHOUT_CLASS in counts:
        found.append((WITHOUT_CLASS, _("does not apply")))
    return [
        (mark_safe(_key(style)), words, counts.get(style, 0))  # noqa: S308  # a style's name
        for style, words in found
    ]
