"""A unit's descent as its page shows it: drawn, and in a table beside the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from namro.foundation.organisations.choices import Confidence, EventKind, ShareBasis
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.questions import Relative, predecessors, successors
from namro.foundation.organisations.rules.drawing import (
    HEIGHT,
    WIDTH,
    Drawing,
    Link,
    draw,
    shortened,
)

# Beyond so many of one generation the drawing would be read by nobody; the table has them all.
MOST_DRAWN = 24
GENERATIONS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the table: who gave what to whom, in words."""

    relative: Relative
    kind: str
    share: str
    basis: str
    percent: float | None
    sure: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box with its words."""

    x: int
    y: int
    name: str
    full: str
    code: str
    own: bool


@dataclass(frozen=True, slots=True)
class Descent:
    """Everything about where a unit came from and what became of it."""

    before: list[Shown]
    after: list[Shown]
    drawing: Drawing | None
    boxes: list[DrawnBox]
    left_out: bool

    width, height = WIDTH, HEIGHT


def shown(each: Relative) -> Shown:
    """A relative in words: the whole, a share in per cent with its basis, or unknown."""
    share = each.share
    return Shown(
        each,
        str(EventKind(each.kind).label),
        share_text(share),
        str(ShareBasis(each.basis).label) if share is not None else "",
        None if share is None else float(share) * 100,
        each.confidence == Confidence.HIGH,
        str(Confidence(each.confidence).label),
    )


def share_text(share: Fraction | None) -> str:
    """A share in words: "the whole", "27,5 %", "share unknown"."""
    if share is None:
        return _("share unknown")
    if share == 1:
        return _("the whole")
    percent = f"{float(share) * 100:.2f}".rstrip("0").rstrip(".")
    return pgettext("share", "%(percent)s %%") % {
        "percent": percent.replace(".", pgettext("decimal", "."))
    }


def descent_of(unit: Unit, name: str) -> Descent:
    """The generations before and after a unit, as far as they can be drawn, and its own lines."""
    before, after = predecessors(unit.pk), successors(unit.pk)
    columns: list[tuple[int, list[int]]] = [(0, [unit.pk])]
    names: dict[int, tuple[str, str]] = {unit.pk: (name, unit.code)}
    links: list[Link] = []
    seen, left_out = {unit.pk}, False
    for step, first in ((-1, before), (1, after)):
        generation: Iterable[Relative] = first
        for number in range(1, GENERATIONS + 1):
            column: list[int] = []
            for each in generation:
                other = each.predecessor if step < 0 else each.successor
                if other is None:
                    continue
                links.append(Link(each.predecessor, each.successor or 0, share_text(each.share)))
                if other not in seen:
                    seen.add(other)
                    names[other] = (each.name, each.code)
                    column.append(other)
            if len(column) > MOST_DRAWN:
                left_out = True
                break
            if not column:
                break
            columns.append((step * number, column))
            ask = predecessors if step < 0 else successors
            generation = [each for one in column for each in ask(one)]
    drawing = draw(columns, dict.fromkeys(links)) if len(columns) > 1 else None
    boxes = [
        DrawnBox(
            box.x,
            box.y,
            shortened(names[int(str(box.key))][0]),
            *names[int(str(box.key))],
            box.key == unit.pk,
        )
        for box in (drawing.boxes if drawing is not None else ())
    ]
    return Descent(
        [shown(each) for each in before],
        [shown(each) for each in after],
        drawing,
        boxes,
        left_out,
    )
