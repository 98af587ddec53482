"""The rules on the letterhead: national title, number and symbol, place and date, kind, title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from namro.foundation.documents.checking import layout_rules as rules
from namro.foundation.documents.checking.findings import Finding
from namro.foundation.documents.checking.layout_rule import make
from namro.foundation.documents.checking.profiles import Profile, Side
from namro.foundation.documents.checking.segments import Letterhead, Line
from namro.foundation.documents.reading.announced import KINDS
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.letters import UPPER, fold, is_upper

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_NATION = re.compile(r"cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam")
_PARTY = re.compile(r"đảng\s+cộng\s+sản\s+việt\s+nam")
# A column too narrow for the title breaks it: its head alone says that it is there.
_HEADS = {
    Side.STATE: re.compile(r"cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa"),
    Side.PARTY: re.compile(r"đảng\s+cộng\s+sản"),
}
_MOTTO = re.compile(r"độc\s+lập\s*[-–—.,;/]*\s*tự\s+do\s*[-–—.,;/]*\s*hạnh\s+phúc")
_NUMBER = re.compile(
    r"(?<!\w)S[ốỐ](?P<gap>\s*)(?P<colon>[:.]?)\s*(?P<digits>\d{0,5}|[.…_\s]{1,12})(?P<letter>[a-z]?)"
    r"(?P<before>\s*)(?P<sign>[/\-–])(?P<after>\s*)(?P<year>\d{4}\s?[/\-]\s?)?"
    rf"(?P<symbol>[{UPPER}][\w&]*(?:\s?[-–/.]\s?[{UPPER}\d][\w&]*)*)"
)
_PLACED = re.compile(
    r"(?P<place>[^\d,;:.\t\n]{2,40}?)(?P<comma>\s*,)?\s*ngày\s*(?P<d>\d{0,2}|[.…_]+)\s*tháng"
    r"\s*(?P<m>\d{0,2}|[.…_]+)\s*năm\s*(?P<y>\d{4}|\d{0,3}[.…_]+)"
)
_SHORT = re.compile(
    r"^(?P<place>[^\d,;:.\t\n]{2,40}?)\s*,?\s*(?:ngày\s*)?(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*"
    r"[/.-]\s*(?P<y>\d{4})\s*\.?$"
)
_KIND_LINE = re.compile("(?:" + "|".join(fold(kind) for kind in KINDS) + ")")


def side_of(draft: Draft, head: Letterhead) -> Side | None:
    """Whose layout the document is in: by its national title, else by its number."""
    titles = {
        side
        for line in head.lines
        if len(line.text) < 200
        for side, title in ((Side.PARTY, _PARTY), (Side.STATE, _NATION))
        if title.search(line.folded)
    }
    if len(titles) == 1:
        return titles.pop()
    number = draft.document.number or ""
    if re.match(r"\d+-\w+/", number):
        return Side.PARTY
    return Side.STATE if re.match(r"\d+/", number) or titles else None


def shown(head: Letterhead) -> bool:
    """Whether the file shows a letterhead at all: a title of State or Party, or number and kind."""
    titled = any(
        (_NATION.search(line.folded) or _PARTY.search(line.folded)) and len(line.text) < 200
        for line in head.lines
    )
    numbered = any(_number_in(line) for line in head.lines)
    placed = any(_placed_in(line) for line in head.lines)
    return (
        titled or (numbered and (placed or head.kind is not None)) or (placed and bool(head.kind))
    )


def letterhead_findings(
    draft: Draft, head: Letterhead, profile: Profile, printed: bool
) -> Iterator[Finding]:
    """The findings on a letterhead that the file shows.

    `printed` is true where the file shows the letters as they are printed (Word, PDF); the
    exports of law sites put titles in capitals, so nothing is concluded from theirs.
    """
    yield from _titles(draft, head, profile)
    yield from _number(draft, head, profile)
    yield from _date(draft, head, profile)
    yield from _kind(draft, head, profile, printed)


def _titles(draft: Draft, head: Letterhead, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.1: title in capitals, motto in small letters with
    capitals at each phrase and hyphens between spaces. Guidance 36-HD/VPTW, title: "ĐẢNG CỘNG
    SẢN VIỆT NAM" in capitals, top right; no motto."""
    state = profile.side is Side.STATE
    own, other = (_NATION, _PARTY) if state else (_PARTY, _NATION)
    wanted = NATION if state else PARTY
    found = False
    for line in head.lines:
        if len(line.text) > 200:
            continue
        found = found or bool(_HEADS[profile.side].search(line.folded))
        for match in own.finditer(line.folded):
            start, end = line.start + match.start(), line.start + match.end()
            printed = draft.text[start:end]
            if printed != printed.upper():
                yield make(
                    rules.NATION_CASE, profile, draft.text, start, end,
                    printed=printed, wanted=wanted,
                )  # fmt: skip
        strange = other.search(line.folded) or (None if state else _MOTTO.search(line.folded))
        if strange:
            start, end = line.start + strange.start(), line.start + strange.end()
            yield make(
                rules.NATION_OF_OTHER, profile, draft.text, start, end,
                printed=draft.text[start:end],
            )  # fmt: skip
        if state and (motto := _MOTTO.search(line.folded)):
            yield from _motto(draft, profile, line.start + motto.start(), line.start + motto.end())
    if not found:
        yield make(rules.NATION_MISSING, profile, draft.text, 0, 0, wanted=wanted)


