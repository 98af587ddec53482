"""What is collected as programs read it: forms, rounds, sheets and their rows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from namro.foundation.history import editing
from namro.foundation.interface.rest import (
    figure,
    rounded,
)
from namro.programme.indicators.collection.actions_sheets import fields_of
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.models import (
    Cell,
    Form,
    FormItem,
    Remark,
    Round,
    Sheet,
)
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.periods import text_between
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.showing import truthful


def version_of(sheet: Sheet) -> str:
    """The version of a sheet and its fields."""
    return editing.version(sheet, fields_of(sheet))


def item_out(item: FormItem) -> dict[str, Any]:
    """An item of a form."""
    return {
        "item": item.pk,
        "indicator": item.indicator.key,
        "name": item.indicator.name,
        "unit": item.indicator.unit,
        "measure": item.measure,
        "as_fraction": item.as_fraction,
        "required": item.required,
        "lowest": figure(item.lowest),
        "highest": figure(item.highest),
    }


def form_out(form: Form, *, items: bool = False) -> dict[str, Any]:
    """A form, with its items where they are asked for."""
    said: dict[str, Any] = {
        "key": form.key,
        "name": form.name,
        "frequency": form.frequency,
        "top": form.top.code,
        "hierarchy": form.hierarchy,
        "unit_kinds": form.unit_kinds,
        "steps": form.steps,
        "note": form.note,
    }
    if items:
        said["items"] = [item_out(each) for each in form.items.select_related("indicator")]
    return said


def round_out(round_: Round) -> dict[str, Any]:
    """A round."""
    return {
        "number": round_.pk,
        "form": round_.form.key,
        "period": text_between(round_.first_day, round_.last_day),
        "first_day": round_.first_day,
        "last_day": round_.last_day,
        "opens_on": round_.opens_on,
        "due_on": round_.due_on,
        "takes_until": round_.takes_until,
    }


def sheet_out(sheet: Sheet) -> dict[str, Any]:
    """A sheet, without what stands in it."""
    return {
        "code": sheet.code,
        "round": sheet.round_id,
        "form": sheet.round.form.key,
        "period": text_between(sheet.round.first_day, sheet.round.last_day),
        "unit": {"number": sheet.unit_id, "code": sheet.unit.code, "name": sheet.name},
        "holder": sheet.holder.code,
        "state": sheet.state,
        "awaiting": sheet.awaiting.code if sheet.awaiting else None,
        "due_on": sheet.round.due_on,
        "submitted_at": sheet.submitted_at,
        "submitted_by": sheet.submitted_by,
        "approved_at": sheet.approved_at,
        "approved_by": sheet.approved_by,
    }


def whole_sheet(sheet: Sheet) -> dict[str, Any]:
    """A sheet with its rows, what is doubtful in them, and what was said of it."""
    # The version first: what changes between the two is then refused, not overwritten.
    version = version_of(sheet)
    return {
        **sheet_out(sheet),
        "version": version,
        "rows": [_row(each) for each in rows_of(sheet, peers=Peers.BEFORE, plans=True)],
        "remarks": [remark_out(each) for each in sheet.remarks.all()],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "asked": item_out(row.item),
        "cell": _cell(row.cell) if row.cell else None,
        "previous": rounded(row.previous),
        "last_year": rounded(row.last_year),
        "cumulated": rounded(row.cumulated),
        "plan": _plan(row) if row.plan else None,
        "doubts": [
            {"code": each.check.value, "detail": each.vi, "detail_en": each.en}
            for each in row.doubts
        ],
    }


def _plan(row: Row) -> dict[str, Any]:
    found = given(row.plan)
    return {
        "low": rounded(found.plan.low),
        "high": rounded(found.plan.high),
        "origin": found.plan.source.value,
        "decision": found.plan.decision,
        "programme": found.programme,
        "reached": None if row.reached is None else figure(truthful(row.reached, [Fraction(100)])),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "value": figure(cell.value),
        "numerator": figure(cell.numerator),
        "denominator": figure(cell.denominator),
        "not_applicable": cell.not_applicable,
        "stage": cell.stage,
        "comment": cell.comment,
        "channel": cell.channel,
        "entered_by": cell.entered_by,
        "entered_at": cell.entered_at,
    }


def remark_out(remark: Remark) -> dict[str, Any]:
    """Something said of a sheet."""
    return {
        "number": remark.pk,
        "item": remark.item_id,
        "kind": remark.kind,
        "text": remark.text,
        "said_by": remark.said_by,
        "said_at": remark.said_at,
    }
