"""The cells of a worksheet of an XLSX file, read within limits and without trust (no Django).

Only four kinds of parts are unpacked, each up to a limit, and read as a stream: what a sheet says
of its size, what is drawn on it and what else lies in the archive has no effect. A program's odd
styles are no fault of the officer who used it, so styles are read for two things alone: whether a
number is shown as a date, and whether as a percentage.

The format: ECMA-376-1 (Office Open XML), SpreadsheetML, clause 18; the namespaces of its strict
form are taken as well.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused, whole
from namro.programme.indicators.collection.workbooks.grid import Cell, Grid, column_number

LARGEST = 2 * 1024**2  # bytes of a file
LARGEST_PART = 24 * 1024**2  # bytes of a part when unpacked
MOST_PARTS = 500
MOST_CELLS = 20_000  # with something in them
LONGEST_TEXT = 32_767  # characters of a cell
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_AT = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")
# Built-in formats of dates and times, and of percentages (clause 18.8.30).
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT = {9, 10}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_grid(content: bytes, wanted: str) -> Grid:
    """The worksheet called `wanted`, else the first one.

    Raises:
        WorkbookRefused: the file is none, too large, damaged, or holds what may not come in.
    """
    if len(content) > LARGEST:
        raise whole(
            f"tệp lớn hơn {LARGEST // 1024**2} MB; hãy bỏ hình ảnh và nội dung thêm vào",
            f"the file is over {LARGEST // 1024**2} MB; take out pictures and what was added",
        )
    if content.startswith(_OLE):
        raise whole(
            "tệp có mật khẩu hoặc ở dạng .xls cũ; hãy lưu lại dạng .xlsx, không đặt mật khẩu",
            "the file has a password or is an old .xls; save it as .xlsx without a password",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, wanted)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError),
        *(etree.LxmlError, RuntimeError, ValueError, KeyError, OverflowError),
    ) as error:
        raise _damaged() from error


def _damaged() -> WorkbookRefused:
    return whole(
        "không đọc được tệp: không phải .xlsx hoặc tệp đã hỏng; hãy mở bằng Excel hoặc "
        "LibreOffice, lưu lại dạng .xlsx rồi nộp lại, hoặc tải tệp mới",
        "the file cannot be read: it is no .xlsx or it is damaged; open it in Excel or "
        "LibreOffice, save it as .xlsx and send it again, or download a new one",
    )


def _read(archive: zipfile.ZipFile, wanted: str) -> Grid:
    names = archive.namelist()
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise _damaged()
    _harmless(archive, names)
    book = _tree(archive, "xl/workbook.xml")
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in _tree(archive, "xl/_rels/workbook.xml.rels")
    }
    sheets = []
    for each in book.iter():
        if _local(each) == "sheet":
            relation = next((v for k, v in each.items() if k.endswith("}id")), "")
            sheets.append((each.get("name", ""), targets.get(str(relation), "")))
    if not sheets:
        raise _damaged()
    name, target = next((each for each in sheets if each[0] == wanted), sheets[0])
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    grid = Grid(name, others=[each for each, _target in sheets if each != name])
    _fill(grid, _part(archive, part), _shared(archive, names), _formats(archive, names))
    return grid


def _harmless(archive: zipfile.ZipFile, names: list[str]) -> None:
    low = [each.casefold() for each in names]
    types = _part(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any(
        each.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in each for each in low
    ):
        raise whole(
            "tệp có macro; hãy lưu lại dạng .xlsx (không macro) rồi nộp lại",
            "the file holds macros; save it as .xlsx (without macros) and send it again",
        )
    if any("/externallinks/" in each for each in low):
        raise whole(
            "tệp có liên kết đến tệp khác; hãy dán giá trị thay cho liên kết (Dán đặc biệt → Giá "
            "trị), ngắt liên kết rồi lưu lại",
            "the file links to other files; paste values in place of links (Paste Special → "
            "Values), break the links and save it",
        )
    if any(part in each for each in low for part in ("/embeddings/", "/activex/", "/ctrlprops/")):
        raise whole(
            "tệp có đối tượng nhúng; hãy xóa các đối tượng này rồi nộp lại",
            "the file holds embedded objects; delete them and send it again",
        )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked up to the limit whatever its head says of its size."""
    with archive.open(name) as packed:
        found = packed.read(LARGEST_PART + 1)
    if len(found) > LARGEST_PART:
        raise whole(
            "tệp quá lớn khi giải nén; hãy tải tệp mới và chỉ nhập vào các ô để nhập",
            "the file is too large when unpacked; download a new one and fill in its fields only",
        )
    if b"<!DOCTYPE" in found[:4096].upper() or b"<!ENTITY" in found[:65536].upper():
        raise _damaged()
    return found


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    return etree.fromstring(_part(archive, name), etree.XMLParser(**_SAFE))


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _events(content: bytes, tags: set[str]) -> Iterator[tuple[str, Any]]:
    """The elements of these names as they end; what is behind is let go."""
    for _event, element in etree.iterparse(io.BytesIO(content), events=("end",), **_SAFE):
        name = _local(element)
        if name in tags:
            yield name, element
            element.clear()
            before = element.getprevious()
            parent = element.getparent()
            while before is not None and parent is not None:
                del parent[0]
                before = element.getprevious()


