"""The rules on the closing: recipients with "Lưu", authority, office and name of the signer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from namro.foundation.documents.checking import closing_rules as rules
from namro.foundation.documents.checking.findings import Finding
from namro.foundation.documents.checking.layout_rule import make
from namro.foundation.documents.checking.profiles import Profile, Side
from namro.foundation.documents.checking.segments import Line
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.letters import LOWER, UPPER, fold, is_upper

# A slanted bold line of a PDF may come out with a letter twice.
_SENT = re.compile(r"[*_ ]*n(?:ơi|ơ\s?ơ?i)\s+nhận[*_ ]*(?P<colon>:?)")
_AUTHORITY = re.compile(
    rf"(?<!\w)(?P<abbr>TM|KT|TL|TUQ|Q|T/M|K/T|T/L|T/UQ)(?=[\s.])(?P<dot>\s?\.|)(?P<gap>\s*)"
    rf"(?P<whom>[{UPPER}]{{2,}}(?:[ ,–-]+[{UPPER}]+)*)"
)
#: A collective that a signer can stand for, and the offices that one person holds.
_BODY = re.compile(
    r"^(?:ủy ban|uỷ ban|hội đồng|ban |thành ủy|tỉnh ủy|huyện ủy|đảng|chính phủ|bộ chính trị|đoàn"
    r"|chi ủy|chi bộ|thường trực|thường vụ|quận ủy|liên đoàn|hội|quốc hội|tập thể|mặt trận|đại hội)"
)
_OFFICE = re.compile(
    r"^(?:chủ tịch|phó |giám đốc|tổng giám đốc|bộ trưởng|thứ trưởng|thủ tướng|bí thư|chánh |trưởng"
    r"|cục trưởng|vụ trưởng|chi cục trưởng|hiệu trưởng|viện trưởng|chủ nhiệm|tổng thanh tra|tư lệnh"
    r"|thống đốc|tổng cục trưởng)"
)
_DEPUTY = re.compile(
    r"phó|thứ trưởng|ủy viên|uỷ viên|thường trực|chủ nhiệm ủy ban|thư ký|trợ lý|chính ủy|tham mưu"
)
_SMALL_OFFICE = re.compile(
    r"(?:^|(?<=\s))(?:Phó )?(?:Chủ tịch|Giám đốc|Bí thư|Bộ trưởng|Thủ tướng|Chánh Văn phòng"
    r"|Trưởng ban|Trưởng Ban|Chủ nhiệm)(?=$|\s)"
)
_DEGREE = re.compile(
    rf"(?:^|(?<=\s))(?:(?:GS|PGS|TS|TSKH|ThS|Th\.S|ThS|BS|CKI|CKII|KS|CN|NGND|NGƯT|Ths)\.\s*)+"
    rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)+"
)
_ENTRY = re.compile(r"(?P<end>[;,.:]?)\s+(?=[-–+]\s+)|(?P<last>[;,.:/]*)\s*$")
_FILED = re.compile(r"^(?:[-–+]\s*)?lưu(?!\s+(?:trữ|ý|hành))")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One recipient: its text with its end mark, and whether its end is known."""

    text: str
    start: int
    end: int
    ends: bool


def closing_findings(draft: Draft, lines: Sequence[Line], profile: Profile) -> Iterator[Finding]:
    """The findings on recipients and signature (`lines`: see `segments.closing`)."""
    yield from _recipients(draft, lines, profile)
    yield from _signature(draft, lines, profile)


