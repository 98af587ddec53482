"""One quantity in a sentence, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from namro.foundation.documents.reading.draft import Comparator, Value


@dataclass(slots=True)
class Quantity:
    """One quantity in a sentence; offsets are those of the sentence.

    `clause` is where its clause begins, `bound` where the words of its comparator begin.
    `explicit` is true where a word bounds or directs it; `carried` where its bound was taken
    over from the quantity before ("ít nhất A, B").
    """

    start: int
    end: int
    clause: int
    bound: int
    value: Value
    unit: str | None
    comparator: Comparator
    each_year: bool = False
    aspiration: bool = False
    qualifier: str | None = None
    nested: bool = False
    explicit: bool = False
    carried: bool = False
    weak: bool = False

    @property
    def percent(self) -> bool:
        """Whether it is a share or a rate."""
        return self.unit == "%"
