"""The rules on the body's layout: legal bases, labels, headings, appendices."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from namro.foundation.documents.checking import layout_rules as rules
from namro.foundation.documents.checking.findings import Finding
from namro.foundation.documents.checking.layout_rule import make
from namro.foundation.documents.checking.profiles import Profile, Side
from namro.foundation.documents.checking.segments import Line
from namro.foundation.documents.reading.draft import Draft, Kind, Provision
from namro.foundation.documents.reading.letters import fold, is_upper

_BASIS = re.compile(r"(?:[-–]\s*)?(?:căn cứ|xét đề nghị|theo đề nghị)\s")
_ROMAN = re.compile(r"[IVXLC]+")
_NUMBER = re.compile(r"\d{1,2}")
_LETTER = re.compile(r"[a-zđ]")
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_FOREIGN = "fjwz"
_NOTE = re.compile(r"\(\s*(?:ban hành\s+)?(?:kèm theo|đính kèm)")
_NOTED = re.compile(r"số\s*:?\s*(?P<number>\d{1,5}[\w/&.\-–]*[\w])")
_UNITS = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def basis_findings(draft: Draft, lines: Sequence[Line], profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.6.a; Guidance 36-HD/VPTW, content: each legal basis on
    a line of its own that ends with ";". The last is left alone: a sentence may follow it."""
    bases = [line for line in lines if _BASIS.match(line.folded)]
    for line, following in pairwise(bases):
        if not line.text.rstrip().endswith((";", ":")) and following.start - line.end <= 2:
            yield make(rules.BASIS_END, profile, draft.text, line.start, line.end)


