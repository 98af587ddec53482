"""Prints a document of the tests as a PDF, as an office would: A4, 14 points, page numbers."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from namro.foundation.documents.reading.opening import open_file
from namro.foundation.documents.reading.passages import Grid
from namro.foundation.documents.reading.pipeline import parts_of

_PAGE = """
#set page(paper: "a4", margin: (left: 3cm, right: 1.5cm, top: 2cm, bottom: 2cm),
          numbering: "1", number-align: top + center)
#set text(size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: 1cm)
"""


def printed(path: Path) -> bytes:
    """The PDF of a text document: its paragraphs, and its tables with ruling lines."""
    pieces = [_PAGE]
    for part in parts_of(open_file(path)):
        if isinstance(part, Grid):
            width = max(len(row.cells) for row in part.rows)
            cells = [
                f"text({json.dumps(cell.text, ensure_ascii=False)})"
                for row in part.rows
                for cell in row.cells
            ]
            stroke = "none" if width == 2 else "0.5pt"  # letterhead and signature are not ruled
            pieces.append(
                f"#text(size: 11pt)[#table(columns: {width}, stroke: {stroke}, {', '.join(cells)})]"
            )
        else:
            pieces.append(f"#par(text({json.dumps(part.text, ensure_ascii=False)}))")
    pdf = typst.compile("\n".join(pieces).encode())
    assert isinstance(pdf, bytes)
    return pdf
