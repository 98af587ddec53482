"""A programme draft as a page to read in the terminal, in Vietnamese or English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from namro.foundation.documents.reading.draft import DeliverableDraft, Draft, TargetDraft

#: What a terminal would obey instead of print, and marks that turn the direction of writing.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "number": ("Số, ký hiệu", "Number"),
    "issuer": ("Cơ quan ban hành", "Issued by"),
    "issued_on": ("Ngày ban hành", "Issued on"),
    "period": ("Thời kỳ", "Period"),
    "signer": ("Người ký", "Signed by"),
    "recipients": ("Nơi nhận", "Recipients"),
    "untitled": ("(không đọc được tên văn bản)", "(no title found)"),
    "outline": ("phần, mục trong dàn ý", "headings in the outline"),
    "objectives": ("mục tiêu", "objectives"),
    "requirements": ("yêu cầu", "requirements"),
    "targets": ("chỉ tiêu", "targets"),
    "deliverables": ("nhiệm vụ có cơ quan chủ trì", "deliverables"),
    "roadmap": ("bước lộ trình", "roadmap steps"),
    "issues": ("điểm cần xem lại", "points to check"),
    "Targets": ("Chỉ tiêu", "Targets"),
    "Deliverables": ("Nhiệm vụ theo cơ quan chủ trì", "Deliverables by lead organisation"),
    "Issues": ("Cần xem lại", "To check"),
    "target": ("Chỉ tiêu", "Target"),
    "level": ("Mức", "Level"),
    "due": ("Đến", "Due"),
    "in_text": ("Trong văn bản", "In the text"),
    "no_lead": ("(chưa rõ cơ quan chủ trì)", "(no lead found)"),
    "inferred": ("suy ra", "inferred"),
    "each_year": ("mỗi năm", "each year"),
    "more": ("… và {count} mục nữa; dùng --json để xem tất cả.", "… {count} more; see --json."),
}
_COMPARATORS: Final[dict[str, tuple[str, str]]] = {
    "more_than": ("trên {}", "more than {}"),
    "at_least": ("tối thiểu {}", "at least {}"),
    "less_than": ("dưới {}", "less than {}"),
    "at_most": ("tối đa {}", "at most {}"),
    "between": ("từ {}", "between {}"),
    "reach": ("đạt {}", "{}"),
    "increase": ("tăng {}", "increase by {}"),
    "increase_at_least": ("tăng tối thiểu {}", "increase by at least {}"),
    "reduce": ("giảm {}", "reduce by {}"),
    "reduce_at_least": ("giảm tối thiểu {}", "reduce by at least {}"),
    "improve_rank_at_least": ("tăng tối thiểu {} bậc", "rise by at least {} places"),
    "rank_within": ("trong nhóm {} đầu", "within the top {}"),
    "qualitative": ("hoàn thành", "to be completed"),
}
_MOST_ISSUES: Final = 30


def printable(text: str) -> str:
    """The text with each character that a terminal would obey replaced by one sign."""
    return _UNPRINTABLE.sub("\ufffd", text)


def summary(draft: Draft, language: str) -> Group:
    """Document head, counts, targets, deliverables by lead, and what to look at."""
    return Group(*_sections(draft, language))


def _say(key: str, language: str) -> str:
    vietnamese, english = _WORDS[key]
    return english if language == "en" else vietnamese


def _sections(draft: Draft, language: str) -> Iterator[RenderableType]:
    yield from _head(draft, language)
    yield _counts(draft, language)
    if draft.targets:
        yield _title("Targets", language)
        yield _targets(draft.targets, language)
    if draft.deliverables:
        yield _title("Deliverables", language)
        yield from _deliverables(draft.deliverables, language)
    if draft.issues:
        yield _title("Issues", language)
        for issue in draft.issues[:_MOST_ISSUES]:
            yield Padding(Text(f"• {printable(issue.message(language))}"), (0, 0, 0, 2))
        if len(draft.issues) > _MOST_ISSUES:
            more = _say("more", language).format(count=len(draft.issues) - _MOST_ISSUES)
            yield Padding(Text(more, style="dim"), (0, 0, 0, 2))


def _title(key: str, language: str) -> Text:
    return Text(f"\n{_say(key, language)}", style="bold")


def _head(draft: Draft, language: str) -> Iterator[RenderableType]:
    head = draft.document
    title = " ".join(part for part in (head.kind, head.title) if part)
    if head.kind and head.title.casefold().startswith(head.kind.casefold()):
        title = head.title
    yield Text(printable(title) or _say("untitled", language), style="bold")
    grid = Table.grid(padding=(0, 2))
    signer = ", ".join(part for part in (head.signer_role, head.signer) if part)
    values = {
        "number": head.number,
        "issuer": head.issuer,
        "issued_on": head.issued_on,
        "period": f"{head.period[0]} - {head.period[1]}" if head.period else None,
        "signer": signer,
        "recipients": str(len(head.recipients)) if head.recipients else None,
    }
    for key, value in values.items():
        if value:
            grid.add_row(Text(_say(key, language), style="dim"), Text(printable(value)))
    yield grid


def _counts(draft: Draft, language: str) -> Text:
    counts = {
        "outline": sum(1 for node in draft.outline if node.heading),
        "objectives": len(draft.objectives),
        "requirements": len(draft.requirements),
        "targets": len(draft.targets),
        "deliverables": len(draft.deliverables),
        "roadmap": len(draft.roadmap),
        "issues": len(draft.issues),
    }
    parts = (_counted(count, key, language) for key, count in counts.items())
    return Text("\n" + "; ".join(parts) + ".")


def _counted(count: int, key: str, language: str) -> str:
    """The count with its noun; English nouns lose their plural ending after 1."""
    words = _say(key, language)
    if language == "en" and count == 1:
        words = re.sub(r"s\b", "", words, count=1)
    return f"{count} {words}"


def _targets(targets: list[TargetDraft], language: str) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim", expand=False)
    table.add_column("", no_wrap=True)
    table.add_column(_say("level", language), min_width=18, ratio=2)
    table.add_column(_say("due", language), no_wrap=True)
    table.add_column(_say("in_text", language), ratio=5)
    for target in targets:
        table.add_row(
            Text(printable(target.label or "")),
            Text(printable(level(target, language))),
            Text(str(target.due or "")),
            Text(_short(target.subject or target.text)),
        )
    return table


def level(target: TargetDraft, language: str) -> str:
    """What is to be reached, in words: "tối thiểu 9.000 đảng viên"."""
    pattern = _COMPARATORS[target.comparator.value][language == "en"]
    if target.value is None:
        words = pattern.replace("{}", "").strip()
    else:
        figure = _figure(target.value, language)
        gap = "" if target.unit == "%" else " "
        plain = target.comparator.value in ("improve_rank_at_least", "rank_within")
        unit = f"{gap}{target.unit}" if target.unit and not plain else ""
        words = pattern.format(figure + unit)
    if target.each_year:
        words += f" {_say('each_year', language)}"
    return words


def _figure(value: object, language: str) -> str:
    if isinstance(value, tuple | list):
        return " - ".join(_figure(part, language) for part in value)
    if not isinstance(value, int | float):
        return str(value)
    english = f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    if language == "en":
        return english
    return english.translate(str.maketrans(",.", ".,"))


def _deliverables(rows: list[DeliverableDraft], language: str) -> Iterator[RenderableType]:
    by_lead: dict[str, list[DeliverableDraft]] = {}
    for row in rows:
        by_lead.setdefault(row.lead or _say("no_lead", language), []).append(row)
    for lead, own in by_lead.items():
        yield Padding(Text(f"{printable(lead)} ({len(own)})", style="bold"), (0, 0, 0, 2))
        for row in own:
            number = f"{row.no}. " if row.no else "• "
            line = Text(printable(number) + _short(row.title))
            if row.due:
                line.append(f" [{printable(row.due)}]", style="dim")
            if row.lead_inferred:
                line.append(f" ({_say('inferred', language)})", style="yellow")
            yield Padding(line, (0, 0, 0, 4))


def _short(text: str, most: int = 160) -> str:
    flat = " ".join(printable(text).split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