def label_findings(draft: Draft, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.6.đ: "I.", "1.", "a)", letters of the Vietnamese
    alphabet, parts and chapters in Roman figures. Guidance 36-HD/VPTW fixes no sign; there only
    one form for each rank is asked."""
    if profile.side is Side.STATE:
        yield from _signs(draft, profile)
        yield from _parts(draft, profile)
        yield from _alphabet(draft, profile)
    else:
        yield from _mixed(draft, profile)
    yield from _headings(draft, profile)


def _rank(node: Provision) -> str | None:
    for name, form in (("roman", _ROMAN), ("number", _NUMBER), ("letter", _LETTER)):
        if form.fullmatch(node.label_raw):
            return name
    return None


def _sign(draft: Draft, node: Provision) -> str:
    """What is printed behind a label: ".", ")", "-", "/", "(" for a label in brackets, ""."""
    line = draft.text[node.start : node.start + len(node.label_raw) + 6]
    if line.startswith("("):
        return "("
    rest = line[len(node.label_raw) :].lstrip() if line.startswith(node.label_raw) else ""
    return rest[:1].replace("–", "-") if rest[:1] in ".)-–/:" else ""


def _body_nodes(draft: Draft) -> list[Provision]:
    """The provisions outside of appendices: an appendix may be a form with its own numbers."""
    return [node for node in draft.outline if not node.id.startswith(("Phụ ", "Biểu", "Danh mục"))]


def _signs(draft: Draft, profile: Profile) -> Iterator[Finding]:
    wanted = {"roman": ".", "number": ".", "letter": ")"}
    wrong: dict[tuple[str, str], list[Provision]] = defaultdict(list)
    for node in _body_nodes(draft):
        rank, sign = _rank(node), _sign(draft, node)
        if rank and sign not in ("", "(", wanted[rank]):
            wrong[rank, sign].append(node)
    for (rank, sign), nodes in wrong.items():
        first = nodes[0]
        label = first.label_raw
        yield make(
            rules.LABEL_SIGN, profile, draft.text, first.start, _line_end(draft, first),
            printed=f"{label}{sign}", sign=wanted[rank], wanted=f"{label}{wanted[rank]}",
            more=str(len(nodes) - 1),
        )  # fmt: skip


def _mixed(draft: Draft, profile: Profile) -> Iterator[Finding]:
    by_rank: dict[str, list[tuple[str, Provision]]] = defaultdict(list)
    for node in _body_nodes(draft):
        rank, sign = _rank(node), _sign(draft, node)
        if rank and sign not in ("", "("):
            by_rank[rank].append((sign, node))
    for ranked in by_rank.values():
        usual, count = Counter(sign for sign, _ in ranked).most_common(1)[0]
        others = [node for sign, node in ranked if sign != usual]
        if others and count > len(others):
            node = others[0]
            yield make(
                rules.LABEL_MIXED, profile, draft.text, node.start, _line_end(draft, node),
                printed=f"{node.label_raw}{_sign(draft, node)}",
                usual=f"{node.label_raw}{usual}",
            )  # fmt: skip


def _alphabet(draft: Draft, profile: Profile) -> Iterator[Finding]:
    """Annex I, Part I, II.6.đ: a, b, c, d, đ, e, g, h, i, k …"""
    siblings: dict[str | None, list[Provision]] = defaultdict(list)
    for node in _body_nodes(draft):
        if _LETTER.fullmatch(node.label_raw) and _sign(draft, node) != "":
            siblings[node.parent].append(node)
    for nodes in siblings.values():
        for before, node in zip([None, *nodes], nodes, strict=False):
            letter = node.label_raw
            after_d = before is not None and before.label_raw == "d" and letter == "e"
            if letter in _FOREIGN or after_d:
                yield make(
                    rules.ALPHABET, profile, draft.text, node.start, _line_end(draft, node),
                    printed=f"{letter})",
                    where="đứng ngay sau “d)”, thiếu “đ)”" if after_d else "không có trong đó",
                    where_en="follows “d)” without “đ)”" if after_d else "is not in it",
                )  # fmt: skip
                break


def _headings(draft: Draft, profile: Profile) -> Iterator[Finding]:
    """Annex I, Part I, V.6.b ("Số thứ tự và tiêu đề của mục: in hoa"); the Party alike."""
    roman = [
        node
        for node in _body_nodes(draft)
        if node.heading and _ROMAN.fullmatch(node.label_raw) and len(node.title) > 3
    ]
    small = [node for node in roman if not is_upper(" ".join(node.title.split()[:3]))]
    if small:
        first = small[0]
        yield make(
            rules.ROMAN_CASE, profile, draft.text, first.start, _line_end(draft, first),
            printed=f"{first.label_raw}. {first.title[:60]}", more=str(len(small) - 1),
        )  # fmt: skip


def _parts(draft: Draft, profile: Profile) -> Iterator[Finding]:
    """Annex I, Part I, II.6.đ: "Phần I", "Chương II"."""
    for node in draft.outline:
        found = re.fullmatch(r"(phần|chương)\s+(?:(\d{1,2})|thứ\s+\w+)", fold(node.label_raw))
        if found:
            word, number = node.label_raw.split()[0], found[2]
            wanted = f"{word} {roman(int(number))}" if number else f"{word} I, II, III …"
            yield make(
                rules.PART_NUMBER, profile, draft.text, node.start, _line_end(draft, node),
                printed=node.label_raw, wanted=wanted,
            )  # fmt: skip
            return


def appendix_findings(draft: Draft, profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, III.1: appendices are pointed to in the text, numbered in
    Roman figures from two on, and say what they belong to. The Party's guide is not as exact;
    there only a number that differs is reported."""
    nodes = [
        node
        for node in draft.outline
        if node.kind is Kind.APPENDIX and fold(node.label_raw).startswith("phụ lục")
    ]
    if not nodes:
        return
    state = profile.side is Side.STATE
    body = fold(draft.text[: nodes[0].start])
    if state and not re.search(r"phụ lục|phụ biểu|kèm theo", body):
        node = nodes[0]
        yield make(rules.ANNEX_UNSAID, profile, draft.text, node.start, _line_end(draft, node))
    for node in nodes:
        arabic = re.search(r"\s(\d{1,2})[a-z]?$", node.label_raw)
        if state and len(nodes) > 1 and arabic:
            yield make(
                rules.ANNEX_ROMAN, profile, draft.text, node.start, _line_end(draft, node),
                printed=node.label_raw, wanted=f"Phụ lục {roman(int(arabic[1]))}",
            )  # fmt: skip
        yield from _note(draft, profile, node)


def _note(draft: Draft, profile: Profile, node: Provision) -> Iterator[Finding]:
    """Annex I, Part I, III.1.c: "(Kèm theo Kế hoạch số … ngày … của …)" under its title."""
    text = draft.text
    head = text[node.start : min(node.end, node.start + 900)]
    folded = fold("\n".join(head.split("\n")[:6]))
    found = _NOTE.search(folded)
    if found is None:
        if profile.side is Side.STATE:
            kind = draft.document.kind or "văn bản"
            place = (node.start, _line_end(draft, node))
            yield make(rules.ANNEX_NOTE, profile, text, *place, kind=kind)
        return
    start = node.start + found.start()
    stop = text.find(")", start)
    end = stop + 1 if 0 <= stop < start + 400 else start + len(found.group())
    number = draft.document.number
    noted = _NOTED.search(text[start:end])
    if number and noted and _bare(noted["number"]) != _bare(number):
        yield make(
            rules.ANNEX_NUMBER, profile, text, start, end, printed=noted["number"], wanted=number
        )  # fmt: skip


def _bare(number: str) -> str:
    return re.sub(r"\s", "", fold(number)).replace("–", "-").lstrip("0")


def roman(number: int) -> str:
    """The Roman figure of a number from 1 to 39."""
    letters = ""
    for sign, worth in _UNITS:
        while number >= worth:
            letters += sign
            number -= worth
    return letters


def _line_end(draft: Draft, node: Provision) -> int:
    stop = draft.text.find("\n", node.start)
    return min(stop if stop >= 0 else len(draft.text), node.start + 200)
