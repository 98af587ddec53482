"""Units of measure in formulas: people and percent are not added up.

What is in % carries one factor of 100: a ratio times 100 is in %, and % of people over 100 are
people. Other numbers of a formula have no unit and take that of what they are added to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from namro.programme.indicators.rules.formula_nodes import (
    Call,
    Formula,
    FormulaError,
    InUnit,
    Negative,
    Node,
    Number,
    Operation,
    Reference,
    Relation,
)

_PERCENT = ("%", "điểm %", "điểm phần trăm", "phần trăm")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure is in.

    Attributes:
        powers: units of measure and how often each is multiplied (negative: divided by).
        percent: how many factors of 100 come from figures in %.
        hundreds: how many times the formula multiplied by 100.
        bare: a number of the formula itself, which takes any unit.
    """

    powers: tuple[tuple[str, int], ...] = ()
    percent: int = 0
    hundreds: int = 0
    bare: bool = field(default=False, compare=False)

    @property
    def same(self) -> tuple[object, ...]:
        """What two must share to be added or compared."""
        counts = not self.powers or self.percent != 0
        return self.powers, self.percent + self.hundreds if counts else 0

    def times(self, other: Measure, sign: int) -> Measure:
        """Multiplied by another (divided: -1)."""
        powers = dict(self.powers)
        for unit, power in other.powers:
            powers[unit] = powers.get(unit, 0) + sign * power
        return Measure(
            tuple(sorted((unit, power) for unit, power in powers.items() if power)),
            self.percent + sign * other.percent,
            self.hundreds + sign * other.hundreds,
            self.bare and other.bare,
        )

    def __str__(self) -> str:
        """“hồ sơ”, “%”, “USD/người”; “số không đơn vị” where there is none."""
        above = [unit for unit, power in self.powers for _ in range(power)]
        below = [unit for unit, power in self.powers for _ in range(-power)]
        factor = self.same[1]
        if factor == 1:
            above.insert(0, "%")
        elif factor:
            above.insert(0, f"100^{factor}")
        text = "·".join(above) or ("1" if below else "số không đơn vị")
        return "/".join([text, *below])


def measure_of(unit: str) -> Measure:
    """The measure that an indicator's unit of measure says: “%”, “người”, “ca/100.000 dân”.

    Numbers inside a unit (100.000) are left out: how a formula scales to them is its own affair.
    """
    text = " ".join(unicodedata.normalize("NFC", unit).casefold().split())
    found = Measure()
    for place, part in enumerate(text.split("/")):
        name = re.sub(r"^[0-9][0-9.,]*\s*", "", part.strip())
        if not name:
            continue
        one = Measure(percent=1) if name in _PERCENT else Measure(((name, 1),))
        found = found.times(one, 1 if place == 0 else -1)
    return found


def measure(formula: Formula, units: Mapping[str, str]) -> Measure:
    """What a formula comes to, from the unit of measure of every indicator it uses, by key.

    Raises:
        FormulaError: its parts do not go together; with both units, and what to do.
        KeyError: an indicator that is not in `units` (see `formulas.check_names`).
    """
    return _measure(formula.node, units)


def check_measures(formula: Formula, units: Mapping[str, str], unit: str) -> None:
    """Refuse a formula whose parts do not go together, or that does not come to `unit`.

    Raises:
        FormulaError, KeyError: as for `measure`.
    """
    found, wanted = measure(formula, units), measure_of(unit)
    if found.bare or found.same == wanted.same:
        return
    raise FormulaError(
        f"công thức cho “{found}” nhưng chỉ tiêu có đơn vị tính “{wanted}”."
        f"{_hint(found, wanted)[0]}",
        f"the formula comes to “{found}”, and the indicator is in “{wanted}”."
        f"{_hint(found, wanted)[1]}",
        1,
    )


def check_relation(relation: Relation, units: Mapping[str, str]) -> None:
    """Refuse a relation whose sides are in different units of measure.

    Raises:
        FormulaError, KeyError: as for `measure`.
    """
    left, right = measure(relation.left, units), measure(relation.right, units)
    if left.bare or right.bare or left.same == right.same:
        return
    raise FormulaError(
        f"vế trái có đơn vị “{left}”, vế phải “{right}”; hai vế phải cùng đơn vị tính."
        f"{_hint(left, right)[0]}",
        f"the left side is in “{left}”, the right one in “{right}”; both must be in the same."
        f"{_hint(left, right)[1]}",
        1,
    )


def _measure(node: Node, units: Mapping[str, str]) -> Measure:
    match node:
        case Number():
            return Measure(hundreds=int(node.value == 100), bare=True)
        case Reference():
            return measure_of(units[node.key])
        case InUnit():
            _measure(node.inner, units)  # What is inside must still go together.
            return measure_of(node.unit)
        case Negative():
            return _measure(node.inner, units)
        case Call():
            found = _measure(node.arguments[0], units)
            for each in node.arguments[1:]:
                found = _alike(found, _measure(each, units), node.name, node.at)
            return found
        case Operation():
            left, right = _measure(node.left, units), _measure(node.right, units)
            if node.sign in "+-":
                return _alike(left, right, node.sign, node.at)
            return left.times(right, 1 if node.sign == "*" else -1)


def _alike(left: Measure, right: Measure, sign: str, at: int) -> Measure:
    if left.bare or right.bare:
        return right if left.bare else left
    if left.same == right.same:
        return left
    verb = {"+": ("cộng", "added"), "-": ("trừ", "subtracted")}.get(sign, ("so", "compared"))
    raise FormulaError(
        f"không {verb[0]} được “{left}” với “{right}”; hai bên phải cùng đơn vị tính."
        f"{_hint(left, right)[0]}",
        f"“{left}” and “{right}” cannot be {verb[1]}; both must be in the same unit of measure."
        f"{_hint(left, right)[1]}",
        at,
    )


def _hint(found: Measure, wanted: Measure) -> tuple[str, str]:
    if found.powers != wanted.powers:
        return (
            " Nếu công thức đã quy đổi đúng, hãy ghi rõ bằng don_vi(…; “đơn vị”).",
            " Where the formula converts rightly, say so by don_vi(…; “unit”).",
        )
    found_factor, wanted_factor = found.percent + found.hundreds, wanted.percent + wanted.hundreds
    if found_factor < wanted_factor:
        return " Có phải còn thiếu “* 100”?", " Is “* 100” missing?"
    return " Có phải còn thiếu “/ 100”?", " Is “/ 100” missing?"
