"""The rules on pages, for Word files: paper, margins, font, size, page number."""

from __future__ import annotations

from collections.abc import Iterator

from namro.foundation.documents.checking import page_rules as rules
from namro.foundation.documents.checking.findings import Finding
from namro.foundation.documents.checking.layout_rule import make
from namro.foundation.documents.checking.profiles import Profile
from namro.foundation.documents.checking.sheet import Pages

_CLOSE = 0.6  # millimetres: Word rounds centimetres to two places
_SHARE = 0.1  # of the letters: less is a formula, a quotation, a symbol
_ONE_PAGE = 3000  # characters that certainly do not fit on one page
_SIDES = {
    "top": ("trên", "top"), "bottom": ("dưới", "bottom"),
    "left": ("trái", "left"), "right": ("phải", "right"),
}  # fmt: skip


def page_findings(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """The findings on the pages of a Word file; they are about the file and have no place."""
    yield from _paper(pages, text, profile)
    yield from _margins(pages, text, profile)
    yield from _font(pages, text, profile)
    yield from _size(pages, text, profile)
    yield from _page_number(pages, text, profile)


def _paper(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, I.1: A4; lying for wide tables (I.2)."""
    short, long = profile.sheet.paper
    for section in pages.sections:
        if section.width is None or section.height is None:
            continue
        sides = sorted((section.width, section.height))
        if abs(sides[0] - short) > 1 or abs(sides[1] - long) > 1:
            printed = f"{_number(section.width)} × {_number(section.height)}"
            yield make(rules.PAPER, profile, text, 0, 0, printed=printed)
            return


def _margins(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, I.3; Guidance 36-HD/VPTW, margins. The first upright
    section counts: what lies on its side is an appendix."""
    section = next((one for one in pages.sections if not one.landscape), None)
    if section is None:
        return
    for side, (vietnamese, english) in _SIDES.items():
        low, high = getattr(profile.sheet, side)
        length = section.margins.get(side)
        if length is not None and not low - _CLOSE <= length <= high + _CLOSE:
            wanted = _number(low) if low == high else f"{_number(low)} - {_number(high)}"
            yield make(
                rules.MARGIN, profile, text, 0, 0,
                side=vietnamese, side_en=english, printed=_number(length), wanted=wanted,
            )  # fmt: skip


def _font(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, I.4: Times New Roman."""
    total = sum(pages.fonts.values())
    others = {
        font: count
        for font, count in pages.fonts.items()
        if font not in ("?", profile.sheet.font) and not font.startswith(profile.sheet.font)
    }
    if total and sum(others.values()) > _SHARE * total:
        names = ", ".join(sorted(others, key=lambda font: -others[font])[:3])
        yield make(
            rules.FONT, profile, text, 0, 0,
            printed=names, share=_percent(sum(others.values()), total), wanted=profile.sheet.font,
        )  # fmt: skip


def _size(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.6.e: running text in 13 to 14; Party: 14 to 15."""
    low, high = profile.sheet.body
    total = sum(pages.sizes.values())
    others = {size: count for size, count in pages.sizes.items() if not low <= size <= high}
    if total and sum(others.values()) > _SHARE * total:
        sizes = ", ".join(
            _number(size) for size in sorted(others, key=lambda one: -others[one])[:3]
        )
        yield make(
            rules.SIZE, profile, text, 0, 0,
            printed=sizes, share=_percent(sum(others.values()), total),
            wanted=f"{_number(low)} - {_number(high)}",
        )  # fmt: skip


def _page_number(pages: Pages, text: str, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, I.7: in the top margin, not on the first page."""
    if len(text) <= _ONE_PAGE:
        return
    if not pages.numbered_in_header:
        yield make(rules.PAGE_NUMBER, profile, text, 0, 0)
    elif pages.sections and not any(section.different_first for section in pages.sections):
        yield make(rules.PAGE_FIRST, profile, text, 0, 0)


def _number(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _percent(part: int, total: int) -> str:
    return str(round(100 * part / total))
