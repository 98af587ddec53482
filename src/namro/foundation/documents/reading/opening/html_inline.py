"""The text of one line of an HTML page, gathered from inline elements."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
from typing import Final

from lxml import etree

BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav "
    "ol p pre section summary table ul tr td th tbody thead tfoot caption".split()
)
DROPPED: Final = set(
    "script style head noscript template iframe object embed applet audio video canvas svg "
    "math select datalist button textarea title meta link base area map frame frameset".split()
)
#: What is kept of a page: elements that make blocks, lists, tables or weight.
KEPT: Final = set(BLOCKS - {"body", "html"}) | {
    "b", "strong", "span", "br", "sup", "sub", "i", "em", "u", "font", "a", "s", "ins", "del",
}  # fmt: skip
ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": {"style", "align", "hidden"},
    "ol": {"type", "start", "reversed"},
    "li": {"value", "type"},
    "td": {"rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
}
_BOLD_TAGS: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(bold(?:er)?|[6-9]00)", re.IGNORECASE)
_LIGHT_STYLE: Final = re.compile(r"font-weight\s*:\s*(normal|[1-5]00|lighter)", re.IGNORECASE)
_UPPER_STYLE: Final = re.compile(r"text-transform\s*:\s*uppercase", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]+")
_BREAK: Final = "\ue000"  # stands for <br> while blanks are collapsed; the page's own is removed


def tag_of(element: etree._Element) -> str:
    """The element's name in lower case, "" for comments; a prefix such as "o:" stays."""
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def weight(element: etree._Element, tag: str, inherited: bool) -> bool:
    """Is the element's text bold?"""
    style = element.get("style") or ""
    if "font-weight" in style.lower():
        if _BOLD_STYLE.search(style):
            return True
        if _LIGHT_STYLE.search(style):
            return False
    return inherited or tag in _BOLD_TAGS


class Inline:
    """Stretches of text of one line, with their weight."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._bold: list[bool] = []

    def add(self, text: str | None, bold: bool, upper: bool = False) -> None:
        """Appends text as it stands in the page."""
        if text:
            clean = text.replace(_BREAK, "")
            self._text.append(clean.upper() if upper else clean)
            self._bold.append(bold)

    def walk(self, element: etree._Element, bold: bool, upper: bool = False) -> None:
        """Appends the text of an inline element with all inside it."""
        tag = tag_of(element)
        style = element.get("style") or ""
        if not tag or tag in DROPPED or _HIDDEN.search(style) or "hidden" in element.attrib:
            return
        upper = upper or _UPPER_STYLE.search(style) is not None
        if tag == "br":
            self._text.append(_BREAK)
            self._bold.append(bold)
        self.add(element.text, bold, upper)
        for inner in element:
            self.walk(inner, weight(inner, tag_of(inner), bold), upper)
            self.add(inner.tail, bold, upper)

    @staticmethod
    def holds_block(element: etree._Element) -> bool:
        """Does an inline element wrap block elements (<b><p>…</p></b>)?"""
        return any(tag_of(inner) in BLOCKS for inner in element.iterdescendants())

    def joined(self) -> str:
        """The line with blanks collapsed; "\\n" where the page breaks the line."""
        text = _BLANKS.sub(" ", "".join(self._text)).replace("\u00ad", "")
        lines = [part.strip() for part in text.split(_BREAK)]
        return "\n".join(part for part in lines if part.strip("\u00a0 "))

    def all_bold(self) -> bool:
        """Is every visible letter bold?"""
        weights = [
            bold
            for text, bold in zip(self._text, self._bold, strict=True)
            if text.strip("\u00a0 \t\r\n" + _BREAK)
        ]
        return bool(weights) and all(weights)
