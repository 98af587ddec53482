"""What every page of the site knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.permissions import may_somewhere


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation: its view's name and its label."""

    view: str
    label: str | Promise
    # Shown only to those who may do this action; "" to everybody who is signed in.
    action: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries behind one word, which opens them; the one who sees a single one sees it itself."""

    label: str | Promise
    items: tuple[NavigationItem, ...]


# Each room that has a page of its own adds its entry here, in the order of the house. What is
# opened most stands by itself; all of it fits in one row of a desk screen.
NAVIGATION: tuple[NavigationItem | Group, ...] = (
    NavigationItem("programmes:list", _("Programmes")),
    NavigationItem("programmes:search", _("Search")),
    Group(
        pgettext_lazy("navigation", "Documents"),
        (
            NavigationItem("programmes:reviews", _("Upload and review"), "programmes.review"),
            NavigationItem(
                "programmes:level-requests", _("Documents to approve"), "programmes.approve_level"
            ),
            NavigationItem("drafting:check", _("Check a draft"), "drafting.check"),
        ),
    ),
    NavigationItem("indicators:mine", _("My figures"), "indicators.see_sheets"),
    Group(
        _("Collection and indicators"),
        (
            NavigationItem(
                "indicators:leading", _("Due, overdue, waiting"), "indicators.see_sheets"
            ),
            NavigationItem("indicators:queue", _("Sheets to approve"), "indicators.approve_sheets"),
            NavigationItem("indicators:rounds", _("Collection"), "indicators.see_sheets"),
            NavigationItem("indicators:library", _("Indicators"), "indicators.read"),
        ),
    ),
    NavigationItem("organisations:tree", _("Units"), "organisations.read"),
    Group(
        pgettext_lazy("navigation", "Administration"),
        (
            NavigationItem("accounts:people", _("People"), "accounts.see_people"),
            NavigationItem("history:register", _("Register of changes"), "history.see_register"),
            NavigationItem("condition", _("Health"), "history.see_health"),
        ),
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, with the entry of the current page and its group marked."""
    shown: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for item in NAVIGATION:
        grouped = item.items if isinstance(item, Group) else (item,)
        offered = [entry for each in grouped if (entry := _entry(request, each)) is not None]
        entries += offered
        if isinstance(item, Group) and len(offered) > 1:
            shown.append({"label": item.label, "entries": offered})
        else:
            shown += offered
    # One room may stand inside the address of another: the longest address is where we are.
    here = [entry for entry in entries if request.path.startswith(entry["address"])]
    if here:
        max(here, key=lambda entry: len(entry["address"]))["current"] = True
    for each in shown:
        if "entries" in each:
            each["current"] = any(entry["current"] for entry in each["entries"])
    return {"navigation": shown}


def _entry(request: HttpRequest, item: NavigationItem) -> dict[str, Any] | None:
    if item.action and not may_somewhere(getattr(request, "user", None), item.action):
        return None
    try:
        address = reverse(item.view)
    except NoReverseMatch:
        return None  # the room is not part of this installation
    return {"address": address, "label": item.label, "current": False}
