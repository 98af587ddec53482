"""Where this installation keeps what it keeps. Pure look-ups: nothing here writes."""

from __future__ import annotations

import os
from pathlib import Path


def var() -> Path:
    """The folder of everything this installation keeps: ``NAMRO_VAR``, or ``./var``."""
    return Path(os.environ.get("NAMRO_VAR") or "var").expanduser().absolute()


def secret_key_file(var: Path) -> Path:
    """The file of the site's secret key, made once by the entry point."""
    return var / "secret-key"


def demo_sign_in_file(var: Path) -> Path:
    """The file that keeps the demonstration accounts' generated passwords."""
    return var / "demo-sign-in.txt"
