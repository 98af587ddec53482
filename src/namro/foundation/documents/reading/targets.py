"""Stage: outline → targets in running text.

Reads the tree with its kinds; writes one draft a quantity that is to be reached. In sections
of objectives and targets every quantity counts, in tasks only one that clearly sets something
to be reached. What the year of a heading or of a lead-in covers, its lines inherit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from namro.foundation.documents.reading.dates import Due, Mention, baseline, mentions
from namro.foundation.documents.reading.draft import Comparator, Kind, TargetDraft
from namro.foundation.documents.reading.dues import due_in_sentence
from namro.foundation.documents.reading.headings import lines_below
from namro.foundation.documents.reading.kinds import is_general, is_purpose
from namro.foundation.documents.reading.letters import fold, mended
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.foundation.documents.reading.outline import Node
from namro.foundation.documents.reading.passages import Passage
from namro.foundation.documents.reading.quantities import quantities
from namro.foundation.documents.reading.quantity import Quantity
from namro.foundation.documents.reading.sentences import sentences
from namro.foundation.documents.reading.subjects import subject_of
from namro.foundation.documents.reading.wanted import is_wanted

_TARGETS = (Kind.OBJECTIVE, Kind.TARGET)
_TASKS = (Kind.TASK, Kind.ORGANISATION, Kind.ROADMAP, Kind.REQUIREMENT)
_FINISH = re.compile(
    r"^(?:ph[ấầ]n đ[ấầ]u\s+)?(?:cơ bản\s+|tiếp tục\s+|triển khai\s+|tập trung\s+)?(?:hoàn thành"
    r"|hoàn thiện"
    r"|xây dựng|hình thành|phủ sóng|vận hành|thành lập|đưa vào (?:vận hành|sử dụng|khai thác)"
    r"|ban hành|khởi công|khánh thành|thông xe|kết nối hoàn chỉnh)(?!\w)"
)
_FINISHED = re.compile(r"(?<!\w)cơ bản hoàn thành(?!\w)|(?<!\w)được hoàn thành(?!\w)")
_AHEAD = re.compile(r"trong (?:vòng )?(?P<years>\d{1,2}) năm (?:tiếp theo|tới|sắp tới)")
_STANDING = re.compile(r"trở thành|thuộc nhóm|dẫn đầu|là một trong")
_OPENING = re.compile(
    r"^(?:[-+•*]\s*)?(?:(?:đến|tới|vào|trong|trước|hết|cuối|năm|giai đoạn|ph[ấầ]n đ[ấầ]u|20\d\d"
    r"|[-–,:;]|hằng"
    r"|hàng|mỗi)\s*)+"
)
_ACTOR = re.compile(
    r"^(?:thành phố|tỉnh|toàn tỉnh|cả nước|việt nam|hà nội|trên địa bàn)[^,;.]{0,40}?\s"
)


@dataclass(slots=True)
class Context:
    """What the lines around a line say for it."""

    within: str
    due: Due | None = None
    each_year: bool = False
    qualitative: bool = False


@dataclass(slots=True)
class Reader:
    """Collects the targets of a document; `period` is the document's own span of years."""

    period: tuple[int, int] | None
    issued: int | None
    targets: list[TargetDraft] = field(default_factory=list)

    def due_of(self, folded: str) -> Due | None:
        """The year or date a heading or a lead-in sets for its lines."""
        found = [mention for mention in mentions(folded) if self._counts(mention)]
        return found[0].due if found else None

    def _counts(self, mention: Mention) -> bool:
        if mention.span is not None:
            return mention.span != self.period
        year = mention.due if isinstance(mention.due, int) else int(mention.due[:4])
        return self.issued is None or year >= self.issued

    def scan(self, node: Node, above: Context) -> None:
        """Reads the lines of a node and of all below it."""
        context = self._context(node, above)
        lead: list[tuple[int, Due | None, bool]] = []
        if node.passage is not None and context.within:
            self._own_line(node, context, lead)
        below = lines_below(node)
        for place, line in enumerate(below):
            if isinstance(line, Node):
                self.scan(line, self._with_lead(context, lead))
            elif isinstance(line, Passage) and context.within:
                following = below[place + 1] if place + 1 < len(below) else None
                self._line(node, line, context, lead, following)

    def _context(self, node: Node, above: Context) -> Context:
        within = _within(node, above)
        due = above.due
        each_year = above.each_year
        if node.heading or node.title.endswith(":"):
            folded = fold(node.title)
            own = self.due_of(folded)
            due = own if own is not None else due
            each_year = each_year or bool(
                re.search(r"hằng năm|hàng năm", folded) and within == "targets"
            )
        qualitative = within == "targets" and not is_general(node) and not _general_above(node)
        return Context(within, due, each_year, qualitative)

    def _with_lead(self, context: Context, lead: list[tuple[int, Due | None, bool]]) -> Context:
        due = next((due for _, due, _ in reversed(lead) if due is not None), None)
        yearly = any(each for _, _, each in lead)
        return Context(
            context.within,
            due if due is not None else context.due,
            context.each_year or yearly,
            context.qualitative,
        )

    def _own_line(
        self, node: Node, context: Context, lead: list[tuple[int, Due | None, bool]]
    ) -> None:
        assert node.passage is not None  # noqa: S101  # asked by the caller
        if not node.heading:
            self._text(node, node.title, node.title_start, context)
        elif node.body:
            self._text(node, node.body, node.body_start, context)
            if node.body.endswith(":"):
                folded = fold(node.body)
                lead.append((0, self.due_of(folded), False))

    def _line(
        self,
        node: Node,
        line: Passage,
        context: Context,
        lead: list[tuple[int, Due | None, bool]],
        following: object,
    ) -> None:
        level, after = _bullet_level(line)
        text = line.text[after:]
        opens = text.endswith(":") or (
            level > 0
            and len(text) < 90
            and not text.endswith((".", ";"))
            and isinstance(following, Passage)
            and _bullet_level(following)[0] != level
        )
        if level == 0 and (opens or line.bold):
            lead.clear()
        elif level:
            while lead and lead[-1][0] >= level:
                lead.pop()
        before = len(self.targets)
        self._text(node, text, line.start + after, self._with_lead(context, lead))
        if opens and len(self.targets) == before:
            folded = fold(text)
            yearly = bool(re.search(r"(?:hằng|hàng|mỗi) năm\s*:?$", folded))
            lead.append((level, self.due_of(folded), yearly))

    def _text(self, node: Node, text: str, start: int, context: Context) -> None:
        carried: Due | None = None
        for number, (begin, end) in enumerate(sentences(text)):
            sentence = text[begin:end]
            found = self._sentence(node, sentence, start + begin, context, carried)
            if number == 0 and found is not None:
                carried = found

    def _sentence(
        self, node: Node, sentence: str, start: int, context: Context, carried: Due | None
    ) -> Due | None:
        """Reads one sentence; returns the year it opens with, which may carry on."""
        folded = mended(fold(sentence))
        dated = [mention for mention in mentions(folded) if self._counts(mention)]
        opening = next((one.due for one in dated if one.leading and one.start < 6), None)
        if self.issued is not None and (ahead := _AHEAD.search(folded)):
            dated.append(
                Mention(ahead.start(), ahead.end(), self.issued + int(ahead["years"]), None, True)
            )
        found = [
            quantity
            for quantity in quantities(sentence)
            if is_wanted(quantity, folded, context.within)
        ]
        places: dict[int, int] = {}
        for at, quantity in enumerate(found):
            following = found[at + 1].start if at + 1 < len(found) else None
            due, inferred = due_in_sentence(quantity, following, folded, dated, found)
            if due is None and quantity.nested and at:
                due = self.targets[-1].due
            if due is None:
                due, inferred = (carried, 0.05) if carried is not None else (context.due, 0.05)
            places[at] = len(self.targets)
            subject = subject_of(
                sentence,
                quantity,
                self.targets[-1].subject if at else None,
                found[at - 1] if at else None,
                found[at + 1] if at + 1 < len(found) else None,
            )
            self.targets.append(
                self._draft(
                    node, sentence, start, quantity, due, context, folded, inferred, subject
                )
            )
            if quantity.nested and at:
                self.targets[-1].part_of = places[at - 1]
        if not found and context.qualitative:
            self._qualitative(node, sentence, start, folded, dated, context, carried)
        return opening

    def _draft(
        self,
        node: Node,
        sentence: str,
        start: int,
        quantity: Quantity,
        due: Due | None,
        context: Context,
        folded: str,
        inferred: float,
        subject: str,
    ) -> TargetDraft:
        confidence = 0.95 - inferred
        if not quantity.explicit:
            confidence -= 0.05 if quantity.percent else 0.2
        if quantity.carried:
            confidence -= 0.1
        if context.within == "tasks":
            confidence -= 0.15
        compared = baseline(folded[quantity.end :]) or baseline(folded)
        return TargetDraft(
            label=_label(node),
            within=context.within,
            subject=subject,
            comparator=quantity.comparator,
            value=quantity.value,
            unit=quantity.unit,
            due=due,
            baseline=compared[2] if compared else None,
            each_year=quantity.each_year or context.each_year,
            lead=None,
            aspiration=quantity.aspiration,
            qualifier=quantity.qualifier,
            part_of=None,
            text=sentence,
            start=start,
            end=start + len(sentence),
            confidence=round(max(confidence, 0.1), 2),
        )

    def _qualitative(
        self,
        node: Node,
        sentence: str,
        start: int,
        folded: str,
        dated: list[Mention],
        context: Context,
        carried: Due | None,
    ) -> None:
        """A line without a figure that names a thing to finish by a date."""
        due = dated[0].due if dated else (carried if carried is not None else context.due)
        if due is None or sentence.endswith(":"):
            return
        rest = _OPENING.sub("", folded, count=1)
        rest = rest if _FINISH.match(rest) else _ACTOR.sub("", rest, count=1)
        named = _FINISH.match(rest) or _FINISHED.search(folded)
        if not named or _STANDING.search(folded[:80]) or len(sentence) < 20:
            return
        self.targets.append(
            TargetDraft(
                label=_label(node),
                within=context.within,
                subject=sentence.rstrip(" .;"),
                comparator=Comparator.QUALITATIVE,
                value=None,
                unit=None,
                due=due,
                baseline=None,
                each_year=False,
                lead=None,
                aspiration=bool(re.search(r"ph[ấầ]n đ[ấầ]u", folded)),
                qualifier="cơ bản" if "cơ bản" in folded else None,
                part_of=None,
                text=sentence,
                start=start,
                end=start + len(sentence),
                confidence=0.7,
            )
        )


