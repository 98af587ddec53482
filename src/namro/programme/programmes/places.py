"""The address of each kept item in its source text: "chi-tieu-3" is the third target."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.models import (
    Deliverable,
    DraftIssue,
    Objective,
    Passage,
    Provision,
    Requirement,
    RoadmapStep,
    SourceDocument,
    Target,
)
from namro.programme.programmes.rules.places import Place

# The anchor of the marked passage on the page of the source text.
ANCHOR = "cho"
# Rows of one page of the tables of targets and deliverables.
ROWS_A_PAGE = 50

KINDS: dict[str, tuple[type[Passage], str | Promise]] = {
    "de-muc": (Provision, _("part of the document")),
    "muc-tieu": (Objective, _("objective")),
    "chi-tieu": (Target, _("target")),
    "yeu-cau": (Requirement, _("requirement")),
    "nhiem-vu": (Deliverable, _("deliverable")),
    "lo-trinh": (RoadmapStep, _("roadmap step")),
    "xem-lai": (DraftIssue, _("point to look at")),
}
_NAMES = {model: name for name, (model, _label) in KINDS.items()}


def name_of(item: Passage) -> str:
    """The item's name in addresses, unique in its document: "chi-tieu-3"."""
    return f"{_NAMES[type(item)]}-{item.order + 1}"


def address_of(item: Passage, programme_id: int) -> str:
    """The address of the item's place in the source text."""
    return addresses(programme_id)(item)


def addresses(programme_id: int) -> Callable[[Passage], str]:
    """`address_of` for many items of one programme: the page's address is made once."""
    page = reverse("programmes:source", args=[programme_id])
    return lambda item: f"{page}?muc={name_of(item)}#{ANCHOR}"


def book_address(node: Provision, programme_id: int) -> str:
    """The address of an outline node in the book, at its place on the page."""
    return address_of_name("de-muc", node.order, programme_id)


def home_of(item: Passage, programme_id: int) -> str:
    """The address at which an item stands on the programme's own pages."""
    return address_of_name(_NAMES[type(item)], item.order, programme_id)


def address_of_name(kind: str, order: int, programme_id: int) -> str:
    """The address of the item number `order` (from 0) of a kind on the programme's own pages:
    the page of its table, the page of the book, or its place on the programme's page.
    """
    if kind == "de-muc":
        return reverse("programmes:book", args=[programme_id, order + 1]) + f"#{ANCHOR}"
    view = "programmes:targets" if kind == "chi-tieu" else "programmes:programme"
    asked = ""
    if kind in {"chi-tieu", "nhiem-vu"} and order >= ROWS_A_PAGE:
        asked = f"?trang={order // ROWS_A_PAGE + 1}"
    return reverse(view, args=[programme_id]) + asked + f"#{kind}-{order + 1}"


def find(source: SourceDocument, name: str) -> tuple[Any, str | Promise] | None:
    """The item of that name in `source` and what it is, or None."""
    found = re.fullmatch(r"([a-z-]+)-([1-9][0-9]{0,8})", name)
    if found is None or found[1] not in KINDS:
        return None
    model, label = KINDS[found[1]]
    manager: models.Manager[Any] = model._default_manager
    item = manager.filter(source=source, order=int(found[2]) - 1).first()
    return None if item is None else (item, label)


def place_of(item: Passage, text: str) -> Place:
    """What to mark of the item: its passage, or of an outline node its heading only."""
    if not isinstance(item, Provision):
        return Place(item.start, item.end)
    end = text.find("\n", item.start, item.end)
    end = item.end if end < 0 else end
    if item.title and item.title not in text[item.start : end]:
        # The title stands on the next line.
        at = text.find(item.title, item.start, item.start + 1000)
        if at >= 0:
            end = at + len(item.title)
    return Place(item.start, min(end, item.end))
