"""What a form of the site carries, for tests that send it."""

from __future__ import annotations

from django.test import Client

from namro.foundation.history import editing


def shown(client: Client, address: str) -> dict[str, str]:
    """The page is opened: the version that its forms carry."""
    return {editing.FIELD: client.get(address).context["version"]}
