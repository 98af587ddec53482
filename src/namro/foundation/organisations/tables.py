"""Reading the cells of a CSV or XLSX file, and what its columns of words may say."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

from django.db import models
from django.utils import translation

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    EventKind,
    Hierarchy,
    Kind,
    Precision,
    ShareBasis,
)
from namro.foundation.organisations.refusals import LoadRefused
from namro.foundation.organisations.rules.sheet import EXISTS, Cell, RowError, Words

LARGEST = 20 * 1024 * 1024  # bytes of a file
MOST_ROWS = 50_000


def read_file(path: Path) -> list[list[Cell]]:
    """The cells of a CSV or XLSX file, read in a process of its own.

    Raises:
        LoadRefused: it cannot be read as such.
    """
    if path.stat().st_size > LARGEST:
        raise _too_large()
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(content: bytes, name: str) -> list[list[Cell]]:
    """The cells of a CSV or XLSX file called `name`, read in a process of its own.

    Raises:
        LoadRefused: it cannot be read as such, or is too large.
    """
    if len(content) > LARGEST:
        raise _too_large()
    work = _xlsx if name.casefold().endswith(".xlsx") else _csv
    try:
        cells: list[list[Cell]] = json.loads(run_apart(lambda: work(content)))
    except Refused as error:
        raise _unreadable(
            "không đọc được tệp; hãy lưu lại dạng XLSX hoặc CSV (UTF-8)",
            "the file cannot be read; save it as XLSX or CSV (UTF-8)",
        ) from error
    if len(cells) > MOST_ROWS + 1:
        raise _unreadable(
            f"tệp có hơn {MOST_ROWS} dòng; hãy chia nhỏ",
            f"the file has over {MOST_ROWS} rows; divide it",
        )
    return cells


def _too_large() -> LoadRefused:
    return _unreadable("tệp lớn hơn 20 MB; hãy chia nhỏ", "the file is over 20 MB; divide it")


def _unreadable(vietnamese: str, english: str) -> LoadRefused:
    return LoadRefused([RowError(1, "", vietnamese, english)])


def _csv(content: bytes) -> bytes:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return json.dumps(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))).encode()


def _xlsx(content: bytes) -> bytes:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    return json.dumps(
        [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    ).encode()


def _cell(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return str(value)


def words() -> Words:
    """What may stand in the columns of words: the values, and their Vietnamese names."""
    with translation.override("vi"):
        return {
            "event": {EXISTS: EXISTS, "đã có": EXISTS} | _labels(EventKind),
            "kind": _labels(Kind),
            "block": _labels(Block),
            "hierarchy": _labels(Hierarchy),
            "share_basis": _labels(ShareBasis),
            "confidence": _labels(Confidence),
            "precision": _labels(Precision),
        }


def _labels(choices: type[models.TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, label in choices.choices:
        found[str(value)] = str(value)
        found[str(label).casefold()] = str(value)
    return found
