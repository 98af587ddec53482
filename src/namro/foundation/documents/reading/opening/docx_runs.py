"""The text of one Word paragraph: its runs, without what Word does not print.

Insertions are kept and deletions dropped (tracked changes as accepted), fields give their
result, hidden text and notes are left out. Text boxes are handed back apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from namro.foundation.documents.reading.opening.docx_styles import Looks, Styles, run_looks
from namro.foundation.documents.reading.opening.markup import attribute, child, local, value

#: Letters of the Symbol font that w:sym names (private use code points, low byte).
_SYMBOLS: Final = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°",
    0xB7: "-", 0x6D: "µ", 0xAE: "→", 0xDE: "⇒", 0xA5: "∞", 0x2D: "−", 0x2B: "+", 0x3E: ">",
    0x3C: "<", 0x3D: "=", 0x25: "%",
}  # fmt: skip
#: Boxes and ticks of Wingdings, as forms use them.
_WINGDINGS: Final = {
    0x6F: "☐", 0xA8: "☐", 0x71: "☐", 0xFE: "☑", 0x52: "☑", 0xFD: "☒", 0xFC: "✓", 0xE0: "→",
    0xF0: "⇒", 0xD8: "-", 0xA7: "-", 0x76: "-", 0x6C: "-",
}  # fmt: skip
_WRAPPERS: Final = frozenset(
    {"hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "customXml", "dir", "bdo", "sdtContent"}
)
_DRAWN: Final = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class Pieces:
    """What a paragraph holds: text with its weight, and the text boxes anchored in it.

    `hidden` is text that Word keeps and does not print; `begins_page` tells of a page break.
    """

    text: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    in_contents: bool = False
    hidden: list[str] = field(default_factory=list)
    begins_page: bool = False

    def add(self, text: str, bold: bool) -> None:
        """Appends a stretch of text."""
        if text:
            self.text.append(text)
            self.bold.append(bold)

    def extend(self, other: Pieces) -> None:
        """Appends all that another paragraph holds."""
        self.text.extend(other.text)
        self.bold.extend(other.bold)
        self.boxes.extend(other.boxes)
        self.hidden.extend(other.hidden)
        self.begins_page = self.begins_page or other.begins_page

    def joined(self) -> str:
        """The text with blanks at line ends removed; "\\n" where the author broke the line."""
        text = "".join(self.text).replace("\u00ad", "")
        return "\n".join(line.strip(" \t\r") for line in text.split("\n")).strip("\n")

    def all_bold(self) -> bool:
        """Is every visible letter bold (false for an empty paragraph)?"""
        weights = [bold for text, bold in zip(self.text, self.bold, strict=True) if text.strip()]
        return bool(weights) and all(weights)


@dataclass(slots=True)
class _Field:
    """An open complex field: its instruction comes first, then its result."""

    instruction: str = ""
    result: bool = False


class RunReader:
    """Reads paragraphs in document order; fields may reach over several of them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []

    def read(self, paragraph: etree._Element, looks: Looks) -> Pieces:
        """The pieces of a w:p whose style gives `looks`."""
        pieces = Pieces(in_contents=self._in_contents())
        self._walk(paragraph, looks, pieces)
        pieces.in_contents = pieces.in_contents or self._in_contents()
        # A field that never reaches its result would swallow the rest of the document.
        self._fields = [item for item in self._fields if item.result]
        return pieces

    def _in_contents(self) -> bool:
        return any(item.instruction.split()[:1] == ["TOC"] for item in self._fields)

    def _walk(self, parent: etree._Element, looks: Looks, pieces: Pieces) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, looks, pieces)
            elif name in _WRAPPERS:
                self._walk(element, looks, pieces)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._walk(content, looks, pieces)
            elif name == "AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    self._walk(chosen, looks, pieces)
            elif name in ("oMath", "oMathPara"):
                formula = "".join(item.text or "" for item in element.iter() if local(item) == "t")
                pieces.add(formula, bold=looks.bold is True)

    def _run(self, run: etree._Element, below: Looks, pieces: Pieces) -> None:
        properties = child(run, "rPr")
        direct = run_looks(properties)
        character = self._styles.of(value(properties, "rStyle"))
        looks = direct.over(character).over(below)
        if child(properties, "del") is not None or child(properties, "moveFrom") is not None:
            return
        self._content(run, looks, pieces)

    def _content(self, run: etree._Element, looks: Looks, pieces: Pieces) -> None:
        for element in run:
            name = local(element)
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruction += element.text or ""
            elif name in _DRAWN:
                _boxes(element, pieces.boxes)
            elif name == "AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    self._content(chosen, looks, pieces)
            elif looks.hidden is True:
                pieces.hidden.append(_plain(element, name))
            elif name == "lastRenderedPageBreak":
                pieces.begins_page = True
            elif all(item.result for item in self._fields):
                if name == "br" and attribute(element, "type") == "page":
                    pieces.begins_page = True
                text = _plain(element, name)
                pieces.add(text.upper() if looks.caps else text, looks.bold is True)

    def _field(self, kind: str | None) -> None:
        if kind == "begin" and len(self._fields) < 100:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _plain(element: etree._Element, name: str) -> str:
    """The text that an element of a run prints."""
    match name:
        case "t":
            return (element.text or "").replace("\n", " ").replace("\r", "")
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "sym":
            return _symbol(element)
        case "ruby":
            base = child(element, "rubyBase")
            if base is not None:
                return "".join(item.text or "" for item in base.iter() if local(item) == "t")
    return ""


def _symbol(element: etree._Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    font = (attribute(element, "font") or "").lower()
    if font.startswith("wingdings"):
        return _WINGDINGS.get(code & 0xFF, "")
    if font.startswith("symbol"):
        return _SYMBOLS.get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def alternative(element: etree._Element) -> etree._Element | None:
    """The branch of mc:AlternateContent to read: its first choice, else the fallback."""
    for wanted in ("Choice", "Fallback"):
        for item in element:
            if local(item) == wanted:
                return item
    return None


def _boxes(drawn: etree._Element, found: list[etree._Element]) -> None:
    """The outermost w:txbxContent inside a drawing, each text box once."""
    for element in drawn:
        name = local(element)
        if name == "txbxContent":
            found.append(element)
        elif name == "AlternateContent":
            chosen = alternative(element)
            if chosen is not None:
                _boxes(chosen, found)
        elif name:
            _boxes(element, found)
