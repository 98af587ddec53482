"""2,000 mutated workbooks of sheets: each is taken rightly or refused with its faults, never half.

    python -m fuzz.workbooks [--count 2000] [--seed 6]

Each is sent in as an officer would, with the limits of time and memory of any returned workbook,
and undone. The tests run 50 of them; the loop itself stands there
(``tests/programme/indicators/collection/test_mutated_workbooks.py``).
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import random
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

TABLE = "xl/worksheets/sheet1.xml"
FIRST, LAST = 9, 12
#: What must come of a mutation; `EITHER` where chance decides what is left of the file.
TAKEN, REFUSED, EITHER = "taken", "refused", "either"
Parts = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A workbook, what was done to it and what must come of it.

    `cell`: the cell that a fault must name; `value`: what the first item must say when taken.
    """

    kind: str
    content: bytes
    expected: str
    name: str = "phieu.xlsx"
    cell: str = ""
    value: str = ""


def mutant(good: bytes, seed: int) -> Mutant:
    """The mutant of a number; `good` is a filled workbook of four rows that is taken as it is."""
    rng = random.Random(seed)
    kinds = (*_CELLS, *_TABLES, *_PARTS, *_FILES)
    return kinds[seed % len(kinds)](good, rng)


def _edited(good: bytes, work: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(good))
    work(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _packed(good: bytes, work: Callable[[Parts], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    work(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def as_excel(good: bytes) -> bytes:
    """The same workbook with its texts kept apart and named by number, as Excel saves them."""

    def work(parts: Parts) -> None:
        texts: list[bytes] = []

        def apart(found: re.Match[bytes]) -> bytes:
            texts.append(b"<si>" + found[2] + b"</si>")
            return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

        inline = re.compile(rb'<c((?: r| s)[^>]*?) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
        parts[TABLE] = inline.sub(apart, parts[TABLE])
        space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (space, b"".join(texts))

    return _packed(good, work)


def _cell(kind: str, values: Callable[[random.Random], Any]) -> Callable[..., Mutant]:
    """Something wrong in one number cell, which must be named."""

    def make(good: bytes, rng: random.Random) -> Mutant:
        cell = rng.choice(("G9", "G10", "H10", "G11"))
        value = values(rng)

        def work(table: Any) -> None:
            table[cell] = value

        return Mutant(kind, _edited(good, work), REFUSED, cell=cell)

    return make


_WORDS = ("mười hai", "12 hồ sơ", "1.2.3", "12,5,6", "x", "—", "12/10", "≈ 40", "1 2", "'", "0x1F")
_CELLS = (
    _cell("text in a number cell", lambda rng: rng.choice(_WORDS)),
    _cell("date in a number cell", lambda rng: dt.date(2025, rng.randint(1, 12), 5)),
    _cell("time in a number cell", lambda rng: dt.time(rng.randint(1, 23), 30)),
    _cell("formula without a result", lambda rng: f"=SUM(D9:E{rng.randint(9, 40)})"),
    _cell("yes or no in a number cell", lambda rng: rng.random() < 0.5),
    _cell("too many digits", lambda rng: 10.0 ** rng.randint(21, 300)),
    _cell("too many decimals", lambda rng: rng.random() / 3),
    _cell("error in a number cell", lambda rng: rng.choice(("#DIV/0!", "#REF!", "#N/A"))),
)


def _table(
    kind: str, expected: str, work: Callable[[Any, random.Random], None]
) -> Callable[..., Mutant]:
    def make(good: bytes, rng: random.Random) -> Mutant:
        return Mutant(kind, _edited(good, lambda table: work(table, rng)), expected)

    return make


def _row(rng: random.Random) -> int:
    return rng.randint(FIRST, LAST)


def _put(cell: str) -> Callable[[Any, random.Random], None]:
    def work(table: Any, rng: random.Random) -> None:
        text = str(table[cell].value)
        place = rng.randrange(len(text))
        table[cell] = text[:place] + rng.choice("0123456789xyz-") * 2 + text[place + 1 :]

    return work


def _hide_row(table: Any, rng: random.Random) -> None:
    table.row_dimensions[_row(rng)].hidden = True


def _hide_column(table: Any, rng: random.Random) -> None:
    table.column_dimensions[rng.choice("ABCDEFGHIJKL")].hidden = True


def _merge(table: Any, rng: random.Random) -> None:
    row = _row(rng)
    table.merge_cells(f"{rng.choice('BDF')}{row}:{rng.choice('GHIJ')}{row + rng.randint(0, 3)}")


def _beyond(table: Any, rng: random.Random) -> None:
    table.cell(rng.randint(LAST + 1, 5000), rng.randint(1, 12)).value = "thêm"


def _beside(table: Any, rng: random.Random) -> None:
    table.cell(_row(rng), rng.randint(13, 400)).value = "xem"


def _sort(table: Any, rng: random.Random) -> None:
    rows = list(range(FIRST, LAST + 1))
    stood = {row: [table.cell(row, column).value for column in range(1, 13)] for row in rows}
    for row, other in zip(rows, rng.sample(rows, len(rows)), strict=True):
        for column in range(1, 13):
            table.cell(row, column).value = stood[other][column - 1]


def _same_row(table: Any, rng: random.Random) -> None:
    one, other = rng.sample(range(FIRST, LAST + 1), 2)
    table.cell(one, 12).value = table.cell(other, 12).value


def _numbers(good: bytes, rng: random.Random) -> Mutant:
    value = rng.choice((rng.randint(0, 10**9), round(rng.random() * 1000, rng.randint(1, 8))))

    def work(table: Any) -> None:
        table["G9"] = value

    return Mutant("another number", _edited(good, work), TAKEN, value=f"{value:.8f}")


_TABLES = (
    _numbers,
    _table("merged cells", REFUSED, _merge),
    _table("hidden row", REFUSED, _hide_row),
    _table("hidden column", REFUSED, _hide_column),
    _table("row beyond the table", REFUSED, _beyond),
    _table("cell beside the table", REFUSED, _beside),
    _table("rows sorted", TAKEN, _sort),
    _table("row twice", REFUSED, _same_row),
    _table("row deleted", REFUSED, lambda table, rng: table.delete_rows(_row(rng))),
    _table("row inserted", TAKEN, lambda table, rng: table.insert_rows(_row(rng))),
    _table("column deleted", REFUSED, lambda table, rng: table.delete_cols(rng.randint(1, 12))),
    _table("column inserted", REFUSED, lambda table, rng: table.insert_cols(rng.randint(1, 12))),
    _table("rows above", REFUSED, lambda table, rng: table.insert_rows(1, rng.randint(1, 4))),
    _table("code changed", REFUSED, _put("B5")),
    _table("mark changed", REFUSED, _put("B6")),
    _table("name changed", REFUSED, _put("B9")),
    _table("head changed", REFUSED, _put("G8")),
    _table("row number changed", REFUSED, _put("L9")),
)


def _part(
    kind: str, expected: str, work: Callable[[Parts, random.Random], None]
) -> Callable[..., Mutant]:
    def make(good: bytes, rng: random.Random) -> Mutant:
        return Mutant(kind, _packed(as_excel(good), lambda parts: work(parts, rng)), expected)

    return make


def _claim(parts: Parts, rng: random.Random) -> None:
    said = b'<dimension ref="A1:XFD1048576"/>'
    parts[TABLE] = re.sub(rb"<dimension[^>]*/>", said, parts[TABLE])


def _rows(filled: bool) -> Callable[[Parts, random.Random], None]:
    def work(parts: Parts, rng: random.Random) -> None:
        cell = b'<c r="F%d"><v>1</v></c>' if filled else b""
        many = rng.randint(30_000, 200_000)
        made = b"".join(
            b'<row r="%d">' % n + (cell % n if filled else b"") + b"</row>"
            for n in range(1_000_000 - many, 1_000_000)
        )
        parts[TABLE] = parts[TABLE].replace(b"</sheetData>", made + b"</sheetData>")

    return work


def _entity(parts: Parts, rng: random.Random) -> None:
    levels = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
    )
    name = rng.choice((TABLE, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"))
    body = parts[name].partition(b"?>")[2] or parts[name]
    parts[name] = b"<!DOCTYPE x [" + levels + b"]>" + body.replace(b"</", b"&a9;</", 1)


def _outside(parts: Parts, rng: random.Random) -> None:
    said = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    parts[TABLE] = said + parts[TABLE].replace(b"<v>", b"<v>&a;", 1)


def _flip(parts: Parts, rng: random.Random) -> None:
    name = rng.choice(sorted(parts))
    content = bytearray(parts[name])
    for _time in range(rng.randint(1, 20)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    parts[name] = bytes(content)


def _cut(parts: Parts, rng: random.Random) -> None:
    parts[TABLE] = parts[TABLE][: rng.randrange(len(parts[TABLE]) - 1)]


def _drop(parts: Parts, rng: random.Random) -> None:
    del parts[rng.choice(sorted(parts))]


def _swap(old: bytes, *new: bytes) -> Callable[[Parts, random.Random], None]:
    def work(parts: Parts, rng: random.Random) -> None:
        places = [each.start() for each in re.finditer(re.escape(old), parts[TABLE])]
        place = rng.choice(places)
        put = rng.choice(new)
        parts[TABLE] = parts[TABLE][:place] + put + parts[TABLE][place + len(old) :]

    return work


def _add(*names: str) -> Callable[[Parts, random.Random], None]:
    return lambda parts, rng: parts.update({rng.choice(names): rng.randbytes(500)})


def _deep(parts: Parts, rng: random.Random) -> None:
    depth = rng.randint(300, 50_000)
    parts[TABLE] = parts[TABLE].replace(
        b"</sheetData>", b"<row>" * depth + b"</row>" * depth + b"</sheetData>"
    )


_PARTS = (
    _part("a million rows claimed", TAKEN, _claim),
    _part("many empty rows", TAKEN, _rows(filled=False)),
    _part("many filled rows", REFUSED, _rows(filled=True)),
    _part("entities", REFUSED, _entity),
    _part("entity of a file", REFUSED, _outside),
    _part("bytes of a part flipped", EITHER, _flip),
    _part("table cut short", REFUSED, _cut),
    _part("part missing", EITHER, _drop),
    _part("macros", REFUSED, _add("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml")),
    _part("links to files", REFUSED, _add("xl/externalLinks/externalLink1.xml")),
    _part("objects inside", REFUSED, _add("xl/embeddings/oleObject1.bin", "xl/activeX/x.bin")),
    _part("unpacks too large", REFUSED, lambda p, r: p.update({TABLE: b"<a>" + b" " * 30_000_000})),
    _part("texts missing", REFUSED, lambda p, r: p.update({"xl/sharedStrings.xml": b"<sst/>"})),
    _part("nested deep", EITHER, _deep),
    _part("type of a cell changed", EITHER, _swap(b't="s"', b't="q"', b't="b"', b"", b't="n"')),
    _part("numbers that are none", EITHER, _swap(b"<v>", b"<v>NaN", b"<v>1e999", b"<v>-", b"<v>9")),
    _part("rows numbered wrong", EITHER, _swap(b'<row r="', b'<row r="9', b'<row r="x')),
    _part("cells named wrong", EITHER, _swap(b'<c r="', b'<c r="Z', b'<c r="9', b'<c r="ZZZZ')),
)  # fmt: skip


def _truncated(good: bytes, rng: random.Random) -> Mutant:
    return Mutant("file cut short", good[: rng.randrange(len(good) - 30)], REFUSED)


def _damaged(good: bytes, rng: random.Random) -> Mutant:
    content = bytearray(good)
    for _time in range(rng.randint(1, 30)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return Mutant("bytes of the file flipped", bytes(content), EITHER)


def _noise(good: bytes, rng: random.Random) -> Mutant:
    return Mutant("no workbook at all", rng.randbytes(rng.randrange(5000)), REFUSED)


def _old(good: bytes, rng: random.Random) -> Mutant:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(3000)
    return Mutant("password or .xls", content, REFUSED)


def _renamed(good: bytes, rng: random.Random) -> Mutant:
    ending = rng.choice(("xlsm", "xls", "xlsb", "ods", "csv"))
    return Mutant("another ending", good, REFUSED, name=f"phieu.{ending}")


def _large(good: bytes, rng: random.Random) -> Mutant:
    return Mutant("too large", good + bytes(2 * 1024**2), REFUSED)


def _untouched(good: bytes, rng: random.Random) -> Mutant:
    return Mutant("untouched", good, TAKEN, value="120.00000000")


_FILES = (_truncated, _damaged, _noise, _old, _renamed, _large, _untouched)


def main() -> int:
    """Run the loop of the tests over as many as are asked for."""
    parser = argparse.ArgumentParser(prog="fuzz.workbooks")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=6)
    said = parser.parse_args()
    os.environ["NAMRO_MUTANTS"] = str(said.count)
    os.environ["NAMRO_MUTANTS_SEED"] = str(said.seed)
    import pytest

    path = "tests/programme/indicators/collection/test_mutated_workbooks.py"
    return int(pytest.main(["-n", "0", "-q", "-s", path]))


if __name__ == "__main__":
    sys.exit(main())
