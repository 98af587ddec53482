"""Where this installation keeps what it keeps. Pure look-ups: nothing here writes."""

from __future__ import annotations

import os
from pathlib import Path

from namro.config.layout import layout


def _checkout() -> Path | None:
    """The root of the checkout that the program runs from, where it is installed editable."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() else None


CHECKOUT = _checkout()


def own_var() -> Path:
    """Where an installation is made: ``NAMRO_VAR``, or ``./var``."""
    return Path(os.environ.get("NAMRO_VAR") or "var").expanduser().absolute()


def var() -> Path:
    """The folder of everything this installation keeps.

    ``NAMRO_VAR``; else ``./var``, if it holds an installation; else the ``var`` of the checkout
    the program runs from, if that holds one; else ``./var`` again, where one would be made. With
    ``NAMRO_DATABASE_URL`` the data is elsewhere, and no other folder is looked for.
    """
    own = own_var()
    if os.environ.get("NAMRO_VAR") or os.environ.get("NAMRO_DATABASE_URL"):
        return own
    if CHECKOUT is not None and not holds_installation(own):
        ours = CHECKOUT / "var"
        if holds_installation(ours):
            return ours
    return own


def holds_installation(var: Path) -> bool:
    """Whether an embedded database was made, or begun, in ``var``; another user's counts too."""
    place = layout(var)
    for path in (place.data, place.passfile):
        try:
            path.lstat()
        except PermissionError:
            return True  # whoever uses it is told whose it is
        except OSError:
            continue
        return True
    return False


def secret_key_file(var: Path) -> Path:
    """The file of the site's secret key, made once by the entry point."""
    return var / "secret-key"


def demo_sign_in_file(var: Path) -> Path:
    """The file that keeps the demonstration accounts' generated passwords."""
    return var / "demo-sign-in.txt"


def history_digests_file(var: Path) -> Path:
    """The file that keeps, outside the database, what each sealing of the history ended with."""
    return var / "history-digests.txt"