def _recipients(draft: Draft, lines: Sequence[Line], profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.9: "Nơi nhận:", one recipient a line, each ending with
    ";", at the end "Lưu: VT, <unit> (copies)." Guidance 36-HD/VPTW, recipients: ends with "Lưu"."""
    text = draft.text
    opening = next((line for line in lines if _SENT.match(line.folded)), None)
    state = profile.side is Side.STATE
    if opening is None:
        yield make(rules.SENT_MISSING, profile, text, 0, 0)
        return
    head = _SENT.match(opening.folded)
    if head is None:
        return
    if not head["colon"]:
        place = (opening.start, opening.start + head.end())
        yield make(rules.SENT_COLON, profile, text, *place)
    entries = list(_entries(lines, opening, head.end()))
    filed = next((one for one in entries if _FILED.match(fold(one.text))), None)
    if filed is None:
        wanted = "- Lưu: VT, …" if state else "- Lưu Văn phòng …"
        yield make(
            rules.FILED_MISSING, profile, text, opening.start, opening.start + head.end(),
            wanted=wanted,
        )  # fmt: skip
    if not state:
        return
    for entry in entries:
        if entry is filed or not entry.ends or not entry.text.lstrip("-–+ "):
            continue
        if entry.text[-1] not in ";:" and not entry.text.endswith("./."):
            yield make(
                rules.SENT_END, profile, text, entry.start, entry.end,
                printed=entry.text.lstrip("-–+ ")[:60],
            )  # fmt: skip
    if filed is not None:
        yield from _filed(draft, profile, filed)


def _filed(draft: Draft, profile: Profile, filed: _Entry) -> Iterator[Finding]:
    """Annex I, Part I, II.9.d: a colon behind "Lưu", "VT" first, a full stop at the end."""
    body = filed.text.lstrip("-–+ ")
    for wrong, what, what_en in (
        (not body[3:].lstrip().startswith(":"), "sau “Lưu” phải có dấu hai chấm (:)",
         "“Lưu” is followed by a colon"),
        (not re.search(r"(?<!\w)(?:VT|Văn thư)(?!\w)", body), "thiếu chữ viết tắt “VT”",
         "“VT” (registry) is missing"),
        (filed.ends and not body.endswith("."), "dòng “Lưu” kết thúc bằng dấu chấm (.)",
         "the line “Lưu” ends with a full stop"),
    ):  # fmt: skip
        if wrong:
            yield make(
                rules.FILED_FORM, profile, draft.text, filed.start, filed.end,
                printed=body[:80], what=what, what_en=what_en,
            )  # fmt: skip
            return


def _entries(lines: Sequence[Line], opening: Line, after: int) -> Iterator[_Entry]:
    """The recipients, each with its own end mark; lines of the signature are passed over."""
    at = lines.index(opening)
    rest = opening.text[after:]
    if rest.strip():
        yield from _pieces(rest, opening.start + after, opening.whole)
    began = False
    for line in lines[at + 1 :]:
        stripped = line.text.lstrip("*_ ")
        if stripped[:1] in "-–+":
            began = True
            yield from _pieces(line.text, line.start, True)
        elif _FILED.match(fold(stripped)):
            yield from _pieces(line.text, line.start, True)
        elif began and not line.whole:
            break


def _pieces(text: str, start: int, whole: bool) -> Iterator[_Entry]:
    """Recipients that an export printed on one line, cut where a mark and a dash meet."""
    at = 0
    cuts = [found.start() for found in re.finditer(r"(?<=[;,.:)])\s+(?=[-–+]\s)", text)]
    for cut in [*cuts, len(text)]:
        piece = text[at:cut]
        lead = len(piece) - len(piece.lstrip())
        kept = piece.strip(" *_")
        if kept:
            yield _Entry(kept, start + at + lead, start + at + lead + len(kept), True)
        at = cut
    del whole


def _signature(draft: Draft, lines: Sequence[Line], profile: Profile) -> Iterator[Finding]:
    """Decree 30/2020, Annex I, Part I, II.7: TM. before a body, KT. before the office of its
    head with the deputy's office below, dots, capitals, no degrees. Guidance 36-HD/VPTW,
    authority: T/M, K/T, T/L."""
    text = draft.text
    signed = [line for line in lines if line.text.lstrip("*_ ")[:1] not in "-–+"]
    signed = [line for line in signed if not _SENT.match(line.folded) or not line.whole]
    authority = False
    for line in signed:
        if _SENT.match(line.folded):
            continue
        for found in _AUTHORITY.finditer(line.text):
            if found.start() and not is_upper(line.text[: found.start()]):
                continue
            authority = True
            yield from _authority(draft, lines, line, found, profile)
        yield from _office(draft, line, profile)
        if degree := _DEGREE.search(line.text):
            yield make(
                rules.SIGN_TITLE, profile, text, line.start + degree.start(),
                line.start + degree.end(), printed=degree.group(),
            )  # fmt: skip
    head = draft.document
    if not authority and head.signer is None and head.signer_role is None:
        offices = any(_OFFICE.match(line.folded.strip("*_ ")) for line in signed)
        if not offices:
            yield make(rules.SIGN_MISSING, profile, text, 0, 0)


def _authority(
    draft: Draft, lines: Sequence[Line], line: Line, found: re.Match[str], profile: Profile
) -> Iterator[Finding]:  # fmt: skip
    state = profile.side is Side.STATE
    start, end = line.start + found.start(), line.start + found.end()
    printed = " ".join(found.group().split())
    short = found["abbr"].replace("/", "")
    whom = found["whom"]
    wanted = (
        f"{short}. {whom}" if state or short in ("Q", "TUQ") else f"{short[0]}/{short[1:]} {whom}"
    )
    slashed = "/" in found["abbr"]
    right = (not slashed and bool(found["dot"]) and bool(found["gap"])) if state else slashed
    if not right and not (not state and short in ("Q", "TUQ")):
        yield make(
            rules.SIGN_FORM, profile, draft.text, start, end, printed=printed, wanted=wanted
        )  # fmt: skip
    folded = fold(whom)
    if short == "TM" and _OFFICE.match(folded):
        yield make(
            rules.SIGN_WHOM, profile, draft.text, start, end, printed=printed,
            what="ký thay mặt thì phải là một tập thể, không phải một chức vụ",
            what_en="one signs on behalf of a body, not of an office",
        )  # fmt: skip
    if short == "KT" and (_BODY.match(folded) or folded.startswith("phó ")):
        yield make(
            rules.SIGN_WHOM, profile, draft.text, start, end, printed=printed,
            what="ký thay thì phải thay chức vụ của người đứng đầu",
            what_en="a deputy signs for the office of the head",
        )  # fmt: skip
    elif short == "KT":
        below = _below(lines, line, found.start() + 3)
        if below is not None and not _DEPUTY.search(fold(below)):
            yield make(rules.SIGN_DEPUTY, profile, draft.text, start, end, printed=printed)


def _below(lines: Sequence[Line], line: Line, after: int) -> str | None:
    """What is printed behind an authority and on the next lines of the signature."""
    at = lines.index(line)
    following = [line.text[after:]]
    following += [
        one.text for one in lines[at + 1 : at + 12] if one.text.lstrip("*_ ")[:1] not in "-–+"
    ]
    return " ".join(following)


def _office(draft: Draft, line: Line, profile: Profile) -> Iterator[Finding]:
    """Annex I, Part I, II.7.đ: the office in capitals. Only a short line, or what stands behind
    an authority in capitals, is looked at."""
    text = line.text.strip("*_ ")
    short = len(text) < 40 and _SMALL_OFFICE.match(text) and not re.search(r"[;,:]", text)
    behind = _AUTHORITY.match(text) and _SMALL_OFFICE.search(text)
    if short or behind:
        found = _SMALL_OFFICE.search(line.text)
        if found is None:
            return
        printed = text if short else found.group().strip()
        start = line.start + found.start()
        yield make(
            rules.SIGN_CASE, profile, draft.text, start, start + len(printed),
            printed=printed, wanted=printed.upper(),
        )  # fmt: skip
