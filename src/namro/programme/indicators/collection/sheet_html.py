"""The rows of a sheet, as HTML made here (decision 0015): all that is said is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.programme.indicators.choices import Stage
from namro.programme.indicators.collection.asking import Row, adds_up
from namro.programme.indicators.collection.drill_html import entered_in_words
from namro.programme.indicators.collection.filling import STAGES, Said
from namro.programme.indicators.collection.models import Cell, FormItem
from namro.programme.indicators.collection.sheet_page import ItemLine, State
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language

NONE = "–"
_LONGEST_CHOICE = 80


def rows_html(
    lines: Iterable[ItemLine], *, fields: bool, code: str, people: Mapping[str, str]
) -> SafeString:
    """The rows of a sheet's items; with `fields` they are filled in, else only read.

    `code`: the sheet's; `people`: the names of accounts.
    """
    heads = (
        pgettext("item of a form", "Item"),
        _("Period before"),
        _("Same period last year"),
        _("Plan for the year"),
        _("Since the year began"),
        pgettext("collection", "This period"),
    )
    made = (
        _row(each, heads, _fields(each) if fields else _shown(each, code, people)) for each in lines
    )
    return mark_safe("".join(made))  # noqa: S308


def _row(line: ItemLine, heads: tuple[str, ...], inner: str) -> str:
    item, row = line.row.item, line.row
    indicator = item.indicator
    name = escape(indicator.name)
    left_out = escape(_("may be left out"))
    needed = "" if item.required else f' <small class="optional">({left_out})</small>'
    pasted = ' class="pasted"' if line.pasted else ""
    known = (
        escape(line.figure(row.previous)),
        escape(line.figure(row.last_year)),
        plan_html(row, line.language),
        sum_html(line),
    )
    cells = "".join(
        f'<td role="cell" class="number beside{"" if said else " unknown"}" '
        f'data-label="{escape(head)}">{said or NONE}</td>'
        for head, said in zip(heads[1:5], known, strict=True)
    )
    return (
        f'<tr role="row" id="muc-{item.pk}"{pasted}>'
        f'<th role="rowheader" scope="row" class="c-muc" data-label="{escape(heads[0])}"><span>'
        f'<span class="order">{item.order}.</span> <span lang="vi" id="ten-{item.pk}">{name}</span>'
        f' <small class="unit" lang="vi">{escape(indicator.unit)}</small>{needed}</span></th>'
        f'{cells}<td role="cell" class="c-so-lieu" data-label="{escape(heads[5])}">'
        f'<div class="field">{inner}</div></td></tr>'
    )


def plan_html(row: Row, language: Language) -> str:
    """What the unit is to bring in the year, and who says so."""
    plan = row.plan
    if plan is None:
        return ""
    figure = escape(plan.figure(row.item.indicator.unit, language))
    return f'{figure} <small class="origin">{escape(plan.origin(language))}</small>'


def reached_html(row: Row, language: Language) -> str:
    """How much of the year's plan is there."""
    if row.reached is None:
        return ""
    share = amount(row.reached, "", language, (Fraction(100),), 1)
    words = _("%(share)s%% of the plan") % {"share": share}
    return f' <small class="origin">{escape(words)}</small>'


def sum_html(line: ItemLine, *, oob: bool = False) -> str:
    """The year so far with this figure, and how much of the plan that is; nothing where figures
    of the year do not add up."""
    row = line.row
    if not adds_up(row.item):
        return ""
    swapped = ' hx-swap-oob="true"' if oob else ""
    figure = (escape(line.figure(row.cumulated)) or NONE) + reached_html(row, line.language)
    return f'<span id="luy-ke-{row.item.pk}"{swapped}>{figure}</span>'


def _fields(line: ItemLine) -> str:
    item, said = line.row.item, line.said
    key = item.pk
    described = f' aria-describedby="xet-{key}"' + (' aria-invalid="true"' if line.fault else "")
    boxes = (
        [("t", _("Numerator"), said.numerator), ("m", _("Denominator"), said.denominator)]
        if item.as_fraction
        else [("v", _("Figure"), said.value)]
    )
    made = [
        f'<input type="hidden" name="cu-{key}" value="{escape(line.seen)}">',
        '<div class="boxes">',
    ]
    for kind, label, text in boxes:
        name = f"{kind}-{key}"
        seen = "" if item.as_fraction else ' class="visually-hidden"'
        made.append(
            f'<div><label for="{name}" id="nhan-{name}"{seen}>{escape(label)}</label>'
            f'<input class="form-control figure" inputmode="decimal" autocomplete="off" '
            f'maxlength="60" id="{name}" name="{name}" value="{escape(text)}" '
            f'aria-labelledby="ten-{key} nhan-{name}"{described}></div>'
        )
    stage = escape(_("Kind of figure"))
    made.append(f'<div><label class="visually-hidden" for="gd-{key}">{stage}</label>')
    made.append(stages(key, said))
    made.append("</div></div>")
    opened = " open" if said.not_applicable or said.comment else ""
    more, because = _("Not applicable, comment"), _("Does not apply, because")
    comment = _("Comment")
    made.append(
        f'<details class="more"{opened}><summary>{escape(more)}'
        f'<span class="visually-hidden">: {escape(item.indicator.name)}</span></summary>'
        f'<label for="kad-{key}">{escape(because)}</label>'
        f'<input class="form-control" id="kad-{key}" name="kad-{key}" maxlength="2000" '
        f'autocomplete="off" value="{escape(said.not_applicable)}">'
        f'<label for="gc-{key}">{escape(comment)}</label>'
        f'<input class="form-control" id="gc-{key}" name="gc-{key}" maxlength="2000" '
        f'autocomplete="off" value="{escape(said.comment)}"></details>'
    )
    made.append(notes_html(line))
    return "".join(made)


