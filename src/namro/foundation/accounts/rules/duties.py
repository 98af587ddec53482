"""Who entered or asked for a thing does not approve it: not alone, and not through another.

Somebody acts in their own right, or in the place of those who delegated to them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

OPERATOR = "operator:"


class Conflict(Enum):
    """Why one person's approval of what another entered is no second pair of eyes."""

    SAME_PERSON = "same_person"
    # Who approves does so in the place of who entered.
    APPROVES_FOR_ENTERER = "approves_for_enterer"
    # Who entered did so in the place of who approves.
    ENTERED_FOR_APPROVER = "entered_for_approver"
    # Both act in the place of one and the same person.
    SAME_PRINCIPAL = "same_principal"


@dataclass(frozen=True, slots=True)
class Part:
    """Who did something, by user name, and in whose place (empty: in their own right)."""

    person: str
    places: frozenset[str] = frozenset()


def part(person: str, places: Collection[str] = ()) -> Part:
    """A part, its names as they are compared."""
    return Part(_plain(person), frozenset(_plain(each) for each in places))


def conflict(entered: Part, approves: Part) -> Conflict | None:
    """Why `approves` may not approve what `entered` did; None: they may."""
    if entered.person == approves.person:
        return Conflict.SAME_PERSON
    if entered.person in approves.places:
        return Conflict.APPROVES_FOR_ENTERER
    if approves.person in entered.places:
        return Conflict.ENTERED_FOR_APPROVER
    if entered.places & approves.places:
        return Conflict.SAME_PRINCIPAL
    return None


def both(may_enter: bool, may_approve: bool) -> bool:
    """Whether one person could enter and approve: lawful, and to be shown to who looks."""
    return may_enter and may_approve


def _plain(name: str) -> str:
    """A name as it is compared: the account "lan" on the server is the "lan" who signs in."""
    return name.lower().replace(OPERATOR, "")
