"""A territory that ended without a successor: which units of another day stand on its ground."""

from __future__ import annotations

import datetime as dt

from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.questions import Node, descendants, reorganisations, tree
from namro.foundation.organisations.rules.descent import trace


def on_the_ground_of(unit: Unit, on: dt.date) -> list[Node]:
    """The units of `on` that what stood under `unit` on its last day went to, in protocol order.

    Together they cover its ground and mostly more: no share of the unit itself is told. Empty
    where it has not ended, or where nothing stood under it.
    """
    if unit.valid_to is None:
        return []
    below = descendants(unit.pk, Hierarchy.TERRITORY, unit.valid_to)
    over = {node.parent for node in below}
    lowest = [node.unit for node in below if node.unit not in over]
    events = reorganisations(lowest)
    reached: set[object] = set()
    for one in lowest:
        went = trace(one, events, unit.valid_to, on)
        reached |= set(went.units).union(*went.groups)
    return [node for node in tree(on, Hierarchy.TERRITORY) if node.unit in reached]
