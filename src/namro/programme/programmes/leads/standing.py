"""Who leads on a day: the unit a name means, what became of it, and who took over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from namro.foundation.organisations.fates import Fate, fates, names_of
from namro.foundation.organisations.naming import name_on
from namro.programme.programmes.leads.models import HandOver, LeadLink
from namro.programme.programmes.models import Deliverable, Programme, SourceDocument, Target
from namro.programme.programmes.rules import blocks
from namro.programme.programmes.rules.leading import Passed, name_key, names_in, path


@dataclass(frozen=True, slots=True)
class Step:
    """A confirmed hand-over: from whom, to whom (as called on that day), and what it rests on."""

    hand_over: HandOver
    to: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What became, by a day, of the unit that a name means.

    `fate` is that of the unit that leads now: the linked one, or whom it was handed over to.
    `asks`: it has ended and nobody confirmed who leads since.
    """

    linked: Fate
    fate: Fate
    steps: tuple[Step, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether a person is asked who leads now."""
        return self.fate.standing == "ended"

    @property
    def now(self) -> str:
        """Who leads now, where that is another name than on the document's day; else ""."""
        if self.asks or (not self.steps and self.linked.standing != "renamed"):
            return ""
        return self.fate.now


def standings(programme: Programme, links: Iterable[LeadLink], day: dt.date) -> dict[int, Standing]:
    """How the unit of each link stands on `day`, by the link's key; only of those that count."""
    counted = [link for link in links if link.unit_id is not None and link.linked]
    if not counted:
        return {}
    kept = list(programme.hand_overs.filter(withdrawn=False))
    passed = {each.unit_id: each for each in kept}
    steps = [Passed(each.unit_id, each.successor_id, each.on) for each in kept]
    paths = {link.pk: path(int(link.unit_id or 0), steps, day) for link in counted}
    asked: dict[int, dt.date] = {each.successor: each.on for each in steps}
    asked |= {int(link.unit_id or 0): link.on for link in counted}
    known = fates(asked, day)
    names = names_of({each.successor for each in steps}) if steps else {}
    return {
        link.pk: Standing(
            linked=known[int(link.unit_id or 0)],
            fate=known[paths[link.pk][-1].successor if paths[link.pk] else int(link.unit_id or 0)],
            steps=tuple(
                Step(passed[each.unit], name_on(names[each.successor], each.on))
                for each in paths[link.pk]
            ),
        )
        for link in counted
    }


@dataclass(slots=True)
class Led:
    """What the rows of a table say beyond the name as written."""

    now: str = ""
    # Its lead has ended, and nobody said who leads since.
    asks: bool = False
    blocks: list[str] = field(default_factory=list)
    # Whether a block is told from a name alone.
    guessed: bool = False
    # Each name as written, with the unit that leads now, where the name is linked to one.
    names: list[tuple[str, int | None]] = field(default_factory=list)


def attach(
    rows: Collection[Deliverable | Target],
    programme: Programme,
    source: SourceDocument,
    day: dt.date,
) -> None:
    """Let each row know who leads it on `day` and of which block its lead is; in memory only.

    Two queries, and two more where something was linked, however many rows there are.
    """
    links = {link.name_key: link for link in LeadLink.objects.filter(source=source)}
    known = standings(programme, links.values(), day)
    made: dict[str, Led] = {}
    for row in rows:
        if row.lead_text not in made:
            made[row.lead_text] = _led(row.lead_text, links, known)
        row.led = made[row.lead_text]


def _led(lead: str, links: Mapping[str, LeadLink], known: Mapping[int, Standing]) -> Led:
    led = Led()
    now = []
    for name in names_in(lead):
        link = links.get(name_key(name))
        standing = known.get(link.pk) if link is not None else None
        led.names.append((name, standing.fate.unit.pk if standing is not None else None))
        if standing is None:
            block = blocks.block_of(name)
            led.guessed = led.guessed or bool(block)
        else:
            block = blocks.of_unit(standing.linked.unit.block)
            now += [standing.now] if standing.now else []
            led.asks = led.asks or standing.asks
        if block:
            led.blocks.append(block)
    led.now = "; ".join(now)
    return led
