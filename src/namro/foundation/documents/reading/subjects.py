"""What a quantity is about: the words of its clause without the figure and its date."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Comparator
from namro.foundation.documents.reading.quantity import Quantity

_DATES = re.compile(
    r"(?:(?:đến|tới|vào|trong|trước|hết|cuối)\s+)*(?:hết |cuối )?(?:năm"
    r"|giai đoạn)\s+\d{4}(?:\s*[-–]\s*\d{4})?"
    r"|(?:hằng|hàng|mỗi) năm",
    re.I,
)
_EDGES = re.compile(
    r"^(?:[\s,;:.\-+•*/]|\((?:\d{1,2}|[ivx]{1,4})\)|ph[ấầ]n đ[ấầ]u|trong đó|đồng thời|và|có|đạt"
    r"|bảo đảm|đảm bảo|là|được|riêng|(?:hoàn thành )?mục tiêu)+(?!\w)"
    r"|(?:[\s,;:]|(?<!\w)(?:đạt|có|là|từ|mức|tỷ lệ|khoảng|được|và|bảo đảm|đảm bảo|so với|so"
    r"|(?<!trở )lên|(?<!trở )xuống|chiếm|ở|thuộc|phải|duy trì|giảm|tăng|ph[ấầ]n đ[ấầ]u))+$",
    re.I,
)
# where a new thing to be reached begins within a clause: "…, bảo đảm kinh tế số chiếm 70%"
_OPENS = re.compile(
    r",\s*(?:ph[ấầ]n đ[ấầ]u|bảo đảm|đảm bảo|nâng|trong đó|đồng thời|với)(?!\w)", re.I
)
# the names of what is measured; the subject begins at the last of them
_MEASURE = re.compile(
    r"(?:^|[,:]\s*|(?<!\w)(?:đưa|nâng|tăng|giảm|bảo đảm|đảm bảo|duy trì|vào)\s+)"
    r"(?P<name>t[ỷỉ] (?:lệ|trọng|suất)|số lượng|chỉ số|mức độ|quy mô|tổng số|tốc độ)(?!\w)",
    re.I,
)
_JOINED = re.compile(r"(?:,|(?<!\w)và)\s*$", re.I)
_RANK = re.compile(r"(?<!\w)về (?P<about>[^;.]+)")
_RANKED_PLACE = re.compile(
    r"(?<!\w)(?:là|trở thành|thuộc|nằm trong|đứng|xếp)(?!\w).*$", re.I | re.S
)
_RATE = re.compile(r"^\)?\s*/\s?[^\W\d_]+(?: trở lên)?(?!\w)\s*,?")  # "/năm," behind a figure
_VERB_ONLY = re.compile(r"(?:giảm|tăng|nâng|còn|tiếp tục|\s)*", re.I)
_UNCLEAR = re.compile(r"^[(/%\d]|(?<!\w)(?:thuộc|ở|(?<!trở )lên|chiếm|phải|và|các|của)$", re.I)
_MOST = 200


def subject_of(
    sentence: str,
    quantity: Quantity,
    before: str | None = None,
    above: Quantity | None = None,
    following: Quantity | None = None,
) -> str:
    """The subject in the words of the sentence.

    What stands before the figure if that names something ("Tỷ lệ … đạt 80%"), else what it
    counts ("100% hồ sơ được …"), else the subject `before` it in the same sentence ("…; đến
    năm 2025 đạt trên 90%"), else the whole clause. `above` and `following` are the quantities
    next to it in the sentence: what one of them counts is no subject of the other ("100 doanh
    nghiệp khởi nghiệp, 50 doanh nghiệp công nghệ").
    """
    right = _trimmed(
        _RATE.sub("", sentence[quantity.end : _right_end(sentence, quantity, following)])
    )
    starts = max(quantity.clause, above.end if above is not None else 0)
    between = _RATE.sub("", sentence[starts : max(quantity.bound, starts)])
    aside = between.rpartition("(")[2] if above is not None and _aside(sentence, quantity) else ""
    left = _left(between, nested=quantity.nested)
    if before and above is not None and _aside(sentence, above):
        before = before.rpartition(" (")[0] or before
    if above is not None and starts == above.end and _JOINED.search(between) and right:
        left = ""  # "100% … cấp độ 4 và 90% …": what stands between belongs to the first
    elif len(right.split()) >= 2 and any(
        match.end() > quantity.bound - starts
        for match in _OPENS.finditer(sentence[starts : quantity.start])
    ):
        left = ""  # "sửa cách xếp loại, đảm bảo 100% phòng ban …"
    ranked = (
        _ranked(left, sentence[quantity.end : _clause_end(sentence, quantity.end)])
        if quantity.comparator is Comparator.RANK_WITHIN
        else None
    )
    if aside and before:
        chosen = f"{before} ({_trimmed(aside)})"  # "dưới 17% (khu vực miền núi dưới 28%)"
    elif ranked:
        chosen = ranked
    elif quantity.comparator is Comparator.RANK_WITHIN and before and not left:
        chosen = before
    elif quantity.nested and len(right.split()) >= 2:
        chosen = right
    elif len(left.split()) >= 3:
        chosen = left
    elif right:
        chosen = f"{left} {right}".strip()
    else:
        named = "" if _VERB_ONLY.fullmatch(left) else left
        chosen = named or before or left or _trimmed(sentence)
    return (chosen if aside and before else chosen.strip(" ,;:."))[:_MOST].strip()


def is_unclear(subject: str) -> bool:
    """Whether a subject reads like a piece of one, so that a person should look at it."""
    return len(subject.split()) < 2 or bool(_UNCLEAR.search(subject))


def _aside(sentence: str, quantity: Quantity) -> bool:
    """Whether a figure stands in brackets."""
    return sentence.rfind("(", 0, quantity.start) > sentence.rfind(")", 0, quantity.start)


def _left(text: str, *, nested: bool) -> str:
    """What stands before a figure, from where it begins to be about that figure."""
    for match in _OPENS.finditer(text):
        opened = match.end()
        text = " " * opened + text[opened:]
    measures = list(_MEASURE.finditer(text))
    if measures:
        return _trimmed(text[measures[-1].start("name") :])
    left = _trimmed(text)
    if "," in left and (len(left) > 90 or nested):
        last = left.rsplit(",", 1)[1]
        left = _trimmed(last) if len(last) > 12 or nested else left
    return left


def _right_end(sentence: str, quantity: Quantity, following: Quantity | None) -> int:
    """Where what a figure counts ends: with its clause, or where the next figure joins on."""
    end = _clause_end(sentence, quantity.end)
    if following is not None and following.bound < end:
        joined = _JOINED.search(sentence, quantity.end, following.bound)
        end = joined.start() if joined else end
        if not _aside(sentence, quantity) and _aside(sentence, following):
            end = min(end, sentence.rfind("(", 0, following.start))
    return end


def _ranked(left: str, right: str) -> str | None:
    """Of a rank: who is to stand there, and in what ("Việt Nam … về năng lực cạnh tranh số")."""
    about = _RANK.search(right)
    who = _trimmed(_RANKED_PLACE.sub("", left))
    if about is None:
        return who or None
    if len(who.split()) > 5 or re.search(r"(?:chỉ số|xếp hạng|thứ hạng|thứ bậc)(?!\w)", who, re.I):
        return who
    return f"{who} về {about['about']}".strip() if who else _trimmed(about["about"])


def _clause_end(sentence: str, at: int) -> int:
    found = re.compile(r"[;]|\.(?:\s|$)|, (?:trong đó|đồng thời)").search(sentence, at)
    return found.start() if found else len(sentence)


def _trimmed(text: str) -> str:
    text = _DATES.sub(" ", text)
    before = None
    while before != text:
        before = text
        text = _EDGES.sub("", text).strip(" ,;:.-)" if "(" not in text else " ,;:.-")
    return " ".join(text.split())
