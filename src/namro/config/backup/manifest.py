"""What a backup says of itself: a plain value, read and written as JSON. No database, no files."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

#: Raised by one whenever a file of before could no longer be read by the same steps.
FORMAT = 1
NAME = "manifest.json"
#: Far more than any installation's says; a bomb stops here.
LARGEST = 1 << 26
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TABLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
# Below the installation's folder; no way out of it, no hidden file, nothing absolute.
_FILE = re.compile(r"(?!.*//)[^/\\\x00.][^\\\x00]{0,500}")


class NotABackupError(ValueError):
    """What was read is no manifest of a backup."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in the order in which they were written, its rows, their SHA-256."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Where its rows stand in the backup."""
        return f"tables/{self.name}.copy"


@dataclass(frozen=True, slots=True)
class File:
    """One file below the installation's folder."""

    name: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """Where it stands in the backup."""
        return f"files/{self.name}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made_at: dt.datetime
    program: str
    server: str
    #: (room, name) of each step that made the tables, in the order in which they were taken.
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    #: The last number each sequence gave; None: none yet.
    sequences: Mapping[str, int | None]
    files: tuple[File, ...]
    #: Tables whose rows are left out on purpose.
    left_out: tuple[str, ...]
    secrets: bool
    #: The line of the last seal of the history; "": nothing was sealed.
    digest: str = ""
    format: int = FORMAT
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(table.rows for table in self.tables)

    def members(self) -> dict[str, str]:
        """Each part of the backup and its SHA-256."""
        parts: list[Table | File] = [*self.tables, *self.files]
        return {each.member: each.sha256 for each in parts}

    def text(self) -> str:
        """As JSON."""
        said = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1)


def read(text: str) -> Manifest:
    """A manifest from its JSON.

    Raises:
        NotABackupError: it is none, or says what cannot be. A later format is read as far as its
            number, so that it can be told apart: then all else is empty.
    """
    try:
        said = json.loads(text)
        number = said["format"]
        if not isinstance(number, int) or number < 1:
            raise NotABackupError("format")
        if number > FORMAT:
            return Manifest(
                dt.datetime.fromisoformat(said["made_at"]), str(said["program"]), "", (), (), {},
                (), (), False, format=number,
            )  # fmt: skip
        made = Manifest(
            made_at=dt.datetime.fromisoformat(said["made_at"]),
            program=str(said["program"]),
            server=str(said["server"]),
            migrations=tuple((str(room), str(name)) for room, name in said["migrations"]),
            tables=tuple(
                Table(each["name"], tuple(each["columns"]), int(each["rows"]), each["sha256"])
                for each in said["tables"]
            ),
            sequences={
                str(name): None if last is None else int(last)
                for name, last in said["sequences"].items()
            },
            files=tuple(
                File(each["name"], int(each["size"]), each["sha256"]) for each in said["files"]
            ),
            left_out=tuple(said["left_out"]),
            secrets=bool(said["secrets"]),
            digest=str(said["digest"]),
        )
        if made.made_at.tzinfo is None:
            raise NotABackupError("made_at")
        _check(made)
    except NotABackupError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotABackupError(str(error)) from None
    return made


def _check(made: Manifest) -> None:
    names: list[Sequence[str]] = [
        [table.name for table in made.tables],
        list(made.sequences),
        list(made.left_out),
        *(list(table.columns) for table in made.tables),
    ]
    for group in names:
        if len(set(group)) != len(group) or not all(_TABLE.fullmatch(name) for name in group):
            raise NotABackupError(", ".join(group))
    for file in made.files:
        steps = file.name.split("/")
        if not _FILE.fullmatch(file.name) or ".." in steps or "." in steps:
            raise NotABackupError(file.name)
    if not all(_SHA256.fullmatch(each) for each in made.members().values()):
        raise NotABackupError("sha256")
    if len(made.members()) != len(made.tables) + len(made.files):
        raise NotABackupError("files")
