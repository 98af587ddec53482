"""The drawing of a cascade: all documents above and below one, as a tree."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from namro.foundation.accounts.operators import Actor
from namro.programme.programmes.cascade.items import in_order
from namro.programme.programmes.cascade.querysets import confirmed
from namro.programme.programmes.models import Programme

# Of a cascade of more documents above, or below, than this only the nearest are drawn.
MOST = 2000


@dataclass(slots=True)
class Place:
    """A document in the drawing of the cascade, with those below it."""

    programme: Programme
    here: bool
    below: list[Place] = field(default_factory=list)
    # It stands elsewhere in the drawing already; what is below it is shown there.
    again: bool = False


def drawing(actor: Actor | None, programme: Programme) -> list[Place]:
    """All documents above and below `programme`, from the top; empty where it stands alone.

    Of more than `MOST` documents the nearest ones.
    """
    above: defaultdict[int, list[int]] = defaultdict(list)
    below: defaultdict[int, list[int]] = defaultdict(list)
    pairs = confirmed(actor, programme.day).order_by("pk").values_list("lower_id", "upper_id")
    for lower, upper in pairs:
        above[lower].append(upper)
        below[upper].append(lower)
    over = _reached(programme.pk, above)
    shown = over | _reached(programme.pk, below)
    if shown == {programme.pk}:
        return []
    rows = {each.pk: each for each in Programme.objects.filter(pk__in=shown)}
    for row in rows.values():
        row.day = programme.day
    places: dict[int, Place] = {}
    top = in_order(rows[key] for key in over if over.isdisjoint(above[key]))
    found = [Place(row, row.pk == programme.pk) for row in top]
    waiting = found[::-1]
    # A chain of documents may be longer than a function may call itself.
    while waiting:
        here = waiting.pop()
        key = here.programme.pk
        if key in places:
            here.again = True
            continue
        places[key] = here
        lowers = in_order(rows[each] for each in below[key] if each in shown)
        here.below = [Place(row, row.pk == programme.pk) for row in lowers]
        waiting += here.below[::-1]
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """A place as the page writes it: whether a list of those below it opens after it, and how many
    lists end there."""

    place: Place
    opens: bool
    closes: range


def steps(places: Sequence[Place]) -> list[Step]:
    """The places of a drawing one after the other: a template may not include itself so deeply."""
    waiting = [(place, 0) for place in places[::-1]]
    found: list[tuple[Place, int]] = []
    while waiting:
        place, depth = waiting.pop()
        found.append((place, depth))
        waiting += [(each, depth + 1) for each in place.below[::-1]]
    following = [*(depth for _, depth in found[1:]), 0]
    return [
        Step(place, bool(place.below), range(max(0, depth - after)))
        for (place, depth), after in zip(found, following, strict=False)
    ]


def _reached(start: int, ways: dict[int, list[int]]) -> set[int]:
    """The nearest `MOST` that can be reached."""
    seen = {start}
    waiting = deque([start])
    while waiting and len(seen) < MOST:
        for each in ways[waiting.popleft()]:
            if each not in seen and len(seen) < MOST:
                seen.add(each)
                waiting.append(each)
    return seen