def options_html(items: Iterable[FormItem]) -> SafeString:
    """The items as choices of what a remark or a file is about."""
    made = (
        f'<option value="{each.pk}" lang="vi">{escape(_short(each.indicator.name))}</option>'
        for each in items
    )
    return mark_safe("".join(made))  # noqa: S308


def _short(name: str) -> str:
    return Truncator(name).chars(_LONGEST_CHOICE) if len(name) > _LONGEST_CHOICE else name


def stages(key: int, said: Said) -> str:
    values = [each.value for each in STAGES]
    if said.stage not in values and said.stage in Stage.values:
        values.append(said.stage)
    options = "".join(
        f'<option value="{value}"{" selected" if value == said.stage else ""}>'
        f"{escape(str(Stage(value).label))}</option>"
        for value in values
    )
    return (
        f'<select class="form-select" id="gd-{key}" name="gd-{key}" '
        f'aria-describedby="ten-{key}">{options}</select>'
    )


def live_html(line: ItemLine) -> str:
    """What changes about an item while somebody types, each put in the place of what it was."""
    return notes_html(line, oob=True) + sum_html(line, oob=True)


def notes_html(line: ItemLine, *, oob: bool = False, shown: bool = False) -> str:
    """What is said of a field: why it cannot be kept, what deserves a second look. `shown`: the
    figure it comes to stands there already."""
    made = [
        f'<div class="notes" id="xet-{line.row.item.pk}"' + (' hx-swap-oob="true">' if oob else ">")
    ]
    if line.fault:
        made.append(
            f'<p class="fault"><span aria-hidden="true">✗</span> {escape(_upper(line.fault))}</p>'
        )
    if line.row.item.as_fraction and line.row.value is not None and not shown:
        made.append(f'<p class="computed">= {escape(line.figure(line.row.value))}</p>')
    made += (
        f'<p class="doubt"><span aria-hidden="true">⚠</span> {escape(_upper(each))}</p>'
        for each in line.doubts
    )
    if line.pasted:
        words = _("Pasted, not kept yet")
        made.append(f'<p class="computed">{escape(words)}</p>')
    return "".join((*made, "</div>"))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(line: ItemLine, code: str, people: Mapping[str, str]) -> str:
    cell = line.row.cell
    if cell is None:
        return f'<p class="figure-shown">{NONE}</p>'
    if cell.not_applicable:
        said = _("Does not apply, because") + f": {cell.not_applicable}"
        figure = f'<p lang="vi">{escape(said)}</p>'
    else:
        figure = f'<p class="figure-shown">{escape(line.figure(line.row.value))}'
        if cell.numerator is not None:
            figure += (
                f" <small>({escape(line.said.numerator)}/{escape(line.said.denominator)})</small>"
            )
        if cell.stage != Stage.FINAL:
            figure += f' <span class="badge waiting">{escape(str(Stage(cell.stage).label))}</span>'
        figure += "</p>"
    if cell.comment:
        figure += f'<p class="comment" lang="vi">{escape(cell.comment)}</p>'
    return figure + _entered(cell, code, people) + notes_html(line, shown=True)


def _entered(cell: Cell, code: str, people: Mapping[str, str]) -> str:
    """Who entered it, when and how, and the file that it came in."""
    if cell.pk is None:
        return ""
    made = escape(entered_in_words(cell, people))
    if cell.file is not None:
        address = escape(reverse("indicators:sheet-file", args=[code, cell.file.pk]))
        made += f': <a href="{address}" lang="vi">{escape(cell.file.name)}</a>'
    return f'<p class="origin">{made}</p>'


def state_html(state: State) -> SafeString:
    """What still stands between the sheet and its submission, in one piece that is told aloud."""
    made = ['<div id="con-lai" role="status" class="sheet-state">']
    wrong, missing, fine = _("To put right:"), _("Missing:"), _("Nothing is missing.")
    if state.faults:
        made.append(f'<p class="fault">{escape(wrong)} {_links(state.faults)}</p>')
    if state.missing:
        names = escape("; ".join(state.missing))
        made.append(f'<p>{escape(missing)} <span lang="vi">{names}</span></p>')
    if state.doubts:
        said = _("Worth a second look: %(n)s. They keep nothing from being submitted.")
        made.append(f'<p class="doubt">{escape(said % {"n": state.doubts})}</p>')
    if state.ready and not state.doubts:
        made.append(f'<p class="fine">{escape(fine)}</p>')
    return mark_safe("".join((*made, "</div>")))  # noqa: S308


def _links(faults: Iterable[tuple[int, str, str]]) -> str:
    return "; ".join(
        f'<a href="#muc-{key}" lang="vi">{escape(name)}</a>' for key, name, _said in faults
    )
