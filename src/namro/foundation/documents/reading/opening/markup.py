"""Parsing XML parts: no DTD, no entities, no network, bounded size."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.refusal import Refused, corrupt

_DECLARED: Final = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']"""
)
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_DTD: Final = re.compile(rb"<!\s*(?:doctype|entity|element|attlist|notation)", re.IGNORECASE)


def parse_xml(data: bytes, kind: str = "docx") -> etree._Element:
    """The root element of an XML part.

    Raises `Refused`: entities when the part declares a DTD or entities (OOXML has neither,
    ECMA-376 part 2 forbids them), too_complex beyond `MAX_XML_TAGS`, corrupt otherwise.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decode_utf16(data)
        if text is None:
            raise corrupt(kind)
        data = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.lstrip("\ufeff")).encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data)
    if declared is not None and declared[1].decode("ascii").lower() not in _ENCODINGS:
        # An exotic encoding would let a DTD pass the search below.
        raise corrupt(kind)
    if b"\x00" in data:
        raise corrupt(kind)
    if _DTD.search(data) is not None:
        raise Refused("entities")
    if data.count(b"<") > 2 * limits.MAX_XML_TAGS:
        raise Refused("too_complex")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None:
        # libxml2 stops at a depth of 256, which no document of a person reaches.
        if any("depth" in entry.message for entry in parser.error_log):
            raise Refused("too_complex")
        raise corrupt(kind)
    return root


def _decode_utf16(data: bytes) -> str | None:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        return None


def local(element: etree._Element) -> str:
    """The tag without its namespace ("p" for w:p), "" for comments and entities.

    Names are compared without namespace so that transitional and strict OOXML read alike.
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of the attribute of this local name, whatever its namespace prefix."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along the path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """The w:val of the element found along the path; "" when it stands without one."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val") or ""


def switched_on(element: etree._Element | None, name: str) -> bool | None:
    """A Word on/off property: None when absent, else its state (ECMA-376 part 1, 17.17.4)."""
    state = value(element, name)
    return None if state is None else state.lower() not in {"0", "false", "off", "none"}
