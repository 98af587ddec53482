"""What a level means: which protects more, what an item's comes to, and who may decide.

Levels are words ("public", "internal", "restricted"); an item's own may be empty: as its
programme. An item is at least as protected as its programme, whatever its own level says.
"""

from __future__ import annotations

from collections.abc import Iterable

#: From the one that most may see to the one that fewest may.
ORDER = ("public", "internal", "restricted")
OPERATOR = "operator:"


def effective(*levels: str) -> str:
    """Of several levels the one that fewest may see; empty ones say nothing.

    Raises:
        ValueError: none is named, or one is no level.
    """
    return max((each for each in levels if each), key=ORDER.index)


def lowers(old: str, new: str) -> bool:
    """Whether `new` shows to more people than `old`; that needs another person's approval."""
    return ORDER.index(new) < ORDER.index(old)


def higher(level: str) -> list[str]:
    """The levels that protect more than `level`."""
    return [each for each in ORDER if lowers(each, level)]


def lower(level: str) -> list[str]:
    """The levels that protect less than `level`, the nearest first."""
    return [each for each in reversed(ORDER) if lowers(level, each)]


def same_person(one: str, other: str) -> bool:
    """Whether two names in the history are one person.

    "operator:lan" is the account "lan" on the server; it is taken for the "lan" who signs in, so
    that nobody approves at the command line what they asked for on a page. The database holds the
    same rule.
    """
    names = (name.lower().replace(OPERATOR, "") for name in (one, other))
    return len(set(names)) == 1


def carried(removed: Iterable[str]) -> str:
    """The level of items that are new in an amendment which removes items of these own levels.

    An item rewritten beyond recognition is told as one removed and one added; the added one must
    not show what the removed one kept. Empty: as its programme.
    """
    named = [each for each in removed if each]
    return effective(*named) if named else ""
