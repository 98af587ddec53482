"""What each address of the site needs: stated beside the actions, and tried by a generated test.

A room states its addresses in its ``permissions.py``::

    routes("programmes", {"list": Route(READ), "amendment": Route(AMEND, of="programme")})

An address without a statement fails ``tests/config/test_every_route.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PUBLIC = "public"
SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Route:
    """What an address needs to be read, and to be written to.

    `read`, `write`: an action, `PUBLIC` or `SIGNED_IN` (whoever is signed in, about themselves).
    `write` is empty where the address takes no POST or asks no more for it than to be read.
    `of`: the kind of thing it is about, which the role must cover; empty: nothing in particular.
    `somewhere`: it lists things, and opens to whoever may do it to any of them.
    """

    read: str
    of: str = ""
    write: str = ""
    write_of: str = ""
    somewhere: bool = False


_routes: dict[str, Route] = {}


def routes(room: str, stated: Mapping[str, Route]) -> None:
    """State what the addresses of a room need, by their names; "" for those of no room.

    Raises:
        ValueError: one is stated already.
    """
    for name, route in stated.items():
        full = f"{room}:{name}" if room else name
        if full in _routes:
            raise ValueError(f"{full} is stated twice.")
        _routes[full] = route


def stated() -> dict[str, Route]:
    """All statements, by the full names of addresses."""
    return dict(_routes)
