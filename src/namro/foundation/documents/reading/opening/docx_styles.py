"""The styles of a Word file, as far as they change what is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from namro.foundation.documents.reading.opening.markup import (
    attribute,
    child,
    local,
    switched_on,
    value,
)

_CENTRED: Final = frozenset({"center", "both-center"})


@dataclass(frozen=True, slots=True)
class Looks:
    """What a style or a direct format says; None where it says nothing."""

    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    num_id: str | None = None
    level: int | None = None
    num_style: str | None = None  # the style that carries the numbering

    def over(self, below: Looks) -> Looks:
        """These looks with what they leave open taken from `below`."""

        def first(mine: bool | None, theirs: bool | None) -> bool | None:
            return theirs if mine is None else mine

        inherits = self.num_id is None
        return Looks(
            bold=first(self.bold, below.bold),
            caps=first(self.caps, below.caps),
            hidden=first(self.hidden, below.hidden),
            centred=first(self.centred, below.centred),
            num_id=below.num_id if inherits else self.num_id,
            level=below.level if self.level is None and inherits else self.level,
            num_style=below.num_style if inherits else self.num_style,
        )


NOTHING: Final = Looks()


def run_looks(properties: etree._Element | None) -> Looks:
    """The looks of a w:rPr."""
    if properties is None:
        return NOTHING
    caps, small = switched_on(properties, "caps"), switched_on(properties, "smallCaps")
    return Looks(
        bold=switched_on(properties, "b"),
        # Small capitals are read as capitals: so they are printed.
        caps=small if caps is None else caps or small is True,
        hidden=switched_on(properties, "vanish"),
    )


def paragraph_looks(properties: etree._Element | None) -> Looks:
    """The looks of a w:pPr: alignment and numbering."""
    if properties is None:
        return NOTHING
    alignment = value(properties, "jc")
    level = value(properties, "numPr", "ilvl")
    return Looks(
        centred=None if alignment is None else alignment in _CENTRED,
        num_id=value(properties, "numPr", "numId"),
        level=int(level) if level is not None and level.isdecimal() and len(level) < 3 else None,
    )


class Styles:
    """Looks by style identifier, inheritance resolved."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, tuple[Looks, str | None]] = {}
        self._names: dict[str, str] = {}
        self._resolved: dict[str, Looks] = {}
        self._default: str | None = None
        self._base = NOTHING
        if root is None:
            return
        defaults = child(root, "docDefaults")
        self._base = run_looks(child(defaults, "rPrDefault", "rPr")).over(
            paragraph_looks(child(defaults, "pPrDefault", "pPr"))
        )
        for style in root:
            if local(style) == "style":
                self._add(style)

    def _add(self, style: etree._Element) -> None:
        identifier = attribute(style, "styleId")
        if identifier is None:
            return
        paragraph = paragraph_looks(child(style, "pPr"))
        looks = run_looks(child(style, "rPr")).over(paragraph)
        if looks.num_id is not None:
            looks = Looks(
                looks.bold, looks.caps, looks.hidden, looks.centred,
                looks.num_id, looks.level, identifier,
            )  # fmt: skip
        self._own[identifier] = looks, value(style, "basedOn")
        self._names[identifier] = (value(style, "name") or "").lower()
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
            self._default = identifier

    def name(self, identifier: str | None) -> str:
        """The style's name in lower case ("toc 1", "heading 2"), "" when unknown."""
        return self._names.get(identifier or "", "")

    def of_paragraph(self, identifier: str | None) -> Looks:
        """The looks a paragraph style gives, over the document's defaults."""
        known = identifier if identifier in self._own else self._default
        return self.of(known).over(self._base)

    def of(self, identifier: str | None) -> Looks:
        """The looks of one style with those it is based on; a circle of styles ends itself."""
        if identifier is None or identifier not in self._own:
            return NOTHING
        if identifier not in self._resolved:
            looks, seen = NOTHING, set[str]()
            current: str | None = identifier
            while current is not None and current in self._own and current not in seen:
                seen.add(current)
                own, based_on = self._own[current]
                looks = looks.over(own)
                current = based_on
            self._resolved[identifier] = looks
        return self._resolved[identifier]
