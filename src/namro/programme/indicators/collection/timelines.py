"""How changes of forms, rounds and sheets are told: as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may_somewhere
from namro.foundation.history.registering import Rows, Values, register, rows
from namro.foundation.organisations.choices import Kind as UnitKind
from namro.programme.indicators.collection.choices import Step
from namro.programme.indicators.collection.models import (
    Cell,
    Form,
    FormItem,
    Remark,
    Round,
    Sheet,
    SheetFile,
)
from namro.programme.indicators.permissions import SEE_SHEETS


def _forms(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    """What is asked is no secret of those who answer."""
    return entries if may_somewhere(actor, SEE_SHEETS) else entries.none()


def _of_rounds(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries.filter(pgh_obj__in=Round.objects.visible_to(actor).values("pk"))


def _of_sheets(path: str) -> Callable[[Actor, QuerySet[Any]], QuerySet[Any]]:
    def visible(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
        seen = Sheet.objects.visible_to(actor).values("pk")
        return entries.filter(**{f"{path}__in": seen})

    return visible


def _days(values: Values) -> str:
    return f"{values['first_day']:%d/%m/%Y} – {values['last_day']:%d/%m/%Y}"


def _parts(key: Any) -> list[Rows]:
    return [rows(model, sheet_id=key) for model in (Cell, Remark, SheetFile)]


_LABELS = {
    "sheet": pgettext_lazy("collection", "sheet"),
    "item": _("item of a form"),
    "indicator": _("indicator"),
    "form": _("form of collection"),
    "round": _("round of collection"),
    "unit": _("unit of the organisation"),
    "holder": _("supplied by"),
    "awaiting": _("waits for"),
    "top": _("top unit"),
    "programme": _("Programme"),
    "file": _("file of a sheet"),
}

register(
    Form,
    kind="bieu-thu-thap",
    label=_("form of collection"),
    visible=_forms,
    name=lambda values: values["name"],
    parts=lambda key: [rows(FormItem, form_id=key)],
    labels=_LABELS,
    choices={"steps": Step.choices, "unit_kinds": UnitKind.choices},
)
register(
    FormItem,
    kind="muc-cua-bieu",
    label=_("item of a form"),
    visible=_forms,
    name=lambda values: str(values["order"]),
    labels=_LABELS,
    page=False,
)
register(
    Round,
    kind="dot-thu-thap",
    label=_("round of collection"),
    visible=_of_rounds,
    name=_days,
    labels=_LABELS,
)
register(
    Sheet,
    kind="phieu",
    label=pgettext_lazy("collection", "sheet"),
    visible=_of_sheets("pgh_obj"),
    name=lambda values: f"{values['name']}, {values['code']}",
    parts=_parts,
    labels=_LABELS,
    silent=frozenset({"above"}),
)
for _model, _kind, _label, _name in (
    (Cell, "o-so-lieu", _("field of a sheet"), "item_id"),
    (Remark, "y-kien", _("remark on a sheet"), "text"),
    (SheetFile, "tep-cua-phieu", _("file of a sheet"), "name"),
):
    register(
        _model,
        kind=_kind,
        label=_label,
        visible=_of_sheets("sheet"),
        name=lambda values, field=_name: str(values[field]),
        labels=_LABELS,
        page=False,
    )
