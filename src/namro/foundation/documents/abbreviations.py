"""Abbreviations of official documents and what they stand for, from the table beside this module.

Two rooms use the one table: the search finds either writing by the other, and names of
organisations are spelled out before they are compared.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("abbreviations.toml")


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Each abbreviation as the table writes it, with all that it may stand for, likeliest first."""
    with _TABLE.open("rb") as file:
        table: dict[str, list[str]] = tomllib.load(file)["abbreviations"]
    return {short: tuple(full) for short, full in table.items()}
