"""Stage: which nodes of the outline are headings, and where a heading's title ends.

Reads the tree of provisions; writes `heading`, `title` and `body`. A heading is a label with a
title that is not a full sentence, an introductory sentence that heads a list, an article or a
numbered appendix (programme-draft.md). A title whose body runs on in the same line is cut.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import fold, is_upper, words
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.outline import Node
from namro.foundation.documents.reading.passages import Grid, Passage

_STOP = re.compile(r"[.;!?…][\"”’»)]*$|\./\.?$")
_WORD = re.compile(r"\S+")
_ALWAYS = (Style.PART, Style.CHAPTER, Style.SECTION, Style.SUBSECTION, Style.ARTICLE)

# Words after which a title cannot end.
_LINKS = words("và của các cho với về trong từ đến là để do tại theo những một có được khi")
# Openings of a sentence that, capitalised behind a small letter, show a lost line end.
_OPENERS = re.compile(
    r"(?<=[^\s.;:!?,\-–(“\"])\s(?P<open>(?:Đến (?:hết |cuối )?năm|Phấn đấu|Một số chỉ tiêu"
    r"|Trong giai đoạn"
    r"|Giai đoạn|Thực hiện|Tiếp tục|Tập trung|Tổ chức|Xây dựng|Nâng cao|Hoàn thiện|Phát triển"
    r"|Xếp hạng|Tăng cường|Đẩy mạnh|Triển khai|Bảo đảm|Đảm bảo|Trên cơ sở|Căn cứ|Chủ trì"
    r"|Tỷ lệ|Tỉ lệ|100%) )"
)


_PART_NAME = re.compile(
    r"(?:các |một số )?(?:mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|yêu cầu|mục đích)"
    r"(?: chung| tổng quát| cụ thể| chủ yếu| trọng tâm)?\s*:"
)


def settle_headings(root: Node) -> None:
    """Decides `heading` for every node and cuts titles from bodies that run on."""
    for node in root.walk():
        letters = [child for child in node.children if child.style is Style.LOWER]
        plain = bool(letters) and all(_letter_head(child) for child in letters)
        for child in node.children:
            child.heading = _is_heading(child, plain)
            if not child.heading:
                continue
            cut = title_end(child.title)
            if cut is not None:
                child.body = child.title[cut:].strip()
                child.body_start = child.title_start + len(child.title) - len(child.body)
                child.title = child.title[:cut].strip()
            child.title = child.title.rstrip(" :")


def _has_body(node: Node) -> bool:
    return bool(node.children or node.parts)


def _heads_decimals(node: Node) -> bool:
    return any(child.style is Style.DECIMAL for child in node.children) and len(node.title) < 300


def _letter_head(node: Node) -> bool:
    """Whether a lettered line can be a heading: no sentence, and lines of its own below."""
    title = node.title
    if title and _named_part(title):
        return True
    if not title or not _has_body(node):
        return False
    if title.endswith(":"):
        return len(title) < 220
    if _STOP.search(title):
        return False
    return len(title) < 220


def _named_part(title: str) -> bool:
    """Whether a lettered line is a part by its name: "a) Mục tiêu tổng quát: …"."""
    return bool(_PART_NAME.match(fold(title[:60])))


def _is_heading(node: Node, plain_letters: bool) -> bool:
    style, title = node.style, node.title
    if style is Style.APPENDIX:
        return bool(node.marker and node.marker.value[0])
    if style in _ALWAYS:
        return bool(title) or style is Style.ARTICLE or _has_body(node)
    if not title:
        return False
    if style is Style.PAREN:
        return False
    if style is Style.LOWER:
        return plain_letters
    if style in (Style.ROMAN, Style.UPPER) and is_upper(title[: title_end(title) or len(title)]):
        return True
    if title.endswith(":"):
        return _has_body(node)
    if title_end(title) is not None:
        return True
    if style is Style.DECIMAL and _heads_decimals(node) and not re.search(r"[.!?]\s", title):
        return True  # a sentence over "2.1", "2.2" is the name of its part
    if _STOP.search(title):
        # a short title may carry a full stop: "1. Mục tiêu." with something below it
        return (
            title.endswith(".")
            and len(_WORD.findall(title)) <= 8
            and _has_body(node)
            and ";" not in title
        )
    return len(title) < 400


def title_end(title: str) -> int | None:
    """Where the body begins on the line of a heading, if it does.

    Three ways are known from real files: a title in capitals before a body in small letters;
    "Sở Tài chính: Chủ trì …"; and a lost line end ("Mục tiêu chung Đến năm 2030, …").
    """
    capitals = _capitals_end(title)
    if capitals is not None:
        return capitals
    if not _STOP.search(title) and not title.endswith(":"):
        return None
    colon = title.find(": ")
    if 0 < colon <= 160 and colon + 2 < len(title):
        head, rest = title[:colon], title[colon + 2 :]
        if (
            not re.search(r"[.;]\s", head)
            and rest[0].isupper()
            and len(_WORD.findall(head)) <= 24
            and not re.search(r"\b(?:sau|gồm|như|là|cụ thể)$", fold(head))
        ) or (rest.startswith("(1)") and len(_WORD.findall(head)) <= 16):
            return colon + 1
    return _lost_line_end(title)


def _capitals_end(title: str) -> int | None:
    found = list(_WORD.finditer(title))
    if len(found) < 4 or not is_upper(" ".join(word.group() for word in found[:2])):
        return None
    for at, word in enumerate(found):
        if word.group()[0] == "(":
            return None
        letters = [char for char in word.group() if char.isalpha()]
        if len(letters) >= 2 and letters[0].isupper() and all(c.islower() for c in letters[1:]):
            following = found[at + 1 : at + 3]
            if at >= 2 and following and not is_upper(" ".join(w.group() for w in following)):
                return word.start()
            return None
        if letters and all(char.islower() for char in letters):
            return None
    return None


def _lost_line_end(title: str) -> int | None:
    if title.endswith(":"):
        found = re.search(r"(?<=[^\W\d])\s(?=Một số |Các chỉ tiêu |Cụ thể|Trong đó)", title)
        return found.start() if found and found.start() > 8 else None
    found = _OPENERS.search(title, 6, 180)
    if found is None or len(title) - found.start() < 60:
        return None
    head = title[: found.start()]
    if re.search(r"[.;:,]", head) and not re.search(r",", head):
        return None
    if fold(head.split()[-1]) in _LINKS:
        return None
    return found.start()


def heading_of(passage: Passage) -> bool:
    """Whether an unnumbered line reads as a small heading over the lines below it."""
    return passage.text.endswith(":") or passage.bold


def lines_below(node: Node) -> list[Passage | Grid | Node]:
    """The direct lines, tables and child nodes of a node, in document order."""
    below: list[Passage | Grid | Node] = [*node.parts, *node.children]
    below.sort(key=_place)
    return below


def _place(below: Passage | Grid | Node) -> int:
    if isinstance(below, Node):
        return below.passage.start if below.passage else 0
    return below.start


def is_item(passage: Passage) -> bool:
    """Whether a line opens with a dash, a star or a number."""
    return bool(read_markers(passage.text))
