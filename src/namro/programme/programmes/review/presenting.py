"""What the pages of a review show, as plain values made from the working draft."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.choices import Comparator, ProvisionKind
from namro.programme.programmes.review import suggesting
from namro.programme.programmes.review.models import DraftReview
from namro.programme.programmes.rules import arranging, editing, working
from namro.programme.programmes.rules import draft as values_of
from namro.programme.programmes.rules.marks import Mark
from namro.programme.programmes.rules.numbers import Language
from namro.programme.programmes.rules.places import Place
from namro.programme.programmes.rules.wording import TargetValues, target_in_words

UNSURE = 0.7
BEGINNING = 220
Label = str | Promise

# The groups of the draft in the order of the page, with their titles and what one of them is.
TITLES: dict[str, tuple[Label, Label]] = {
    "targets": (_("Targets"), _("target")),
    "deliverables": (_("Deliverables"), _("deliverable")),
    "objectives": (_("Objectives"), _("objective")),
    "requirements": (_("Requirements"), _("requirement")),
    "roadmap": (_("Roadmap"), _("roadmap step")),
    "outline": (_("Outline"), _("part of the document")),
}
LABELS: dict[str, Label] = {
    "number": _("Number of the document"), "kind": _("Kind"), "title": _("Title"),
    "issuer": _("Issuer"), "issued_on": _("Date of issue"), "place": _("Place of issue"),
    "signer": _("Signed by"), "signer_role": _("Signer's office"),
    "period_from": _("First year"), "period_to": _("Last year"), "recipients": _("Recipients"),
    "label": _("Label"), "subject": _("What is counted"), "comparator": _("Comparator"),
    "low": _("Value, or lower end of the range"), "high": _("Upper end of the range"),
    "unit": _("Unit"), "due": _("Due"), "baseline": _("Compared with the year"),
    "previous_year": _("Compared with the year before"), "each_year": _("Anew every year"),
    "lead": _("Lead organisation"), "no": _("No."), "co_ordinating": _("Co-ordinating"),
    "product": _("Product"), "note": _("Note"), "text": _("Text"), "from": _("From the year"),
    "to": _("Until the year"),
}  # fmt: skip
HINTS: dict[tuple[str, str], Label] = {
    ("document", "issued_on"): _("dd/mm/yyyy"),
    ("targets", "low"): _("Such as 9.000 or 7,5"),
    ("targets", "due"): _("A year, or dd/mm/yyyy"),
    ("deliverables", "co_ordinating"): _("One on each line"),
    ("document", "recipients"): _("One on each line"),
}
PROBLEMS: dict[str, Label] = {
    "needed": _("Fill this in."),
    "too_long": _("This is too long."),
    "not_a_number": _("Write a number such as 9.000 or 7,5."),
    "not_a_year": _("Write a year of four digits, such as 2025."),
    "not_a_date": _("Write a date as dd/mm/yyyy, such as 30/06/2025."),
    "not_due": _("Write a year such as 2025, or a date as dd/mm/yyyy."),
    "unknown": _("Choose one of the list."),
    "upside_down": _("The end comes before the beginning."),
    "no_low": _("A range needs its lower end too."),
    "no_figure": _("A target without a figure has no value: choose another comparator."),
    "two_baselines": _("Give either a year or the year before, not both."),
    "both_years": _("Give both years, or none."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of the draft on the page."""

    key: str
    group: str
    label: str
    words: str
    text: str
    more: list[tuple[Label, str]] = field(default_factory=list)
    removed: bool = False
    added: bool = False
    unsure: bool = False
    inferred: bool = False
    removable: bool = False
    changed_by: str = ""
    start: int = 0
    done: bool = False
    about: str = ""


def shown(group: str, item: Mapping[str, Any], language: Language, text: str = "") -> Shown:
    """One item as it stands in the list."""
    words, said, more = "", "", []
    if group == "targets":
        words, said = words_of(item, language), item.get("text") or ""
        more = [(LABELS["lead"], item["lead"])] if item.get("lead") else []
        if item.get("subject"):
            words = f"{words} · {item['subject']}"
    elif group == "deliverables":
        words = item["title"]
        listed = {**item, "co_ordinating": "; ".join(item.get("co_ordinating") or [])}
        names = ("lead", "due", "co_ordinating", "product")
        more = [(LABELS[name], listed[name]) for name in names if listed.get(name)]
    elif group == "outline":
        words = item.get("title") or _beginning(text[item["start"] : item["end"]])
        more = [(LABELS["kind"], str(ProvisionKind(item["kind"]).label))]
    elif group == "roadmap":
        words, said = f"{item['from']}–{item['to']}", item["text"]
    elif group == "issues":
        words = item["message_en"] if language == "en" else item["message"]
    else:
        said = item["text"]
    return Shown(
        key=item["_key"], group=group, label=str(item.get("label") or item.get("no") or ""),
        words=words, text=said, more=more, removed=bool(item.get("_removed")),
        added=bool(item.get("_added")), unsure=(item.get("confidence") or 1) < UNSURE,
        inferred=bool(item.get("lead_inferred")), removable=group in working.REMOVABLE,
        changed_by=item.get("_by", ""), start=item["start"], done=bool(item.get("_done")),
    )  # fmt: skip


def _beginning(text: str) -> str:
    line = text.lstrip().partition("\n")[0]
    return line if len(line) <= BEGINNING else line[: BEGINNING - 1].rstrip() + "…"


