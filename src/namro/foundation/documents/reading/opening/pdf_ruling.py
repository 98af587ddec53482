"""Ruling lines of a PDF page → tables with their merged cells.

The lines are read with pdfium; pdfplumber's functions join them, find where they cross and which
rectangles they enclose. A cell that spans rows or columns is a larger rectangle, so merges need
no guessing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

import pypdfium2.raw as pdfium
from pdfplumber import table as plumber

from namro.foundation.documents.reading.blocks import Table
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.grid import Budget, Placed, lay_out
from namro.foundation.documents.reading.opening.pdf_glyphs import upright

_STRAIGHT: Final = 0.8  # points that a ruling line may lean
_SNAP: Final = 3.0  # a border drawn as a thin box has two sides: one line
_SHORTEST: Final = 3.0
_MAX_CROSSINGS: Final = 2_500
_MAX_OBJECTS: Final = 60_000
_MAX_DEPTH: Final = 3
_MIN_EDGES: Final = 4
_WHITE: Final = 250

Matrix = tuple[float, float, float, float, float, float]
Edge = dict[str, Any]
Box = tuple[float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as its lines give it: x of columns, y of rows, cells as index boxes."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]  # row, column, row span, column span
    owner: dict[tuple[int, int], int]

    @property
    def top(self) -> float:
        """The upper edge, down from the page's origin."""
        return self.ys[0]

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell under a point, None outside the table or where nothing encloses it."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self.owner.get((row, column))

    def width_of(self, index: int) -> float:
        """The width of a cell in points."""
        _, column, _, span = self.cells[index]
        return self.xs[column + span] - self.xs[column]

    def lay_out(self, texts: dict[int, str], budget: Budget, page: int) -> Table | None:
        """The full grid with the texts of the cells."""
        placed = (
            Placed(row, column, height, width, texts.get(index, ""))
            for index, (row, column, height, width) in enumerate(self.cells)
        )
        return lay_out(placed, len(self.ys) - 1, len(self.xs) - 1, budget, page)


def ruled_tables(edges: list[Edge]) -> list[Ruled]:
    """The tables that the lines enclose: two columns and two cells at least.

    A single column of boxes is a frame or a shading behind text, not a table.
    """
    merged = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    long = [
        edge
        for edge in merged
        if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _SHORTEST
    ]
    across = sum(1 for edge in long if edge["orientation"] == "h")
    if across < 2 or len(long) - across < 3 or across * (len(long) - across) > 400_000:
        return []
    crossings = plumber.edges_to_intersections(long, _SNAP, _SNAP)
    if not _MIN_EDGES < len(crossings) <= _MAX_CROSSINGS:
        return []
    groups = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    tables = (_ruled(group) for group in groups)
    return [table for table in tables if table is not None]


def _ruled(boxes: list[Box]) -> Ruled | None:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    if len(xs) < 3 or len(ys) < 2:
        return None
    column_of = {x: index for index, x in enumerate(xs)}
    row_of = {y: index for index, y in enumerate(ys)}
    cells: list[tuple[int, int, int, int]] = []
    owner: dict[tuple[int, int], int] = {}
    for x0, top, x1, bottom in sorted(boxes, key=lambda box: (box[1], box[0])):
        row, column = row_of[top], column_of[x0]
        height, width = row_of[bottom] - row, column_of[x1] - column
        for r in range(row, row + height):
            for c in range(column, column + width):
                owner.setdefault((r, c), len(cells))
        cells.append((row, column, height, width))
    return Ruled(tuple(xs), tuple(ys), tuple(cells), owner)


def ruling_edges(page: Any, turn: int) -> list[Edge]:
    """The straight horizontal and vertical lines drawn on a page, in upright coordinates.

    Empty when there are too few for a table, or so many that the page is a drawing.
    """
    edges: list[Edge] = []
    for x0, y0, x1, y1 in _segments(page):
        ax, ay = upright(x0, y0, turn)
        bx, by = upright(x1, y1, turn)
        width, height = abs(ax - bx), abs(ay - by)
        if height <= _STRAIGHT and width > _STRAIGHT:
            edges.append(_edge("h", min(ax, bx), max(ax, bx), (ay + by) / 2, (ay + by) / 2))
        elif width <= _STRAIGHT and height > _STRAIGHT:
            edges.append(_edge("v", (ax + bx) / 2, (ax + bx) / 2, min(ay, by), max(ay, by)))
        if len(edges) > limits.MAX_PDF_PAGE_EDGES:
            return []
    return edges if len(edges) >= _MIN_EDGES else []


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> Edge:
    return {
        "orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _segments(page: Any) -> Iterator[Box]:
    """(x0, y0, x1, y1) of all visible straight segments of the page's paths."""
    total = pdfium.FPDFPage_CountObjects(page.raw)
    if total > _MAX_OBJECTS:
        return
    for index in range(total):
        yield from _object_segments(pdfium.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)


def _object_segments(item: Any, outer: Matrix, depth: int) -> Iterator[Box]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        drawn = _drawn(item)
        if drawn is not None:
            yield from _path_segments(item, _times(_matrix(item), outer), drawn == "stroked")
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        matrix = _times(_matrix(item), outer)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            inner = pdfium.FPDFFormObj_GetObject(item, index)
            if inner:
                yield from _object_segments(inner, matrix, depth + 1)


def _path_segments(path: Any, matrix: Matrix, stroked: bool) -> Iterator[Box]:
    """The segments of a path; of a filled one only shapes as thin as a line.

    Word draws borders as thin filled boxes; larger ones are shadings and highlights.
    """
    shape: list[Box] = []
    for begins, segment in _steps(path, matrix):
        if begins and (stroked or _thin(shape)):
            yield from shape
        if begins:
            shape = []
        if segment is not None:
            shape.append(segment)
    if stroked or _thin(shape):
        yield from shape


def _thin(shape: list[Box]) -> bool:
    if not shape:
        return False
    across = [x for box in shape for x in (box[0], box[2])]
    down = [y for box in shape for y in (box[1], box[3])]
    return min(max(across) - min(across), max(down) - min(down)) <= _SNAP


def _steps(path: Any, matrix: Matrix) -> Iterator[tuple[bool, Box | None]]:
    """(does a new shape begin, the straight segment) along a path."""
    x, y = c_float(), c_float()
    start: tuple[float, float] | None = None
    at: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(path), limits.MAX_PDF_PAGE_EDGES * 4)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y)):
            continue
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if not all(map(isfinite, point)) or max(map(abs, point)) > 1e6:
            at = None
            continue
        if kind == pdfium.FPDF_SEGMENT_LINETO and at is not None:
            yield False, (*at, *point)
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
            yield True, None
        at = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            yield False, (*at, *start)
            at = start


def _drawn(path: Any) -> str | None:
    """ "stroked", "filled" (with something else than white), or None when nothing shows."""
    fill, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)):
        return None
    if stroke.value:
        return "stroked"
    if not fill.value:
        return None
    parts = [c_uint() for _ in range(4)]
    if pdfium.FPDFPageObj_GetFillColor(path, *(byref(part) for part in parts)):
        white = all(part.value >= _WHITE for part in parts[:3])
        return None if white or parts[3].value == 0 else "filled"
    return "filled"


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
