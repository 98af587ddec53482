"""Secrecy stamps in the parts of a Word file that are not its running text.

Official templates put the stamp in a text box, a header or a watermark as often as in a line.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from namro.foundation.documents.reading.opening.docx_package import Package
from namro.foundation.documents.reading.opening.markup import attribute, local
from namro.foundation.documents.reading.opening.secrecy import any_stamp, is_stamp

#: Where a drawing carries words outside text boxes: watermarks and names of pictures.
_DRAWN_NAMES = {"textpath": ("string",), "docPr": ("descr", "title", "name")}


def marked_secret(package: Package, lines_of: Callable[[etree._Element], list[str]]) -> bool:
    """Does a header, a footer, a text box, a watermark or a property consist of a stamp?

    So do a note, a comment and a drawing, a diagram or a chart.
    """
    headers = package.headers()
    if any(any_stamp(lines_of(header), None) for header in headers):
        return True
    if any(is_stamp(value) for value in package.property_values()):
        return True
    sides = package.side_parts()
    if any(is_stamp(" ".join(lines_of(note))) for root in sides for note in root):
        return True
    return any(_drawn_stamp(root, lines_of) for root in [package.document, *headers, *sides])


def _drawing(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and ("/drawingml/" in tag or "/diagram" in tag)


def _in_paragraph(element: etree._Element) -> bool:
    parent = element.getparent()
    above = None if parent is None else parent.getparent()
    return any(item is not None and local(item) == "p" for item in (parent, above))


def _drawn_stamp(root: etree._Element, lines_of: Callable[[etree._Element], list[str]]) -> bool:
    for element in root.iter():
        name = local(element)
        if name == "txbxContent":
            lines = lines_of(element)
            # A narrow box may break the stamp: "TUYỆT" over "MẬT".
            if any_stamp(lines, None) or is_stamp(" ".join(lines)):
                return True
        elif name in ("p", "txBody") and _drawing(element):
            # The paragraphs of a drawing (a:p): shapes, diagrams, charts.
            words = [item.text or "" for item in element.iter() if local(item) == "t"]
            if is_stamp("".join(words)) or is_stamp(" ".join(words)):
                return True
        elif name == "t" and _drawing(element) and not _in_paragraph(element):
            if is_stamp(element.text or ""):
                return True
        else:
            keys = _DRAWN_NAMES.get(name, ())
            if any(is_stamp(attribute(element, key) or "") for key in keys):
                return True
    return False
