"""The dated tables of this room: read once from the files beside the code, never written."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml of this room, as it stands in the package."""
    with Path(__file__).with_name(f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
