"""What a formula is made of, once it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from namro.programme.indicators.rules.errors import TargetError

MOST_CHARACTERS = 2000
MOST_NODES = 200
MOST_DEPTH = 32
MOST_DIGITS = 28


class FormulaError(TargetError):
    """A formula that cannot be read or means nothing.

    Attributes:
        at: at which character it goes wrong, from 1; 0: nowhere in particular.
    """

    def __init__(self, vi: str, en: str, at: int = 0) -> None:
        if at:
            vi, en = f"Ký tự thứ {at}: {vi}", f"Character {at}: {en}"
        super().__init__(vi, en)
        self.at = at


class When(StrEnum):
    """Of which period a figure is taken."""

    NOW = "now"
    PREVIOUS = "previous"  # the period before (kỳ trước)
    SAME_LAST_YEAR = "same_last_year"  # the same period of the year before (cùng kỳ)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands."""

    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Reference:
    """The figure of an indicator."""

    key: str
    when: When
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """What follows, with the other sign."""

    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides and one of + - * / between them."""

    sign: str
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """min, max, abs, if_missing of what stands in its parentheses."""

    name: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class InUnit:
    """What is inside, stated by a person to be in a unit of measure."""

    inner: Node
    unit: str
    at: int


Node: TypeAlias = Number | Reference | Negative | Operation | Call | InUnit


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Negative() | InUnit():
            yield from walk(node.inner)
        case Operation():
            yield from walk(node.left)
            yield from walk(node.right)
        case Call():
            for each in node.arguments:
                yield from walk(each)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: what the person wrote, and what it means."""

    text: str
    node: Node

    @property
    def references(self) -> frozenset[tuple[str, When]]:
        """The indicators it is computed from, and of which period."""
        found = (each for each in walk(self.node) if isinstance(each, Reference))
        return frozenset((each.key, each.when) for each in found)

    @property
    def keys(self) -> frozenset[str]:
        """The indicators it is computed from."""
        return frozenset(key for key, _when in self.references)


@dataclass(frozen=True, slots=True)
class Relation:
    """Two formulas that should stand so to one another: [tổng] = [nam] + [nữ]."""

    text: str
    left: Formula
    sign: str
    right: Formula

    @property
    def keys(self) -> frozenset[str]:
        """The indicators it speaks of."""
        return self.left.keys | self.right.keys
