"""Files that have to be converted before they can be read: old Word, OpenDocument and scans.

`office` turns .doc and .odt into .docx with LibreOffice, `scans` recognises the letters of
pictures and of PDF without text with Tesseract. Both are used where they are installed; where
not, the refusal names the Debian packages. Nothing here keeps anything.
"""

from __future__ import annotations

from typing import Literal

from namro.foundation.documents.converting.office import to_docx
from namro.foundation.documents.converting.scans import (
    MAX_PAGES,
    count_pages,
    is_scan,
    joined,
    recognise,
)
from namro.foundation.documents.reading.opening.kind import nature

__all__ = ["MAX_PAGES", "count_pages", "joined", "recognise", "to_docx", "way_of"]

Way = Literal["direct", "office", "ocr"]


def way_of(data: bytes, filename: str) -> Way:
    """How these bytes are to be read.

    Raises `Refused`: what `nature` refuses (a zip that is none, a password), or an extension
    that does not agree with a kind that has to be converted.
    """
    kind = nature(data, filename)
    if kind in ("doc", "odt"):
        return "office"
    if kind == "image":
        return "ocr"
    if kind == "pdf" and is_scan(data, filename):
        return "ocr"
    return "direct"
