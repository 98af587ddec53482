"""The character encoding of an HTML page: mark, declaration, then what plain text would be."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from namro.foundation.documents.reading.opening.plain import decode

_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_-]{2,30})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_-]{2,30})""",
    re.IGNORECASE,
)
#: Declarations that pages in other encodings often carry without meaning them.
_READ_AS: Final = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
_KNOWN: Final = frozenset({"cp1252", "cp1258", "windows-1252", "windows-1258"})


def decode_html(data: bytes) -> str:
    """The page as text.

    UTF-8 wins whenever the bytes are valid UTF-8, whatever the page says; then the declared
    encoding if it is one of Windows-1258 and Windows-1252; then as for plain text.
    Raises `Refused`: binary, encoding, legacy_font, empty.
    """
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        declared = _declared(data)
        if not _is_utf8(data) and declared in _KNOWN:
            text = _attempt(data, declared)
            if text is not None:
                return unicodedata.normalize("NFC", text).replace("\x00", "")
    return decode(data)


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii").lower()
    try:
        canonical = codecs.lookup(name).name
    except LookupError:
        return ""
    return _READ_AS.get(canonical, _READ_AS.get(name, canonical))


def _is_utf8(data: bytes) -> bool:
    return _attempt(data, "utf-8") is not None


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
