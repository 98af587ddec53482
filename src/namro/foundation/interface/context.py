"""What every page of the site knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.permissions import may_somewhere


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation: its view's name, its label, and the icon in the sprite."""

    view: str
    label: str | Promise
    # Shown only to those who may do this action; "" to everybody who is signed in.
    action: str = ""


# Each room that has a page of its own adds its entry here, in the order of the house.
NAVIGATION = (
    NavigationItem("programmes:list", _("Programmes")),
    NavigationItem("programmes:search", _("Search")),
    NavigationItem("indicators:mine", _("My figures"), "indicators.see_sheets"),
    NavigationItem("programmes:reviews", _("Upload and review"), "programmes.review"),
    NavigationItem("programmes:level-requests", _("To approve"), "programmes.approve_level"),
    NavigationItem("indicators:library", _("Indicators"), "indicators.read"),
    NavigationItem("indicators:rounds", _("Collection"), "indicators.see_sheets"),
    NavigationItem("indicators:queue", _("Sheets to approve"), "indicators.approve_sheets"),
    NavigationItem("organisations:tree", _("Units"), "organisations.read"),
    NavigationItem("accounts:people", _("People"), "accounts.see_people"),
    NavigationItem("drafting:check", _("Check a draft"), "drafting.check"),
    NavigationItem("history:register", _("Register of changes"), "history.see_register"),
    NavigationItem("condition", _("Health"), "history.see_health"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, with the entry of the current page marked."""
    entries: list[dict[str, Any]] = []
    for item in NAVIGATION:
        if item.action and not may_somewhere(getattr(request, "user", None), item.action):
            continue
        try:
            address = reverse(item.view)
        except NoReverseMatch:
            continue  # the room is not part of this installation
        entries.append(
            {
                "address": address,
                "label": item.label,
                "current": False,
            }
        )
    # One room may stand inside the address of another: the longest address is where we are.
    here = [entry for entry in entries if request.path.startswith(entry["address"])]
    if here:
        max(here, key=lambda entry: len(entry["address"]))["current"] = True
    return {"navigation": entries}
