"""Looking at an evidence file while it is in memory only: what it is, by its content, and that it
bears no stamp of secrecy. Nothing of it is run, drawn or kept here."""

from __future__ import annotations

import re
from html import unescape
from pathlib import PurePath

from namro.foundation.documents import converting
from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading import Refused
from namro.foundation.documents.reading.opening import docx, open_bytes, pdf  # noqa: F401
from namro.foundation.documents.reading.opening.archive import Archive
from namro.foundation.documents.reading.opening.kind import nature
from namro.foundation.documents.reading.opening.secrecy import any_stamp
from namro.programme.indicators.collection.refusals_files import FileRefused

LARGEST = 10 * 1024 * 1024
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
#: By extension: what the content must be (`opening.kind.KINDS`), and as what it is served.
KINDS: dict[str, tuple[str, str]] = {
    ".pdf": ("pdf", "application/pdf"),
    ".png": ("image", "image/png"),
    ".jpg": ("image", "image/jpeg"),
    ".jpeg": ("image", "image/jpeg"),
    ".tif": ("image", "image/tiff"),
    ".tiff": ("image", "image/tiff"),
    ".docx": ("docx", f"{_OOXML}wordprocessingml.document"),
    ".xlsx": ("xlsx", f"{_OOXML}spreadsheetml.sheet"),
    ".pptx": ("pptx", f"{_OOXML}presentationml.presentation"),
    ".doc": ("doc", "application/msword"),
    ".xls": ("xls", "application/vnd.ms-excel"),
    ".ppt": ("ppt", "application/vnd.ms-powerpoint"),
    ".odt": ("odt", f"{_ODF}text"),
    ".ods": ("ods", f"{_ODF}spreadsheet"),
    ".odp": ("odp", f"{_ODF}presentation"),
}
_PICTURES = {
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
# What another reader of the site refuses in a file that is only kept and handed out is no harm
# (an old font, a scan that is hard to read); these are.
_HARM = frozenset({"secret", "macro", "encrypted", "zip_bomb", "entities", "corrupt"})
_TEXTS = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_WITH_TEXT = re.compile(
    r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml|ppt/slides/slide\d+\.xml", re.IGNORECASE
)


def media_type_of(name: str, content: bytes) -> str:
    """What a file is to be served as.

    Raises:
        FileRefused: it is empty, too large, or no kind that is taken.
        Refused: it bears a stamp of secrecy, holds macros or a password, or is damaged.
    """
    if not content:
        raise FileRefused("empty")
    if len(content) > LARGEST:
        raise FileRefused("too_large", limit=LARGEST // 1024**2)
    extension = PurePath(name.replace("\\", "/")).suffix.lower()
    if extension not in KINDS:
        raise FileRefused("kind")
    kind, media_type = KINDS[extension]
    if kind == "image":
        media_type = next(
            (said for magic, said in _PICTURES.items() if content.startswith(magic)), ""
        )
        if not media_type:
            raise FileRefused("extension", extension=extension)
    if nature(content, name) != kind:
        raise FileRefused("extension", extension=extension)
    _refuse_harm(name, content, kind)
    return media_type


def _refuse_harm(name: str, content: bytes, kind: str) -> None:
    try:
        if kind in ("xlsx", "pptx"):
            run_apart(lambda: _texts(content))
        elif kind in ("doc", "odt"):
            word = converting.to_docx(content, name)
            run_apart(lambda: _opened(word, "converted.docx"))
        elif kind == "image":
            converting.recognise(content, 0)
        elif kind in ("docx", "pdf"):
            _document(name, content)
    except Refused as refused:
        if refused.code in _HARM:
            raise


def _document(name: str, content: bytes) -> None:
    try:
        run_apart(lambda: _opened(content, name))
    except Refused as refused:
        if refused.code != "scan":
            raise
        # The stamp of a scanned document stands on its first page.
        converting.recognise(content, 0)


def _opened(content: bytes, name: str) -> bytes:
    open_bytes(content, name)
    return b""


def _texts(content: bytes) -> bytes:
    archive = Archive(content, "xlsx")
    for part in sorted(archive.names):
        if _WITH_TEXT.fullmatch(part):
            found = _TEXTS.findall(archive.read(part))
            if any_stamp(unescape(each.decode("utf-8", "replace")) for each in found):
                raise Refused("secret")
    return b""
