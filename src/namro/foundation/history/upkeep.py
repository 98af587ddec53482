"""When the installation was last backed up and its history last verified, and how that went.

Kept in a file beside the data: what it tells of is done by commands on that machine.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BACKED_UP, VERIFIED = "backed_up", "verified"


@dataclass(frozen=True, slots=True)
class Done:
    """When it was last done, and whether all was well."""

    at: dt.datetime
    well: bool


def note(what: str, *, well: bool) -> None:
    """Note that it was done now; where the file cannot be written nothing else suffers."""
    path = Path(settings.UPKEEP_FILE)
    said = {name: {"at": each.at.isoformat(), "well": each.well} for name, each in read().items()}
    said[what] = {"at": dt.datetime.now(dt.UTC).isoformat(), "well": well}
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        half.write_text(json.dumps(said), encoding="utf-8")
        half.replace(path)


def read() -> dict[str, Done]:
    """What was done, by name; what cannot be read counts as never done."""
    try:
        said = json.loads(Path(settings.UPKEEP_FILE).read_text(encoding="utf-8"))
        return {
            str(name): Done(dt.datetime.fromisoformat(each["at"]), bool(each["well"]))
            for name, each in said.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