def _within(node: Node, above: Context) -> str:
    """Where the lines of a node stand: "targets", "tasks", or "" (not to be read)."""
    if node.style is None:
        return ""
    if node.kind in _TARGETS:
        return "" if is_purpose(node) else "targets"
    if node.kind in _TASKS:
        return "tasks"
    if node.kind is Kind.REVIEW:
        return ""
    if node.kind is Kind.OTHER and node.own_kind:
        return ""
    if node.kind is Kind.ARTICLE:
        return ""  # a norm ("không quá 70 m2"), unless its title speaks of targets
    if node.kind is Kind.APPENDIX:
        return "tasks"
    if node.kind is Kind.OTHER and node.parent is not None and node.parent.style is not None:
        return above.within
    return "tasks"


def _general_above(node: Node) -> bool:
    at: Node | None = node
    while at is not None and at.marker is not None:
        if at.heading and is_general(at):
            return True
        if at.heading and at.own_kind:
            return False
        at = at.parent
    return False


def _bullet_level(line: Passage) -> tuple[int, int]:
    """How deep a dash stands (0 for none) and where its text begins."""
    markers = read_markers(line.text)
    if not markers or markers[0].style not in (Style.BULLET, Style.STAR):
        return 0, 0
    marker = markers[0]
    if marker.style is Style.STAR:
        return 1, marker.after
    return {"-": 2, "+": 3}.get(marker.sign, 4), marker.after


def _label(node: Node) -> str | None:
    return node.label or None