def _shared(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    if "xl/sharedStrings.xml" not in names:
        return []
    part = _part(archive, "xl/sharedStrings.xml")
    return [_text(element) for _name, element in _events(part, {"si"})]


def _text(element: Any) -> str:
    """The text of a string item, without its phonetic reading (`rPh`)."""
    pieces = []
    for each in element.iter():
        if _local(each) == "t" and not any(_local(up) == "rPh" for up in each.iterancestors()):
            pieces.append(each.text or "")
    return "".join(pieces)[: LONGEST_TEXT + 1]


def _formats(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    """Of each style of cells, by its number: "d" shown as a date, "%" as a percentage, or ""."""
    if "xl/styles.xml" not in names:
        return []
    kinds: dict[int, str] = dict.fromkeys(_DATES, "d") | dict.fromkeys(_PERCENT, "%")
    found: list[str] = []
    for element in _tree(archive, "xl/styles.xml").iter():
        if _local(element) == "numFmt":
            code = _LITERAL.sub("", element.get("formatCode", "").partition(";")[0])
            kind = "%" if "%" in code else "d" if _DATE_LETTERS.search(code) else ""
            kinds[int(element.get("numFmtId", "-1"))] = kind
        elif _local(element) == "cellXfs":
            found = [kinds.get(int(each.get("numFmtId", "0")), "") for each in element]
    return found


def _fill(grid: Grid, content: bytes, shared: list[str], formats: list[str]) -> None:
    row = column = 0
    row_ended = True
    for name, element in _events(content, {"row", "c", "mergeCell", "col"}):
        if name == "c":
            if row_ended:
                row, column, row_ended = _row_of(element.getparent(), row), 0, False
            named = _AT.fullmatch(element.get("r", ""))
            column = column_number(named[1]) if named else column + 1
            here = int(named[2]) if named else row
            if here > LAST_ROW or column > LAST_COLUMN:
                raise _damaged()
            if (found := _cell(element, shared, formats)) is not None:
                grid.cells[column, here] = found
                if len(grid.cells) > MOST_CELLS:
                    raise whole(
                        f"trang tính “{grid.name}” có hơn {MOST_CELLS} ô có nội dung; hãy tải tệp "
                        "mới và chỉ nhập vào các ô để nhập",
                        f"over {MOST_CELLS} cells of “{grid.name}” hold something; download a new "
                        "file and fill in its fields only",
                    )
        elif name == "row":
            if row_ended:
                row = _row_of(element, row)
            row_ended = True
            if _yes(element.get("hidden")) or element.get("ht") == "0":
                grid.hidden_rows.add(row)
        elif name == "mergeCell":
            grid.merged.append(_range(element.get("ref", "")))
        elif _yes(element.get("hidden")) or element.get("width") == "0":
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            grid.hidden_columns.append((first, last))


def _row_of(element: Any, before: int) -> int:
    said = element.get("r") if element is not None else None
    number = int(said) if said else before + 1
    if not 1 <= number <= LAST_ROW:
        raise _damaged()
    return number


def _yes(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _range(text: str) -> tuple[int, int, int, int]:
    found = _RANGE.fullmatch(text)
    if found is None:
        raise _damaged()
    left, top = column_number(found[1]), int(found[2])
    right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    return left, top, right, bottom


def _cell(element: Any, shared: list[str], formats: list[str]) -> Cell | None:
    """What stands in a cell; None where nothing does."""
    kind = element.get("t", "n")
    formula, value, inline = False, None, None
    for child in element:
        name = _local(child)
        if name == "f":
            formula = True
        elif name == "v":
            value = child.text
        elif name == "is":
            inline = _text(child)
    style = int(element.get("s", "0"))
    shown = formats[style] if 0 <= style < len(formats) else ""
    if kind == "inlineStr":
        return Cell("s", inline, formula) if inline else None
    if value is None or not value.strip():
        # A formula that nothing has computed yet.
        return Cell("e", "", True) if formula else None
    if kind == "s":
        place = int(value)
        if not 0 <= place < len(shared):
            raise _damaged()
        return Cell("s", shared[place], formula) if shared[place] else None
    if kind == "str":
        return Cell("s", value[:LONGEST_TEXT], formula)
    if kind in ("b", "e", "d"):
        return Cell(kind, value.strip(), formula)
    if kind != "n":
        raise _damaged()
    return Cell("d" if shown == "d" else "n", value.strip()[:100], formula, shown == "%")
