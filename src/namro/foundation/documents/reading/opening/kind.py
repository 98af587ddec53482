"""What a file really is, decided by its content; the extension only has to agree."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from namro.foundation.documents.reading.opening.archive import Archive
from namro.foundation.documents.reading.opening.markup import attribute, local, parse_xml
from namro.foundation.documents.reading.opening.refusal import (
    KINDS,
    Refused,
    corrupt,
    unsupported,
    wrong_type,
)

READABLE: Final = frozenset({"txt", "md", "docx", "pdf", "html"})

_EXTENSIONS: Final[dict[str, str]] = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".docx": "docx",
    ".dotx": "docx", ".docm": "docx", ".dotm": "docx", ".pdf": "pdf", ".html": "html",
    ".htm": "html", ".xhtml": "html", ".doc": "doc", ".dot": "doc", ".rtf": "rtf", ".odt": "odt",
    ".ods": "ods", ".odp": "odp", ".xls": "xls", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ppt": "ppt",
    ".pptx": "pptx", ".epub": "epub", ".mht": "mhtml", ".mhtml": "mhtml", ".zip": "zip",
    ".rar": "zip", ".7z": "zip", ".gz": "zip", ".jpg": "image", ".jpeg": "image", ".png": "image",
    ".gif": "image", ".tif": "image", ".tiff": "image", ".bmp": "image", ".webp": "image",
    ".heic": "image", ".xml": "xml", ".csv": "csv", ".tsv": "csv", ".json": "code", ".py": "code",
    ".js": "code", ".exe": "binary", ".dll": "binary", ".bin": "binary",
}  # fmt: skip

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b\x08", "zip"),
    (b"BZh9", "zip"),
    (b"\xfd7zXZ\x00", "zip"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90\x00", "binary"),
    (b"%!PS", "binary"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_HEAD: Final = re.compile(
    r"^\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--(?:(?!-->).){0,5000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_WORD_XML: Final = re.compile(r"progid=\"Word\.Document\"|<w:wordDocument|<pkg:package", re.I)
_MHTML: Final = re.compile(r"^(?:From:|MIME-Version:)[^\0]{0,2000}multipart/related", re.I | re.S)


def nature(data: bytes, filename: str) -> str:
    """What the bytes are, a key of `KINDS`, whether it can be read or not.

    Raises `Refused`: wrong_type when the extension names another kind; encrypted, macro,
    corrupt, zip_bomb as `decide`.
    """
    extension = PurePath(filename.replace("\\", "/")).suffix.lower()
    expected = _EXTENSIONS.get(extension)
    actual = _by_content(data, expected)
    if actual in ("doc", "odt", "image") and expected not in (None, actual):
        raise wrong_type(extension, actual)
    return actual


def decide(data: bytes, filename: str) -> str:
    """The format to read the bytes as: one of `READABLE`.

    Raises `Refused`: unsupported, scan, encrypted, macro, wrong_type, corrupt, zip_bomb.
    """
    extension = PurePath(filename.replace("\\", "/")).suffix.lower()
    expected = _EXTENSIONS.get(extension)
    actual = _by_content(data, expected)
    if actual in ("txt", "md") and expected in ("txt", "md"):
        return expected
    if expected is not None and expected != actual:
        if actual == "txt" and expected in ("docx", "pdf") and _looks_cut(data, expected):
            raise corrupt(expected)
        if actual == "txt" and expected in ("csv", "code", "xml"):
            raise unsupported(expected)
        if actual == "binary" and expected in ("docx", "pdf"):
            raise corrupt(expected)
        if actual == "binary" and expected in ("txt", "md", "html"):
            raise Refused("binary")
        raise wrong_type(extension, actual)
    if actual == "image":
        raise Refused("scan")
    if actual == "binary":
        raise Refused("binary")
    if actual not in READABLE:
        raise unsupported(actual)
    return actual


def _looks_cut(data: bytes, expected: str) -> bool:
    """A docx or pdf whose first bytes are lost but whose structure still shows."""
    marks = {"docx": b"word/document.xml", "pdf": b"endobj"}
    return marks[expected] in data


def _by_content(data: bytes, expected: str | None) -> str:
    head = data[:1024]
    if b"%PDF-" in head and (expected == "pdf" or data.lstrip()[:5] == b"%PDF-"):
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_kind(data, expected)
    if data.startswith(_OLE):
        return _ole_kind(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:2] == b"BM" and b"\x00" in head[:32]:
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "image"
    return _text_kind(data, expected)


def _ole_kind(data: bytes) -> str:
    def named(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if named("EncryptedPackage"):
        raise Refused("encrypted")
    if named("WordDocument"):
        return "doc"
    if named("Workbook"):
        return "xls"
    return "ppt" if named("PowerPoint Document") else "ole"


def _zip_kind(data: bytes, expected: str | None) -> str:
    archive = Archive(data, expected if expected in KINDS else "zip")
    if archive.has("mimetype"):
        mimetype = archive.read("mimetype", 4096).strip()
        for mark, kind in (
            (b"opendocument.text", "odt"),
            (b"opendocument.spreadsheet", "ods"),
            (b"opendocument.presentation", "odp"),
            (b"epub+zip", "epub"),
        ):
            if mark in mimetype:
                return kind
    if not archive.has("[Content_Types].xml"):
        # A Word file that lost its table of contents is damaged, not another kind.
        if archive.has("word/document.xml"):
            raise corrupt("docx")
        return "zip"
    return _ooxml_kind(archive)


def _ooxml_kind(archive: Archive) -> str:
    types = [
        (attribute(item, "ContentType") or "").lower()
        for item in parse_xml(archive.read("[Content_Types].xml", 4 * 1024 * 1024))
        if local(item) in ("Override", "Default")
    ]
    joined = "\n".join(types)
    if "macroenabled" in joined or "vbaproject" in joined:
        raise Refused("macro")
    if "wordprocessingml.document.main" in joined or "wordprocessingml.template.main" in joined:
        return "docx"
    if "spreadsheetml" in joined:
        return "xlsx"
    if "presentationml" in joined:
        return "pptx"
    return "docx" if archive.has("word/document.xml") else "zip"


def _text_kind(data: bytes, expected: str | None) -> str:
    head = data[:200_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    elif b"\x00" in head and expected not in ("txt", "md", "html", None):
        return "binary"
    else:
        text = head.decode("latin-1")
        for bom in _BOMS:
            text = text.removeprefix(bom.decode("latin-1"))
    if _MHTML.match(text):
        return "mhtml"
    if text.lstrip().startswith("<?xml") or text.lstrip().startswith("<pkg:"):
        if _WORD_XML.search(text[:4000]):
            return "wordml"
        return "html" if re.search(r"<html\b", text[:8000], re.I) else "xml"
    if _HTML_HEAD.match(text):
        return "html"
    if expected == "html":
        return "html" if _TAG.search(text) else "txt"
    return "md" if expected == "md" else "txt"
