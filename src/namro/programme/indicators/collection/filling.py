"""A sheet's fields as its form writes and sends them: figures read as people write them, faults
named by field, and only what a person changed is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import QueryDict

from namro.programme.indicators.choices import IndicatorKind
from namro.programme.indicators.collection.entries import Entry, faults_in
from namro.programme.indicators.collection.models import Cell, FormItem
from namro.programme.indicators.collection.refusals import Fault
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.indicators.rules.numbers_said import read_number
from namro.programme.programmes.rules.numbers import number

LONGEST_TEXT = 2000
_LARGEST = Decimal(10) ** 20
# What the form offers; another stage is kept where a cell has it.
STAGES = (Stage.FINAL, Stage.ESTIMATE)
_NAMES = ("v", "t", "m", "kad", "gc", "gd")


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the fields of one item, as text."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    not_applicable: str = ""
    comment: str = ""
    stage: str = Stage.FINAL.value

    @property
    def seen(self) -> str:
        """All of it in one text, to tell later whether somebody changed it."""
        return json.dumps(
            [*self.figures, self.not_applicable, self.comment, self.stage], ensure_ascii=False
        )

    @property
    def figures(self) -> tuple[str, str, str]:
        """The texts of its numbers."""
        return self.value, self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class Read:
    """A form as it was sent.

    Attributes:
        said: what stands in each item's fields.
        changed: the items in which it is another than the page showed.
        entries: of the changed ones, what is to be entered.
        faults: of the changed ones, what cannot be.
    """

    said: dict[int, Said] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    entries: dict[int, Entry] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)


def counted(item: FormItem) -> bool:
    """Whether its numbers are of things, so that “9.370” is nine thousand."""
    return item.as_fraction or item.indicator.kind == IndicatorKind.COUNT


def written(value: Decimal | None, *, things: bool) -> str:
    """A number as a field shows it: read again it is the same number."""
    if value is None:
        return ""
    text = number(value, "vi")
    try:
        if read_number(text, counted=things) == value:
            return text
    except TargetError:
        pass
    plain = text.replace(".", "")
    return f"{plain}0" if "," in plain else plain


def said_of(item: FormItem, cell: Cell | None) -> Said:
    """What stands in an item's fields where somebody has entered `cell`."""
    if cell is None:
        return Said()
    things = counted(item)
    return Said(
        written(cell.value, things=things),
        written(cell.numerator, things=things),
        written(cell.denominator, things=things),
        cell.not_applicable,
        cell.comment,
        cell.stage,
    )


def read(posted: QueryDict, items: Iterable[FormItem]) -> Read:
    """What a form sent; a number that is none or reads in two ways is a fault at its field."""
    found = Read()
    for item in items:
        texts = [_text(posted, f"{name}-{item.pk}") for name in _NAMES]
        said = Said(*texts)
        if not said.stage:
            said = replace(said, stage=Stage.FINAL.value)
        found.said[item.pk] = said
        if said.seen == posted.get(f"cu-{item.pk}", Said().seen):
            continue
        take(found, item, said)
    return found


def take(read: Read, item: FormItem, said: Said) -> None:
    """Put what stands in an item's fields among what was sent, in place of what it was."""
    read.said[item.pk] = said
    read.changed.add(item.pk)
    read.faults.pop(item.pk, None)
    read.entries.pop(item.pk, None)
    entry = _entry(item, said)
    if isinstance(entry, Fault):
        read.faults[item.pk] = entry
    elif wrong := faults_in({item.pk: item}, item.pk, entry):
        read.faults[item.pk] = wrong[0]
    else:
        read.entries[item.pk] = entry


def _text(posted: QueryDict, name: str) -> str:
    return " ".join(posted.get(name, "").replace("\0", "").split())[:LONGEST_TEXT]


def _entry(item: FormItem, said: Said) -> Entry | Fault:
    """What an item's fields say, or what is wrong with them."""
    try:
        value, numerator, denominator = (
            _number(text, things=counted(item)) for text in said.figures
        )
    except TargetError as wrong:
        return Fault(item.pk, wrong.vi, wrong.en)
    stages = {each.value for each in Stage}
    entry = Entry(
        value=value,
        numerator=numerator,
        denominator=denominator,
        not_applicable=said.not_applicable,
        stage=Stage(said.stage) if said.stage in stages else Stage.FINAL,
        comment=said.comment,
    )
    if entry.empty and entry.comment and entry.denominator is None:
        return Fault(
            item.pk,
            "ghi chú cần đi cùng số liệu hoặc lý do không áp dụng; hãy nhập một trong hai",
            "a comment goes with a figure or with why it does not apply; enter one of them",
        )
    return entry


def _number(text: str, *, things: bool) -> Decimal | None:
    if not text:
        return None
    value = read_number(text, counted=things)
    if abs(value) >= _LARGEST or value != round(value, 8):
        raise TargetError(
            "số quá dài: tối đa 20 chữ số và 8 chữ số phần lẻ",
            "the number is too long: at most 20 digits and 8 decimals",
        )
    return value


def as_cells(
    items: Sequence[FormItem], known: Mapping[int, Cell], entries: Mapping[int, Entry]
) -> dict[int, Cell]:
    """The cells as they would be with what is entered, none of them saved."""
    made = dict(known)
    by_key = {each.pk: each for each in items}
    for key, entry in entries.items():
        if entry.empty or entry.denominator == 0:
            made.pop(key, None)
            continue
        made[key] = Cell(
            item=by_key[key],
            value=entry.value,
            numerator=entry.numerator,
            denominator=entry.denominator,
            not_applicable=entry.not_applicable,
            stage=entry.stage.value,
            comment=entry.comment,
        )
    return made