def words_of(item: Mapping[str, Any], language: Language) -> str:
    """A target in words, from its values."""
    low, high = values_of.value_range(item.get("value"))
    year, day = values_of.year_or_day(item.get("due"))
    baseline, previous = values_of.baseline(item.get("baseline"))
    said = TargetValues(
        comparator=item["comparator"], low=low, high=high, unit=item.get("unit") or "",
        due=day or year, baseline_year=baseline, from_previous_year=previous,
        each_year=bool(item.get("each_year")), aspiration=bool(item.get("aspiration")),
        qualifier=item.get("qualifier") or "",
    )  # fmt: skip
    return target_in_words(said, language)


def issues(draft: working.Working, language: Language) -> list[Shown]:
    """The doubts, open ones first; each says which item it is about."""
    found = []
    for issue in draft["issues"]:
        about = _about(draft, issue)
        made = shown("issues", issue, language)
        found.append(Shown(**{**_fields(made), "about": about}))
    return sorted(found, key=lambda each: each.done)


def issue(draft: working.Working, item: Mapping[str, Any], language: Language) -> Shown:
    """One doubt as the list shows it."""
    return Shown(**{**_fields(shown("issues", item, language)), "about": _about(draft, item)})


def _fields(each: Shown) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Shown.__slots__}


_OF_THE_HEAD = ("number_missing", "no_date", "title_doubtful")


def _about(draft: working.Working, issue: Mapping[str, Any]) -> str:
    """The key of the item that a doubt is about: where the remedy is."""
    if issue["code"] in _OF_THE_HEAD:
        return working.HEAD
    if issue["end"] <= issue["start"]:
        return ""
    for group in ("deliverables", "targets", "objectives", "requirements", "outline"):
        best: Mapping[str, Any] | None = None
        for item in draft[group]:
            last = item["end"] if group != "outline" else item["start"] + 300
            if (
                item["start"] < issue["end"]
                and issue["start"] < last
                and (best is None or item["start"] >= best["start"] > issue["start"])
            ):
                best = item
        if best is not None:
            return str(best["_key"])
    return ""


def groups(
    review: DraftReview, part: Place, language: Language
) -> list[tuple[str, Label, list[Shown], int]]:
    """The draft by groups: name, title, the items that begin in `part`, how many in all."""
    draft = review.working or {}
    found = []
    for group, (title, _one) in TITLES.items():
        items = sorted(draft[group], key=lambda item: (item["start"], item["_key"]))
        here = [
            shown(group, item, language, review.text)
            for item in items
            if part.start <= item["start"] < part.end or (not part.start and not item["start"])
        ]
        in_all = sum(not item.get("_removed") for item in items)
        found.append((group, title, here, in_all))
    return found


def marks(review: DraftReview) -> Iterable[Mark]:
    """What is marked in the text: items that are not set aside, of outline nodes the heading."""
    for group, item in working.everything(review.working or {}):
        if item.get("_removed") or item.get("_done"):
            continue
        start, end = item["start"], item["end"]
        if group == "outline":
            if not item["heading"]:
                continue
            line = review.text.find("\n", start, end)
            end = end if line < 0 else line
        yield Mark(start, end, item["_key"], group)


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    id: str
    label: Label
    type: str
    value: str
    seen: str
    needed: bool
    hint: Label = ""
    error: Label = ""
    choices: list[tuple[str, Label]] = field(default_factory=list)
    theirs: str | None = None


def form(
    group: str,
    item: Mapping[str, Any],
    language: Language,
    *,
    written: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    theirs: Iterable[str] = (),
) -> list[FormField]:
    """The fields of an item's form, with what was `written` and what is `wrong` with it.

    `theirs` names the values that somebody else has changed: both are shown.
    """
    now = editing.shown(group, item, language)
    key = item.get("_key", working.HEAD)
    clashing = _form_names(group, theirs)
    return [
        FormField(
            name=each.name,
            id=f"{key}.{each.name}",
            label=LABELS[each.name],
            type=each.type,
            value=now[each.name] if written is None else written.get(each.name, ""),
            seen=now[each.name],
            needed=each.needed,
            hint=HINTS.get((group, each.name), ""),
            error=PROBLEMS[wrong[each.name]] if wrong and each.name in wrong else "",
            choices=_choices(each.type),
            theirs=now[each.name] if each.name in clashing else None,
        )
        for each in editing.FIELDS[group]
    ]


def _form_names(group: str, names: Iterable[str]) -> set[str]:
    """The form's names of values of the draft: one value may stand in two fields."""
    parted = {"value": ("low", "high"), "period": ("period_from", "period_to")}
    found: set[str] = set()
    for name in names:
        found.update(parted.get(name, (name,)))
        if group == "targets" and name == "baseline":
            found.add("previous_year")
    return found


def _choices(type_: str) -> list[tuple[str, Label]]:
    if type_ == "comparator":
        return [(str(value), label) for value, label in Comparator.choices]
    if type_ == "kind":
        return [(str(value), label) for value, label in ProvisionKind.choices]
    return []


def page_name() -> str:
    """A name for one opened form: one's own changes from it never clash with one another."""
    return secrets.token_urlsafe(9)


def ranks(review: DraftReview, place: Place) -> list[tuple[str, str]]:
    """What a provision at `place` may stand below: ids with words; "" for nothing above it."""
    over = arranging.above(working.outline(review.working or {}), place.start)
    told = [
        (
            str(node["id"]),
            f"{node.get('label') or ''} {node.get('title') or ''}".strip()[:BEGINNING],
        )
        for node in over
    ]
    return [("", str(_("nothing: it is of the highest rank"))), *told]


def rank(review: DraftReview, place: Place) -> str:
    """Which of `ranks` its number speaks for."""
    over = arranging.above(working.outline(review.working or {}), place.start)
    return str(suggesting.stands_below(review.text, place, over) or "")
