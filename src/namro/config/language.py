"""The language of the command line: English for an ``en*`` locale, Vietnamese otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping


def of(environment: Mapping[str, str] | None = None) -> str:
    """``"en"`` or ``"vi"``, from LC_ALL, LC_MESSAGES, LANG: the first that is set decides."""
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


def say(vi: str, en: str) -> str:
    """The one of two sentences that the command line's reader reads."""
    return en if of() == "en" else vi
