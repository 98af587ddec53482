"""A sheet as the official form on paper, with its code to be read by eye and by machine."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from namro.foundation.calendar.wording import in_words
from namro.foundation.organisations.models import UnitName
from namro.foundation.organisations.naming import name_on
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.workbooks.layout import label
from namro.programme.indicators.collection.workbooks.making import unit_words
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import number

TEMPLATE = Path(__file__).with_name("form.typ")


def paper_form(sheet: Sheet) -> bytes:
    """The form of a sheet (with its round, form and unit) as PDF, A4, filled in with what is known.

    What is entered already is printed; an empty field is left for the pen.
    """
    import typst  # large, and needed here alone

    made = typst.compile(TEMPLATE, sys_inputs={"said": json.dumps(_said(sheet))})
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def code_picture(code: str) -> str:
    """The code of a sheet as a QR code (ISO/IEC 18004), drawn as SVG."""
    import segno

    file = io.BytesIO()
    made = segno.make(code, error="m", micro=False)
    made.save(file, kind="svg", border=2, xmldecl=False, svgns=True, scale=4)
    return file.getvalue().decode()


def _said(sheet: Sheet) -> dict[str, Any]:
    round_ = sheet.round
    above = UnitName.objects.filter(unit=sheet.above[0]) if sheet.above else []
    return {
        "title": round_.form.name,
        "above": name_on(list(above), round_.last_day),
        "unit": unit_words(sheet),
        "period": in_words(span_between(round_.first_day, round_.last_day)),  # type: ignore[arg-type]
        "covers": f"số liệu từ {round_.covers_from:%d/%m/%Y} đến {round_.covers_to:%d/%m/%Y}",
        "due": f"{round_.due_on:%d/%m/%Y}",
        "code": sheet.code,
        "picture": code_picture(sheet.code),
        "rows": [
            _row(place, each) for place, each in enumerate(rows_of(sheet, plans=True), start=1)
        ],
    }


def _row(place: int, row: Row) -> dict[str, Any]:
    cell, item = row.cell, row.item
    notes = []
    if cell is not None:
        if cell.not_applicable:
            notes.append(f"không áp dụng: {cell.not_applicable}")
        elif cell.stage == Stage.ESTIMATE:
            notes.append("ước")
        notes.append(cell.comment)
    value = None if cell is None else cell.numerator if item.as_fraction else cell.value
    return {
        "number": place,
        "name": label(item),
        "unit": item.indicator.unit,
        "previous": _figure(row.previous, item.indicator.unit),
        "last_year": _figure(row.last_year, item.indicator.unit),
        "plan": row.plan.figure("", "vi") if row.plan else "",
        "plan_by": row.plan.origin("vi") if row.plan else "",
        "value": "" if value is None else number(value, "vi"),
        "denominator": ""
        if cell is None or cell.denominator is None
        else number(cell.denominator, "vi"),
        "fraction": item.as_fraction,
        "note": "; ".join(filter(None, notes)),
    }


def _figure(value: Fraction | None, unit: str) -> str:
    """As on the page of the sheet; the unit of measure has its own column."""
    if value is None:
        return ""
    return amount(value, unit if unit == "%" else "", "vi").removesuffix("%")
