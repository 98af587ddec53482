"""What every page of the site knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation: its view's name, its label, and the icon in the sprite."""

    view: str
    label: str | Promise


# Each room that has a page of its own adds its entry here, in the order of the house.
NAVIGATION = (NavigationItem("programmes:list", _("Programmes")),)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The navigation, with the entry of the current page marked."""
    entries = []
    for item in NAVIGATION:
        try:
            address = reverse(item.view)
        except NoReverseMatch:
            continue  # the room is not part of this installation
        entries.append(
            {
                "address": address,
                "label": item.label,
                "current": request.path.startswith(address),
            }
        )
    return {"navigation": entries}
