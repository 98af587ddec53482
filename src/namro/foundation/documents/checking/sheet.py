"""What a Word file says of its pages: paper, margins, font, sizes, page number.

Reads the parts of the package itself (w:sectPr, styles, theme), since the reader keeps only what
matters to the text. Lengths come in twentieths of a point (ECMA-376 part 1, 17.18.90).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from namro.foundation.documents.reading.opening.archive import Archive
from namro.foundation.documents.reading.opening.docx_package import Package
from namro.foundation.documents.reading.opening.markup import (
    attribute,
    child,
    local,
    parse_xml,
    switched_on,
    value,
)

_TWIPS_A_MM = 1440 / 25.4
_THEME = "word/theme/theme1.xml"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: lengths in millimetres; None where the file does not say."""

    width: float | None
    height: float | None
    margins: Mapping[str, float]
    different_first: bool

    @property
    def landscape(self) -> bool:
        """Whether the page lies on its side."""
        return bool(self.width and self.height and self.width > self.height)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a Word file; `fonts` and `sizes` count letters (sizes: running text only)."""

    sections: tuple[Section, ...]
    fonts: Counter[str] = field(default_factory=Counter)
    sizes: Counter[float] = field(default_factory=Counter)
    numbered_in_header: bool = False
    numbered_in_footer: bool = False


def pages_of(data: bytes) -> Pages:
    """The pages of a Word file that was already opened without being refused.

    Raises `Refused` as opening does.
    """
    archive = Archive(data)
    package = Package(archive)
    theme = parse_xml(archive.read(_THEME)) if archive.has(_THEME) else None
    letters = _Letters(package.styles, theme)
    body = child(package.document, "body")
    if body is not None:
        letters.walk(body, running=True)
    sections = tuple(
        _section(element) for element in package.document.iter() if local(element) == "sectPr"
    )
    heads, feet = _numbered(package)
    return Pages(sections, letters.fonts, letters.sizes, heads, feet)


def _section(element: etree._Element) -> Section:
    size, margins = child(element, "pgSz"), child(element, "pgMar")
    sides = {}
    for side in ("top", "bottom", "left", "right"):
        length = _millimetres(margins, side)
        if length is not None:
            sides[side] = length
    return Section(
        _millimetres(size, "w"),
        _millimetres(size, "h"),
        sides,
        bool(switched_on(element, "titlePg")),
    )


def _millimetres(element: etree._Element | None, name: str) -> float | None:
    raw = attribute(element, name) if element is not None else None
    try:
        return round(abs(float(raw)) / _TWIPS_A_MM, 1) if raw is not None else None
    except ValueError:
        return None


def _numbered(package: Package) -> tuple[bool, bool]:
    """Whether a header, and whether a footer, prints the page number (field PAGE)."""
    heads = feet = False
    for root in package.headers():
        prints = any(
            (local(item) == "instrText" and "PAGE" in (item.text or "").upper().split())
            or (local(item) == "fldSimple" and "PAGE" in (attribute(item, "instr") or "").split())
            or local(item) == "pgNum"
            for item in root.iter()
        )
        heads = heads or (prints and local(root) == "hdr")
        feet = feet or (prints and local(root) == "ftr")
    return heads, feet


class _Letters:
    """Counts the letters of each font and size; styles are followed to what they are based on."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.fonts: Counter[str] = Counter()
        self.sizes: Counter[float] = Counter()
        self._styles: dict[str, etree._Element] = {}
        self._known: dict[tuple[str, str], tuple[str | None, float | None]] = {}
        self._default: str = ""
        self._theme = _theme_fonts(theme)
        self._base: tuple[str | None, float | None] = (None, None)
        for style in styles if styles is not None else ():
            if local(style) == "docDefaults":
                self._base = self._own(child(style, "rPrDefault", "rPr"))
            elif local(style) == "style" and (name := attribute(style, "styleId")):
                self._styles[name] = style
                paragraphs = attribute(style, "type") == "paragraph"
                if paragraphs and attribute(style, "default") in ("1", "true"):
                    self._default = name

    def walk(self, parent: etree._Element, running: bool) -> None:
        """Counts what stands in a body or a cell; `running` where it is text outside of tables."""
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, running)
            elif name == "tbl":
                self.walk(element, running=False)
            elif name not in ("sectPr", "del", "moveFrom"):
                self.walk(element, running)

    def _paragraph(self, element: etree._Element, running: bool) -> None:
        style = value(element, "pPr", "pStyle") or self._default
        for run in element.iter():
            if local(run) != "r":
                continue
            count = sum(
                len((text.text or "").strip()) for text in run if local(text) == "t"
            )  # fmt: skip
            if not count:
                continue
            properties = child(run, "rPr")
            font, size = self._own(properties)
            for above in (value(properties, "rStyle"), style):
                if above:
                    font, size = _first((font, size), self._of(above))
            font, size = _first((font, size), self._base)
            self.fonts[font or "?"] += count
            if running:
                self.sizes[size or 10.0] += count

    def _of(self, style: str) -> tuple[str | None, float | None]:
        """Font and size of a style; a circle of styles ends itself."""
        if (style, "") not in self._known:
            looks: tuple[str | None, float | None] = (None, None)
            seen: set[str] = set()
            current: str | None = style
            while current and current in self._styles and current not in seen:
                seen.add(current)
                element = self._styles[current]
                looks = _first(looks, self._own(child(element, "rPr")))
                current = value(element, "basedOn")
            self._known[style, ""] = looks
        return self._known[style, ""]

    def _own(self, properties: etree._Element | None) -> tuple[str | None, float | None]:
        fonts = child(properties, "rFonts")
        font = None
        if fonts is not None:
            themed = attribute(fonts, "asciiTheme") or attribute(fonts, "hAnsiTheme")
            font = self._theme.get((themed or "")[:5]) if themed else None
            font = font or attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
        raw = value(properties, "sz")
        size = float(raw) / 2 if raw and raw.isdecimal() and len(raw) < 5 else None
        return font, size


def _first(
    mine: tuple[str | None, float | None], below: tuple[str | None, float | None]
) -> tuple[str | None, float | None]:  # fmt: skip
    return (mine[0] or below[0], mine[1] if mine[1] is not None else below[1])


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """The fonts of a theme by the head of their names ("minor", "major")."""
    found: dict[str, str] = {}
    for element in theme.iter() if theme is not None else ():
        if local(element) in ("minorFont", "majorFont"):
            latin = child(element, "latin")
            if latin is not None and (face := attribute(latin, "typeface")):
                found[local(element)[:5]] = face
    return found
