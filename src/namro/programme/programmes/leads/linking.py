"""Looking the leads of a version up in the register of units; part of keeping and of matching."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.naming import Register, register
from namro.foundation.organisations.rules.matching import Match, home_of
from namro.programme.programmes.leads.models import DECIDED, LeadLink, LinkState
from namro.programme.programmes.models import Deliverable, SourceDocument, Target
from namro.programme.programmes.rules.leading import name_key, names_in

# The fields that matching says; what a person decided is not among those it changes.
_MATCHED = ("name", "on", "unit", "state", "score", "reasons", "kinds")


@dataclass(frozen=True, slots=True)
class Linked:
    """What matching did: how many names, and how many of them ask a person."""

    names: int
    asked: int


def day_of(source: SourceDocument) -> dt.date:
    """The day a version's leads are understood as of: when it came in force, else was issued."""
    return source.in_force_from or source.programme.issued_on or timezone.localdate()


def names_of(source: SourceDocument) -> dict[str, str]:
    """All names of leads of a version by their keys, each as first written."""
    found: dict[str, str] = {}
    for model in (Deliverable, Target):
        leads = model._default_manager.filter(source=source).exclude(lead_text="")
        for lead in leads.order_by("order").values_list("lead_text", flat=True):
            for name in names_in(lead):
                if key := name_key(name):
                    found.setdefault(key, name)
    return found


def link_leads(source: SourceDocument, known: Register | None = None) -> Linked:
    """Match all leads of a version; what a person decided, here or of the version before, stays.

    Without any unit in the register nothing is kept: there is nothing to ask about.
    """
    names = names_of(source)
    if not names or (known is None and not Unit.objects.exists()):
        return Linked(0, 0)
    known = known or register()
    on, home = day_of(source), home_named(source)
    kept = {link.name_key: link for link in LeadLink.objects.filter(source=source)}
    before = _before(source)
    new, changed = [], []
    for key, name in names.items():
        link = kept.get(key)
        if link is not None and link.state in DECIDED:
            continue
        made = _matched(source, name, on, known.index.match(name, on, home))
        earlier = before.get(key)
        if earlier is not None:
            _carry(earlier, made, known, on)
        if link is None:
            new.append(made)
        elif any(getattr(link, field) != getattr(made, field) for field in _MATCHED):
            made.pk = link.pk
            changed.append(made)
    LeadLink.objects.bulk_create(new)
    # What was carried over was decided too.
    LeadLink.objects.bulk_update(changed, [*_MATCHED, "decided_by", "decided_at"])
    asked = LeadLink.objects.filter(source=source, state=LinkState.PROPOSED).count()
    return Linked(len(names), asked)


def home_named(source: SourceDocument) -> str:
    """The province a version is of, as its head says."""
    head = source.head
    return home_of(head.get("issuer") or source.programme.issuer, head.get("place") or "")


def _before(source: SourceDocument) -> dict[str, LeadLink]:
    """What a person said of the names of the version before."""
    if source.version == 1:
        return {}
    found = LeadLink.objects.filter(
        source__programme=source.programme_id,
        source__version=source.version - 1,
        state__in=DECIDED,
    )
    return {link.name_key: link for link in found}


def _matched(source: SourceDocument, name: str, on: dt.date, match: Match) -> LeadLink:
    link = LeadLink(source=source, name=name, name_key=name_key(name), on=on)
    best = match.best
    if match.group is not None:
        link.state, link.kinds = LinkState.GROUP, list(match.group.kinds)
    elif best is None:
        link.state = LinkState.PROPOSED
    else:
        link.state = LinkState.AUTOMATIC if match.sure else LinkState.PROPOSED
        link.unit_id = best.unit
        link.score = Decimal(str(best.score)).quantize(Decimal("0.001"))
        link.reasons = [*best.reasons, *(["ambiguous"] if match.ambiguous else [])]
    return link


def _carry(earlier: LeadLink, made: LeadLink, known: Register, on: dt.date) -> None:
    """Take over what a person said, unless the unit is not there on the new version's day."""
    if earlier.state == LinkState.UNLISTED:
        if made.state == LinkState.AUTOMATIC:
            return  # meanwhile it is in the register
        made.unit_id, made.score, made.kinds = None, None, []
    else:
        unit = known.units[int(earlier.unit_id or 0)]
        if not alive(unit, on):
            if made.state == LinkState.AUTOMATIC and made.unit_id != earlier.unit_id:
                # Another unit of the same name: what was confirmed was not about it.
                made.state = LinkState.PROPOSED
            return
        made.unit_id, made.score, made.kinds = earlier.unit_id, earlier.score, []
    made.state, made.reasons = earlier.state, ["carried"]
    made.decided_by, made.decided_at = earlier.decided_by, earlier.decided_at


def alive(unit: Unit, day: dt.date) -> bool:
    """Whether a unit is there on a day."""
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or unit.valid_to >= day)
