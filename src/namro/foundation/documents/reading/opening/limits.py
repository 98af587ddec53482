"""The limits within which a file is read: sizes in bytes, counts in pieces.

They are far above any real work programme (the longest plan of the trial corpus has 40 pages)
and low enough that a hostile file is refused within 60 seconds and 1 GB of memory.
"""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

#: The file itself.
MAX_FILE_BYTES: Final = 50 * MEGABYTE

#: A zip container (docx): entries, all of them unpacked, one part that is read.
MAX_ZIP_ENTRIES: Final = 10_000
MAX_ZIP_TOTAL_BYTES: Final = 400 * MEGABYTE
MAX_ZIP_PART_BYTES: Final = 80 * MEGABYTE
#: Deflate reaches 1,032 : 1; the most repetitive real tables stay under 100 : 1.
MAX_ZIP_RATIO: Final = 250
#: Below this an entry cannot do harm whatever its ratio.
ZIP_RATIO_FLOOR_BYTES: Final = 4 * MEGABYTE

#: Tags of one XML or HTML part: each becomes about 200 bytes in memory.
MAX_XML_TAGS: Final = 3_000_000

#: Places of all grids of one document, with merged places counted.
MAX_TABLE_PLACES: Final = 1_000_000
MAX_TABLE_COLUMNS: Final = 1_000

#: PDF.
MAX_PDF_PAGES: Final = 2_000
MAX_PDF_PAGE_CHARACTERS: Final = 200_000
MAX_PDF_CHARACTERS: Final = 12_000_000
#: A page with more ruling lines is a drawing, not a table.
MAX_PDF_PAGE_EDGES: Final = 4_000
