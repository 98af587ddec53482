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
    """Does a header, a footer, a text box, a watermark or a property consist of a stamp?"""
    headers = package.headers()
    if any(any_stamp(lines_of(header), None) for header in headers):
        return True
    if any(is_stamp(value) for value in package.property_values()):
        return True
    return any(_drawn_stamp(root, lines_of) for root in [package.document, *headers])


def _drawn_stamp(root: etree._Element, lines_of: Callable[[etree._Element], list[str]]) -> bool:
    for element in root.iter():
        name = local(element)
        if name == "txbxContent":
            lines = lines_of(element)
            # A narrow box may break the stamp: "TUYỆT" over "MẬT".
            if any_stamp(lines, None) or is_stamp(" ".join(lines)):
                return True
        else:
            keys = _DRAWN_NAMES.get(name, ())
            if any(is_stamp(attribute(element, key) or "") for key in keys):
                return True
    return False
