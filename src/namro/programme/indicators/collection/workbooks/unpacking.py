"""The files of a drop: those sent by themselves and those in ZIP files.

Nothing is ever written to a disk, so what a ZIP file says of folders has no effect. How many
entries it has is counted in a process of its own before anything is unpacked, and nothing is
unpacked beyond the limits, whatever its head says of sizes.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused, whole
from namro.programme.indicators.collection.workbooks.opening import MEMORY, SECONDS
from namro.programme.indicators.collection.workbooks.xlsx import LARGEST

MOST_FILES = 300
LARGEST_DROP = 60 * 1024**2  # bytes of all files together, packed and unpacked
_UTF8 = 0x800  # of an entry's flags: its name is UTF-8
# What systems and Excel leave in folders: nobody meant to send it.
_LEFT_BEHIND = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._|~\$)", re.I)
_PACKED = (".zip", ".rar", ".7z")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError),
    *(RuntimeError, ValueError),
)
Files = Iterator[tuple[str, bytes | WorkbookRefused]]


def unpacked(files: Iterable[tuple[str, bytes]]) -> Files:
    """Each file with its name, in place of a ZIP file what is in it; or why it is not looked at.

    Of a file larger than a workbook may be, only as much is given that it is refused as such.
    """
    left = LARGEST_DROP
    for place, (name, content) in enumerate(_all(files), start=1):
        if place > MOST_FILES:
            yield name, _too_many()
            return
        left -= 0 if isinstance(content, WorkbookRefused) else len(content)
        if left < 0:
            yield name, _too_large()
            return
        yield name, content


def _all(files: Iterable[tuple[str, bytes]]) -> Files:
    for name, content in files:
        if not name.casefold().endswith(".zip"):
            yield name, content
            continue
        try:
            entries = int(run_apart(partial(_count, content), SECONDS, MEMORY))
            if entries > MOST_FILES:
                yield name, _too_many_within(entries)
                continue
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from _members(name, archive)
        except (Refused, *_BROKEN) as error:
            yield name, _broken(error)


def _count(content: bytes) -> bytes:
    """Runs in a process of its own: a list of a million entries would fill the memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return str(len(_entries(archive))).encode()


def _entries(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    """What is in a ZIP file, each with its name, without what nobody meant to send."""
    named = [(each, name_of(each)) for each in archive.infolist() if not each.is_dir()]
    return [(each, name) for each, name in named if not _LEFT_BEHIND.search(name)]


def _members(name: str, archive: zipfile.ZipFile) -> Files:
    members = _entries(archive)
    if not members:
        yield (
            name,
            whole("tệp nén không có tệp nào; hãy nén lại", "the ZIP file is empty; pack it again"),
        )
    for each, said in members:
        own = said.rpartition("/")[2] or name
        if stat.S_ISLNK(each.external_attr >> 16):
            yield own, _link()
        elif own.casefold().endswith(_PACKED):
            yield own, _packed_within()
        else:
            with archive.open(each) as packed:
                # One byte more than is taken, so that what is too large is refused as such.
                yield own, packed.read(LARGEST + 1)


def name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name as it was meant, composed (NFC), its folders parted by “/”.

    Programs that do not say that a name is UTF-8 write it all the same (macOS), or in the code
    page of their Windows (1258 for Vietnamese).
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for coding in ("utf-8", "cp1258"):
            try:
                name = raw.decode(coding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name.replace("\\", "/").replace("\0", ""))


def _too_many() -> WorkbookRefused:
    return whole(
        f"quá {MOST_FILES} tệp trong một lần nộp; tệp này và các tệp sau chưa được xem, hãy nộp ở "
        "lần khác",
        f"over {MOST_FILES} files at once; this one and those after it were not looked at, send "
        "them another time",
    )


def _too_many_within(entries: int) -> WorkbookRefused:
    return whole(
        f"tệp nén có {entries} tệp, quá {MOST_FILES} tệp trong một lần nộp; chưa xem tệp nào, hãy "
        "nén riêng các tệp phiếu",
        f"the ZIP file holds {entries} files, over {MOST_FILES} at once; none was looked at, pack "
        "the workbooks of sheets alone",
    )


def _too_large() -> WorkbookRefused:
    limit = LARGEST_DROP // 1024**2
    return whole(
        f"các tệp cộng lại hơn {limit} MB khi giải nén; tệp này và các tệp sau chưa được xem, hãy "
        "nộp ở lần khác",
        f"the files come to over {limit} MB when unpacked; this one and those after it were not "
        "looked at, send them another time",
    )


def _link() -> WorkbookRefused:
    return whole(
        "là liên kết đến một tệp khác, không phải là tệp; hãy nén chính tệp đó",
        "is a link to another file and no file; pack that file itself",
    )


def _packed_within() -> WorkbookRefused:
    return whole(
        "là tệp nén nằm trong tệp nén; hãy giải nén rồi nén các tệp .xlsx một lần",
        "is a packed file within another; unpack it and pack the .xlsx files once",
    )


def _broken(error: Exception) -> WorkbookRefused:
    refused = whole(
        "không mở được tệp nén (hỏng hoặc có mật khẩu); hãy nén lại, hoặc nộp thẳng các tệp .xlsx",
        "the ZIP file cannot be opened (damaged, or with a password); pack it again, or send the "
        ".xlsx files themselves",
    )
    refused.__cause__ = error
    return refused
