"""Files that have to be converted before they can be read: old Word, OpenDocument and scans.

`office` turns .doc and .odt into .docx with LibreOffice, `scans` recognises the letters of
pictures and of pages of PDF without text with Tesseract. Both are used where they are installed;
where not, the refusal names the Debian packages. `prepared` does all of it at once. Nothing here
keeps anything.
"""

from __future__ import annotations

from namro.foundation.documents.converting.office import to_docx
from namro.foundation.documents.converting.prepare import (
    SCAN_NAME,
    Look,
    Prepared,
    look,
    prepared,
    recognised_lines,
)
from namro.foundation.documents.converting.scans import MAX_PAGES, count_pages, joined, recognise

__all__ = [
    "MAX_PAGES",
    "SCAN_NAME",
    "Look",
    "Prepared",
    "count_pages",
    "joined",
    "look",
    "prepared",
    "recognise",
    "recognised_lines",
    "to_docx",
]
