"""Stage: what each part of the outline is, from the words of its title.

Reads the tree with its headings; writes `kind`. A part without words of its own is what the
part above it is.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Kind
from namro.foundation.documents.reading.letters import fold
from namro.foundation.documents.reading.markers import Style
from namro.foundation.documents.reading.outline import Node

_DATED = r"(?:đến (?:hết |cuối |trước )?(?:năm )?20\d\d|giai đoạn 20\d\d|năm 20\d\d)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.REVIEW,
            r"kết quả (?:đạt được|thực hiện|chủ yếu|nổi bật|nhiệm kỳ|giai đoạn|năm)|hạn chế"
            r"|tồn tại|nguyên nhân"
            r"|thực trạng|hiện trạng|bối cảnh|tình hình|sự cần thiết|đặc điểm|bài học|dự báo"
            r"|khuyết điểm|những kết quả|cơ sở (?:pháp lý|thực tiễn|xây dựng)|căn cứ pháp lý"
            r"|thuận lợi|khó khăn",
        ),
        (Kind.ROADMAP, r"lộ trình|tiến độ (?:triển khai|thực hiện)|phân kỳ"),
        (
            Kind.ORGANISATION,
            r"tổ chức thực hiện|phân công|trách nhiệm (?:thực hiện|của)|tổ chức triển khai"
            r"|chế độ báo cáo|điều khoản thi hành|tổ chức theo dõi|chế độ thông tin",
        ),
        (
            Kind.TARGET,
            r"chỉ tiêu|mục tiêu cụ thể|mục tiêu chủ yếu|mục tiêu (?:đến|giai đoạn|năm|phấn đấu)"
            r"|tầm nhìn đến|định hướng đến năm|các mục tiêu",
        ),
        (Kind.OBJECTIVE, r"mục tiêu|mục đích"),
        (Kind.REQUIREMENT, r"yêu cầu"),
        (
            Kind.TASK,
            r"nhiệm vụ|giải pháp|nội dung|công việc|hoạt động|biện pháp|khâu đột phá",
        ),
    )
)
_GENERAL = re.compile(r"mục tiêu (?:chung|tổng quát|tổng thể|bao trùm)")
_VIEWPOINT = re.compile(r"quan điểm|phương châm|nguyên tắc|phạm vi|đối tượng|kinh phí|nguồn lực")
_ONLY_DATED = re.compile(rf"^(?:mục tiêu |tầm nhìn |định hướng |phấn đấu )?{_DATED}[^.;]*$")
_BY_STYLE = {
    Style.PART: Kind.PART,
    Style.CHAPTER: Kind.CHAPTER,
    Style.SECTION: Kind.SECTION,
    Style.SUBSECTION: Kind.SECTION,
    Style.ARTICLE: Kind.ARTICLE,
    Style.APPENDIX: Kind.APPENDIX,
}
_TITLED = (Style.SECTION, Style.SUBSECTION, Style.ARTICLE)
_INHERITED = frozenset(
    {
        Kind.OBJECTIVE,
        Kind.TARGET,
        Kind.REQUIREMENT,
        Kind.TASK,
        Kind.ORGANISATION,
        Kind.ROADMAP,
        Kind.REVIEW,
        Kind.OTHER,
    }
)


def settle_kinds(root: Node) -> None:
    """Writes `kind` into every node, and `own_kind` where its own title says it."""
    for node in root.walk():
        lost = False
        for child in node.children:
            lost = lost or child.restarted
            child.kind, child.own_kind = _kind(child, node)
            if lost and not child.own_kind and child.kind in (Kind.TARGET, Kind.OBJECTIVE):
                child.kind = Kind.TASK  # after the targets; the heading of the tasks is lost


def _kind(node: Node, parent: Node) -> tuple[Kind, bool]:
    titled = node.heading or node.style in _BY_STYLE
    folded = fold(node.title[:200]) if titled else ""
    above = _inherited(parent)
    if node.style is Style.APPENDIX:
        return Kind.APPENDIX, True
    if folded:
        if _ONLY_DATED.match(folded) and above in (Kind.OBJECTIVE, Kind.TARGET):
            return Kind.TARGET, True
        if above is Kind.TASK and re.search(r"kinh phí|nguồn lực", folded):
            return above, False
        goals = above in (Kind.TARGET, Kind.OBJECTIVE) and "quan điểm" not in folded
        if (
            not goals
            and _VIEWPOINT.search(folded)
            and not re.search(r"mục tiêu|chỉ tiêu|nhiệm vụ", folded)
        ):
            return Kind.OTHER, True
        if node.style is Style.ARTICLE and len(folded) > 60:
            return Kind.ARTICLE, False  # a sentence, whose words name no part
        found = _by_words(folded, above)
        if found is not None and _worthy(node, found, parent):
            return found, True
    if node.style in _BY_STYLE:
        return _BY_STYLE[node.style], bool(folded)
    if above is not None:
        return above, False
    return Kind.OTHER, False


def _by_words(folded: str, above: Kind | None) -> Kind | None:
    if _GENERAL.search(folded):
        return Kind.OBJECTIVE
    if folded.startswith("yêu cầu"):
        return Kind.REQUIREMENT
    hits = [(found.start(), kind) for kind, words in _KINDS if (found := words.search(folded))]
    if not hits:
        return None
    kinds = {kind for _, kind in hits}
    if Kind.REVIEW in kinds and re.match(
        r"(?:đánh giá|kết quả|hạn chế|tồn tại|thực trạng|về )", folded
    ):
        return Kind.REVIEW
    if kinds >= {Kind.TARGET, Kind.OBJECTIVE} or kinds >= {Kind.TARGET, Kind.TASK}:
        return Kind.TARGET
    del above
    return min(hits)[1]


def _worthy(node: Node, found: Kind, parent: Node) -> bool:
    """Whether a word in a title names the part, or only happens to stand in it.

    "Nâng cao mục tiêu …" among the tasks is a task; "2.4. Đạt được mục tiêu ứng dụng …" in a
    roadmap is part of the roadmap. Below tasks, organisation, review and roadmap only a title
    that opens with the word changes the kind.
    """
    above = _inherited(parent)
    plain = above not in (Kind.TASK, Kind.ORGANISATION, Kind.REVIEW, Kind.ROADMAP)
    if plain and not (above in (Kind.TARGET, Kind.OBJECTIVE) and found is Kind.TASK):
        return True
    folded = fold(node.title)
    openers = {
        Kind.TARGET: r"(?:các |một số )?(?:chỉ tiêu|mục tiêu)",
        Kind.OBJECTIVE: r"mục tiêu|mục đích",
        Kind.REQUIREMENT: r"yêu cầu",
        Kind.TASK: r"(?:các |một số |những )?(?:nhiệm vụ|giải pháp)",
        Kind.ORGANISATION: r"tổ chức thực hiện|phân công",
        Kind.ROADMAP: r"lộ trình",
        Kind.REVIEW: r"(?:đánh giá|kết quả)|hạn chế|tồn tại|nguyên nhân|thực trạng|hiện trạng"
        r"|tình hình"
        r"|về kết quả",
    }
    return bool(re.match(openers.get(found, r"$"), folded))


def _inherited(node: Node | None) -> Kind | None:
    """What the part above is; an article with a title of its own is no target of its chapter."""
    titled = False
    while node is not None and node.marker is not None:
        if node.kind in _INHERITED:
            return None if titled and node.kind in (Kind.TARGET, Kind.OBJECTIVE) else node.kind
        titled = titled or (node.style in _TITLED and bool(node.title))
        node = node.parent
    return None


def is_general(node: Node) -> bool:
    """Whether a part holds the general objectives."""
    return bool(_GENERAL.search(fold(node.title[:120])))


def is_purpose(node: Node) -> bool:
    """Whether a part is "Mục đích" (and not "Mục đích, yêu cầu")."""
    folded = fold(node.title[:120])
    return folded.startswith("mục đích") and "yêu cầu" not in folded