def _motto(draft: Draft, profile: Profile, start: int, end: int) -> Iterator[Finding]:
    """Annex I, Part I, II.1.b."""
    printed = draft.text[start:end]
    if not re.fullmatch(r"Độc lập [-–] Tự do [-–] Hạnh phúc", " ".join(printed.split())):
        yield make(rules.MOTTO, profile, draft.text, start, end, printed=printed)


def _number_in(line: Line) -> re.Match[str] | None:
    """The number on a line of its own, or behind a body's name in capitals."""
    for found in _NUMBER.finditer(line.text):
        before = line.text[: found.start()].strip(" :*-–_")
        if not before or (is_upper(before) and len(before) < 120):
            return found
    return None


def _number(draft: Draft, head: Letterhead, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.3.c: "Số:", numbers below 10 with a 0, "/" before the
    symbol, "-" inside it, no spaces; Annex III, I: the abbreviation of the kind. Guidance
    36-HD/VPTW, number: "Số" without a colon, "-" before the kind, "/" before the body."""
    state = profile.side is Side.STATE
    found, line = next(
        ((match, line) for line in head.lines if (match := _number_in(line))), (None, None)
    )
    if found is None or line is None:
        bare = next((one for one in head.lines if re.match(r"S[ốỐ]\s*:?\s*\d", one.text)), None)
        where = (bare.start, bare.end) if bare else (0, 0)
        wanted = "Số: …/KH-…" if state else "Số …-KH/…"
        yield make(rules.NUMBER_MISSING, profile, draft.text, *where, wanted=wanted)
        return
    start, end = line.start + found.start(), line.start + found.end()
    text, printed = draft.text, " ".join(found.group().split())
    digits = found["digits"].strip(" .…_")
    wanted = _wanted_number(found, digits, state)
    if state and found["colon"] != ":":
        yield make(
            rules.NUMBER_COLON, profile, text, start, end, printed=printed, wanted=wanted,
            what="sau từ “Số” phải có dấu hai chấm (:)", what_en="“Số” is followed by a colon",
        )  # fmt: skip
    if not state and found["colon"]:
        yield make(
            rules.NUMBER_COLON, profile, text, start, end, printed=printed, wanted=wanted,
            what="trong văn bản của Đảng, sau từ “Số” không có dấu hai chấm",
            what_en="in Party documents no colon follows “Số”",
        )  # fmt: skip
    sign = "/" if state else "-"
    if found["sign"].replace("–", "-") != sign:
        yield make(
            rules.NUMBER_SIGN, profile, text, start, end,
            printed=printed, wanted=wanted, sign=sign,
        )  # fmt: skip
    if (digits and found["before"]) or found["after"] or re.search(r"\s", found["symbol"]):
        yield make(rules.NUMBER_SPACES, profile, text, start, end, printed=printed, wanted=wanted)
    if len(digits) == 1 and digits != "0":
        yield make(rules.NUMBER_ZERO, profile, text, start, end, number=digits, wanted=wanted)
    elif digits.startswith("0") and len(digits) > 2:
        yield make(rules.NUMBER_ZEROS, profile, text, start, end, number=digits, wanted=wanted)
    yield from _type(draft, profile, found["symbol"], start, end)


def _wanted_number(found: re.Match[str], digits: str, state: bool) -> str:
    symbol = re.sub(r"\s", "", found["symbol"]).replace("–", "-")
    groups = re.split(r"[-/]", symbol)
    number = f"{int(digits):02d}" if digits else "…"
    year = f"{found['year'].strip(' /-')}/" if found["year"] else ""
    if state:
        return f"Số: {number}{found['letter']}/{year}{'-'.join(groups)}"
    return f"Số {number}{found['letter']}-{groups[0]}" + (
        f"/{'-'.join(groups[1:])}" * (len(groups) > 1)
    )


def _type(draft: Draft, profile: Profile, symbol: str, start: int, end: int) -> Iterator[Finding]:
    """Decree 30/2020, Annex III, I, and the Party's list: the abbreviation of the kind."""
    kind = draft.document.kind
    codes = profile.types.get(fold(kind)) if kind else None
    first = re.split(r"\s*[-–/]\s*", symbol)[0]
    every = {code for known in profile.types.values() for code in known}
    # A symbol of other letters is another series (a ministry's "TTg-KH"), not a wrong kind.
    if codes and first not in codes and (first in every or first.upper() in map(str.upper, codes)):
        yield make(
            rules.NUMBER_TYPE, profile, draft.text, start, end,
            kind=kind or "", code=first, wanted=codes[0],
        )  # fmt: skip


def _placed_in(line: Line) -> re.Match[str] | None:
    """Place and date on a line of their own."""
    found = _PLACED.search(line.text)
    if found is None or len(line.text[found.end() :].strip(" .*_-–")) > 3:
        return None
    return found if len(line.text[: found.start()].strip()) < 120 else None


def _date(draft: Draft, head: Letterhead, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.4; Guidance 36-HD/VPTW, place and date: in full, a
    comma behind the place, days below 10 and months 1 and 2 with a 0."""
    found, line = next(
        ((match, line) for line in head.lines if (match := _placed_in(line))), (None, None)
    )
    text = draft.text
    if found is None or line is None:
        for each in head.lines:
            if short := _SHORT.match(each.text.strip(" *_")):
                yield make(
                    rules.DATE_SHORT, profile, text, each.start, each.end,
                    printed=each.text.strip(), wanted=_wanted_date(short),
                )  # fmt: skip
                return
        yield make(rules.DATE_MISSING, profile, text, 0, 0)
        return
    start, end = line.start + found.start(), line.start + found.end()
    printed = " ".join(found.group().split())
    wanted = _wanted_date(found)
    if not found["comma"]:
        yield make(rules.DATE_COMMA, profile, text, start, end, printed=printed, wanted=wanted)
    if found["place"].strip()[:1].islower():
        yield make(rules.PLACE_CASE, profile, text, start, end, printed=found["place"].strip())
    day, month, year = found["d"], found["m"], found["y"]
    if day.isdigit() and int(day) < 10 and len(day) == 1:
        yield make(rules.DAY_ZERO, profile, text, start, end, day=day, wanted=wanted)
    if month in ("1", "2"):
        yield make(rules.MONTH_ZERO, profile, text, start, end, month=month, wanted=wanted)
    if month.isdigit() and month.startswith("0") and int(month) > 2:
        yield make(rules.MONTH_ZERO_MANY, profile, text, start, end, month=month, wanted=wanted)
    if day.isdigit() and month.isdigit() and year.isdigit() and not _exists(day, month, year):
        yield make(rules.DATE_IMPOSSIBLE, profile, text, start, end, printed=printed)


def _exists(day: str, month: str, year: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _wanted_date(found: re.Match[str]) -> str:
    day = f"{int(found['d']):02d}" if found["d"].isdigit() else "…"
    month = found["m"]
    if month.isdigit():
        month = f"{int(month):02d}" if int(month) < 3 else str(int(month))
    place = found["place"].strip()
    return f"{place[:1].upper()}{place[1:]}, ngày {day} tháng {month or '…'} năm {found['y']}"


def _kind(
    draft: Draft, head: Letterhead, profile: Profile, printed: bool
) -> Iterator[Finding]:  # fmt: skip
    """Decree 30/2020, Annex I, Part I, II.5.b: the kind in capitals, the title in small letters."""
    if head.kind is None:
        for line in head.lines:
            if _KIND_LINE.fullmatch(line.folded.strip(" *#")) and not is_upper(line.text):
                yield make(
                    rules.KIND_CASE, profile, draft.text, line.start, line.end,
                    printed=line.text.strip(), wanted=line.text.strip().upper(),
                )  # fmt: skip
        return
    title = draft.document.title
    if printed and len(title) > 20 and is_upper(title):
        first = title.split()[0]
        start = draft.text.find(first, head.kind.start + len(draft.document.kind or ""))
        end = draft.text.find("\n", start) if start >= 0 else -1
        place = (start, end) if 0 <= start < end else (head.kind.start, head.kind.end)
        yield make(rules.TITLE_CASE, profile, draft.text, *place)
