"""Many returned workbooks in one drop: each is taken or refused by itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from namro.foundation.accounts.operators import Actor
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.taking import Taken, take
from namro.programme.indicators.collection.workbooks.xlsx import LARGEST

MOST_FILES = 300
LARGEST_DROP = 60 * 1024**2  # bytes of all files together


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: taken, or refused with its faults."""

    name: str
    taken: Taken | None = None
    refused: WorkbookRefused | None = None

    def said(self, language: str) -> list[str]:
        """Its faults, or what should be looked at, as sentences."""
        if self.refused is not None:
            return self.refused.messages(language)
        return [each.message(language) for each in self.taken.notes] if self.taken else []


@dataclass(slots=True)
class Dropped:
    """What became of a drop, file by file."""

    results: list[Result] = field(default_factory=list)

    @property
    def taken(self) -> list[Result]:
        """Those that were taken."""
        return [each for each in self.results if each.taken]

    @property
    def refused(self) -> list[Result]:
        """Those of which nothing was taken."""
        return [each for each in self.results if each.refused]


def drop(
    actor: Actor,
    files: Iterable[tuple[str, bytes]],
    *,
    reason: str,
    expected: Sheet | None = None,
    before: Mapping[str, str] | None = None,
) -> Dropped:
    """Take workbooks one after another, each in a transaction of its own.

    A ZIP file stands for what is in it. A second file of the same sheet is refused: nobody could
    tell which of the two was meant.

    Args:
        expected: the sheet that all must be of.
        before: the codes of sheets taken in earlier parts of this drop, with the file of each.
    """
    found = Dropped()
    first = dict(before or {})
    for name, content in unpacked(files):
        if isinstance(content, WorkbookRefused):
            found.results.append(Result(name, refused=content))
            continue
        if len(found.results) >= MOST_FILES:
            found.results.append(Result(name, refused=_too_many()))
            break
        try:
            taken = take(actor, content, name, reason=reason, expected=expected, not_again=first)
        except WorkbookRefused as refused:
            found.results.append(Result(name, refused=refused))
        else:
            first[taken.sheet.code] = name
            found.results.append(Result(name, taken))
    return found


def _too_many() -> WorkbookRefused:
    return whole(
        f"quá {MOST_FILES} tệp trong một lần; hãy nộp tệp này và các tệp sau ở lần khác",
        f"over {MOST_FILES} files at once; send this one and those after it another time",
    )


def unpacked(
    files: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, bytes | WorkbookRefused]]:
    """Each file, those of ZIP files one at a time, never unpacked beyond a workbook's limit."""
    for name, content in files:
        if not name.casefold().endswith(".zip"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from _members(name, archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            yield name, _broken(error)
        except (RuntimeError, ValueError) as error:
            yield name, _broken(error)


def _broken(error: Exception) -> WorkbookRefused:
    refused = WorkbookRefused(
        [
            CellFault(
                "",
                "không mở được tệp nén (hỏng hoặc có mật khẩu); hãy nén lại, hoặc nộp thẳng các "
                "tệp .xlsx",
                "the ZIP file cannot be opened (damaged, or with a password); pack it again, or "
                "send the .xlsx files themselves",
            )
        ]
    )
    refused.__cause__ = error
    return refused


def _members(name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | WorkbookRefused]]:
    members = [
        each
        for each in archive.infolist()
        if not each.is_dir() and not each.filename.startswith("__MACOSX/")
    ]
    if not members:
        yield (
            name,
            whole("tệp nén không có tệp nào; hãy nén lại", "the ZIP file is empty; pack it again"),
        )
    for each in members[: MOST_FILES + 1]:
        with archive.open(each) as packed:
            # One byte more than is taken, so that what is too large is refused as such.
            yield each.filename.rpartition("/")[2], packed.read(LARGEST + 1)
