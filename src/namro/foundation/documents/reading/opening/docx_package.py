"""The parts of a Word package: which are read, which are looked through, which are refused."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from lxml import etree

from namro.foundation.documents.reading.blocks import Outside
from namro.foundation.documents.reading.opening.archive import Archive
from namro.foundation.documents.reading.opening.markup import attribute, local, parse_xml
from namro.foundation.documents.reading.opening.refusal import Refused, corrupt

_PROGRAM_NAMES: Final = re.compile(
    r"(?:^|/)(?:vbaproject\w*\.bin|vbadata\.xml|vbaprojectsignature\w*\.bin)$|(?:^|/)activex/"
    r"|\.(?:docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|exe|dll|scr|com|bat|cmd|js|vbs|ps1"
    r"|hta|jar|lnk|msi)$",
    re.IGNORECASE,
)
_HEADER_NAME: Final = re.compile(r"word/(?:header|footer)\d*\.xml$")
_EMBEDDED: Final = re.compile(r"(?:^|/)embeddings/", re.IGNORECASE)
#: Names inside an embedded OLE file or zip that show macros or a packaged program.
_PROGRAM_MARKS: Final = (
    "_VBA_PROJECT".encode("utf-16-le"),
    "Ole10Native".encode("utf-16-le"),
    b"vbaProject.bin",
)
#: What Word would show from elsewhere as part of the document: without it words are missing.
_FETCHED: Final = frozenset({"frame", "oleobject", "subdocument"})
#: What stands elsewhere and holds no words of the document: a template (its styles were copied
#: when it was attached), a picture. Nothing is fetched; a hyperlink waits for a click.
_LEFT: Final = {"attachedtemplate": "template", "image": "picture"}
#: The longest name of something left outside that is told, and how many.
_MAX_NAME: Final = 120
_MAX_LEFT: Final = 20
#: Parts with words that are not running text: notes, comments, diagrams, charts.
_SIDE_KINDS: Final = frozenset(
    {"footnotes", "endnotes", "comments", "diagramData", "diagramDrawing", "chart"}
)
_SIDE_NAME: Final = re.compile(
    r"^word/(?:(?:footnotes|endnotes|comments)\d*|diagrams/(?:data|drawing)\d*|charts/chart\d*)\.xml$",
    re.IGNORECASE,
)
_MAX_SMALL_PART: Final = 8 * 1024 * 1024


def _last_part(target: str) -> str:
    """The name of a file in an address: no folder, no server, no sign that is not seen."""
    name = re.split(r"[/\\]", unquote(target).rstrip("/\\"))[-1]
    seen = "".join(each if each.isprintable() else " " for each in name)
    return " ".join(seen.split())[-_MAX_NAME:]


class Package:
    """A Word package whose container passed the checks of `Archive`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = self._main_part()
        self._related = self._relations(self._main)

    def refuse_programs(self) -> None:
        """Raises `Refused` macro for macros, ActiveX and embedded objects that can run."""
        for name in self._archive.names:
            if _PROGRAM_NAMES.search(name):
                raise Refused("macro")
            if _EMBEDDED.search(name) and not name.endswith("/"):
                content = self._archive.read(name)
                if any(mark in content for mark in _PROGRAM_MARKS):
                    raise Refused("macro")

    def left_outside(self) -> tuple[Outside, ...]:
        """What the file names outside itself and is read without.

        Raises `Refused` linked_outside for what would bring words in from outside the file.
        """
        found: dict[Outside, None] = {}
        for name in self._archive.names:
            if not name.lower().endswith(".rels"):
                continue
            for item in parse_xml(self._archive.read(name, _MAX_SMALL_PART)):
                kind = (attribute(item, "Type") or "").rpartition("/")[2].lower()
                mode = (attribute(item, "TargetMode") or "").lower()
                if local(item) != "Relationship" or mode != "external":
                    continue
                if kind in _FETCHED:
                    raise Refused("linked_outside")
                if kind in _LEFT and len(found) < _MAX_LEFT:
                    target = _last_part(attribute(item, "Target") or "")
                    found[Outside(_LEFT[kind], target)] = None
        return tuple(found)

    @cached_property
    def document(self) -> etree._Element:
        """The root of the main part."""
        return parse_xml(self._archive.read(self._main))

    @cached_property
    def styles(self) -> etree._Element | None:
        """The root of the styles part, None when the file has none."""
        return self._optional("styles")

    @cached_property
    def numbering(self) -> etree._Element | None:
        """The root of the numbering part, None when the file has none."""
        return self._optional("numbering")

    def headers(self) -> list[etree._Element]:
        """The roots of all headers and footers."""
        names = {target for kind, target in self._related if kind in ("header", "footer")}
        names |= set(filter(_HEADER_NAME.search, self._archive.names))
        return [
            parse_xml(self._archive.read(name, _MAX_SMALL_PART))
            for name in sorted(names)
            if self._archive.has(name)
        ]

    def side_parts(self) -> list[etree._Element]:
        """The roots of notes, comments, diagrams and charts."""
        names = {target for kind, target in self._related if kind in _SIDE_KINDS}
        names |= set(filter(_SIDE_NAME.search, self._archive.names))
        return [
            parse_xml(self._archive.read(name)) for name in sorted(names) if self._archive.has(name)
        ]

    def property_values(self) -> list[str]:
        """The values of the document's properties (title, keywords, status, custom ones)."""
        values: list[str] = []
        for name in ("docProps/core.xml", "docProps/custom.xml"):
            if self._archive.has(name):
                root = parse_xml(self._archive.read(name, _MAX_SMALL_PART))
                values.extend(text for item in root.iter() if (text := item.text))
        return values

    def _optional(self, kind: str) -> etree._Element | None:
        names = [target for found, target in self._related if found == kind]
        for name in [*names, f"word/{kind}.xml"]:
            if self._archive.has(name):
                return parse_xml(self._archive.read(name))
        return None

    def _main_part(self) -> str:
        for kind, target in self._relations(""):
            if kind == "officeDocument" and self._archive.has(target):
                return target
        if self._archive.has("word/document.xml"):
            return "word/document.xml"
        raise corrupt("docx")

    def _relations(self, part: str) -> list[tuple[str, str]]:
        """(kind, name of the part) of what a part refers to inside the package."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self._archive.has(relations):
            return []
        found: list[tuple[str, str]] = []
        for item in parse_xml(self._archive.read(relations, _MAX_SMALL_PART)):
            if local(item) != "Relationship" or attribute(item, "TargetMode") == "External":
                continue
            kind = (attribute(item, "Type") or "").rpartition("/")[2]
            target = attribute(item, "Target") or ""
            full = target if target.startswith("/") else posixpath.join(folder, target)
            found.append((kind, posixpath.normpath(full).lstrip("/")))
        return found
