"""Opening a file: its bytes become paragraphs and tables, or it is refused with a reason.

Reads bytes, writes `Opened`. Pure: no network, no temporary file, no log. What a file is, is
decided by its content. Files with a secrecy stamp, macros, entities or a password and files
beyond the limits (`limits`) are refused before anything of them is kept.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from namro.foundation.documents.reading.blocks import Block, Opened, Outside
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.kind import decide
from namro.foundation.documents.reading.opening.plain import check_letters, clean, decode
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.foundation.documents.reading.opening.secrecy import any_stamp, printed_lines

__all__ = ["Opened", "Refused", "open_bytes", "open_file"]


def open_file(path: Path) -> Opened:
    """Opens the file at `path`; at most 50 MB of it are ever read.

    Raises `Refused` (codes in `refusal.MESSAGES`), no other exception for a bad file.
    """
    return open_bytes(read_limited(path), path.name)


def read_limited(path: Path) -> bytes:
    """The bytes of an ordinary file within the size limit.

    Raises `Refused`: missing, folder, not_regular, unreadable, oversized.
    """
    failure = "unreadable"
    try:
        # Without O_NONBLOCK a named pipe would wait for a writer that never comes.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(stream.fileno())
            if stat.S_ISDIR(status.st_mode):
                failure = "folder"
            elif not stat.S_ISREG(status.st_mode):
                failure = "not_regular"
            elif status.st_size > limits.MAX_FILE_BYTES:
                failure = "oversized"
            else:
                data = stream.read(limits.MAX_FILE_BYTES + 1)
                if len(data) <= limits.MAX_FILE_BYTES:
                    return data
                failure = "oversized"
    except (FileNotFoundError, NotADirectoryError):
        failure = "missing"
    except IsADirectoryError:
        failure = "folder"
    except (OSError, ValueError):
        failure = "unreadable"
    raise _oversized() if failure == "oversized" else Refused(failure)


def open_bytes(data: bytes, filename: str, recognised: Mapping[int, str] | None = None) -> Opened:
    """Opens the bytes of a file; of `filename` only the extension counts.

    `recognised` gives the text of pages of a PDF that are pictures (see `read_pdf`).
    Raises `Refused` (codes in `refusal.MESSAGES`), no other exception for a bad file.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        raise _oversized()
    if not data.strip(b" \t\r\n\x00"):
        raise Refused("empty")
    kind = decide(data, filename)
    digest = hashlib.sha256(data).hexdigest()
    if kind in ("txt", "md"):
        text = decode(data)
        # Searched before it is cleaned, since a form feed tells that a page begins.
        if any_stamp(_printed(text)):
            raise Refused("secret")
        return Opened(kind, (), clean(text), digest)
    known = dict(recognised or {}) if kind == "pdf" else {}
    outside: tuple[Outside, ...] = ()
    unread: tuple[int, ...] = ()
    # Imported when needed: pdfium and lxml take longer to load than a text file to read.
    if kind == "docx":
        from namro.foundation.documents.reading.opening.docx import read_docx

        blocks, outside = read_docx(data)
    elif kind == "pdf":
        from namro.foundation.documents.reading.opening.pdf import read_pdf

        blocks, unread = read_pdf(data, known)
    else:
        from namro.foundation.documents.reading.opening.html import read_html

        blocks = read_html(data)
    if any_stamp(printed_lines(blocks)):
        raise Refused("secret")
    _check_text(blocks)
    return Opened(kind, blocks, None, digest, unread, tuple(sorted(known)), outside)


def _printed(text: str) -> Iterator[str]:
    """The lines of a long text one by one; "\f" stays at the head of the line it begins."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        before, *pages = text[start:end].split("\f", 1000)
        yield before
        yield from (f"\f{page}" for page in pages)
        start = end + 1


def _check_text(blocks: tuple[Block, ...]) -> None:
    sample: list[str] = []
    size = 0
    for line in printed_lines(blocks):
        sample.append(line)
        size += len(line)
        if size > 200_000:
            break
    check_letters("\n".join(sample))


def _oversized() -> Refused:
    return Refused("oversized", limit_mb=limits.MAX_FILE_BYTES // limits.MEGABYTE)
