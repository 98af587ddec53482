"""The address of each kept item in its source text: "chi-tieu-3" is the third target."""

from __future__ import annotations

import re
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
    page = reverse("programmes:source", args=[programme_id])
    return f"{page}?muc={name_of(item)}#{ANCHOR}"


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
