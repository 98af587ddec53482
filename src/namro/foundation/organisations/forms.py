"""What the pages of changes and corrections ask for."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    Kind,
    Precision,
    ShareBasis,
)
from namro.foundation.organisations.keeping import Basis
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.foundation.organisations.rules.reading import read_day, read_share

LONGEST_REASON = 500


class DayField(forms.Field):
    """A day written as 31/12/2025 or 2025-12-31."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 10, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:
        written = str(value or "").strip()
        if not written:
            return None
        day = read_day(written)
        if day is None:
            raise forms.ValidationError(
                _("“%(value)s” is not a day; write it as 31/12/2025."), params={"value": written}
            )
        return day


class ShareField(forms.CharField):
    """A share written as 1, 0,35, 35% or 12345/45678; empty where it is unknown."""

    def to_python(self, value: Any) -> Any:
        written = str(value or "").strip()
        if not written:
            return None
        share = read_share(written)
        if share is None:
            raise forms.ValidationError(
                _("“%(value)s” is no share above 0 and up to 1; write 0.35, 35%% or 123/456."),
                params={"value": written},
            )
        return share


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


class StyledForm(forms.Form):
    """A form whose fields look like all others, and say what is wrong with them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            field.widget.attrs["class"] = _look(field.widget)
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] += " is-invalid"

    def prepare(self) -> None:
        """Fit the fields to what the form is about, before what was sent is checked."""


class ReasonForm(StyledForm):
    """Why something is changed or put right."""

    reason = forms.CharField(
        label=_("Reason, for the history"), max_length=LONGEST_REASON, strip=True
    )


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, **more)


class BasisForm(StyledForm):
    """What an event rests on."""

    basis_number = _text(_("Number of the document"))
    basis_date = DayField(label=_("Date of the document"), required=False)
    basis_title = _text(_("Title of the document"))
    source = _text(
        pgettext_lazy("organisation", "Source"),
        help_text=_("Where it is published; a document's number or a source is needed."),
    )
    precision = forms.ChoiceField(label=_("The day is known by"), choices=Precision.choices)
    confidence = forms.ChoiceField(label=_("Confidence"), choices=Confidence.choices)
    note = _text(pgettext_lazy("organisation", "Note"))

    def basis(self) -> Basis:
        """What was filled in."""
        said = self.cleaned_data
        return Basis(
            said["basis_number"],
            said["basis_date"],
            said["basis_title"],
            said["source"],
            Confidence(said["confidence"]),
            Precision(said["precision"]),
            said["note"],
        )


class PlanBasisForm(BasisForm):
    """What a planned change rests on, and why it is recorded."""

    reason = forms.CharField(label=_("Reason, for the history"), max_length=LONGEST_REASON)


class UnitForm(ReasonForm):
    """A unit's own facts."""

    code = forms.CharField(label=_("Code"), max_length=35)
    kind = forms.ChoiceField(label=pgettext_lazy("unit", "Kind"), choices=Kind.choices)
    block = forms.ChoiceField(label=_("Block"), choices=Block.choices)
    source = _text(pgettext_lazy("organisation", "Source"))
    confidence = forms.ChoiceField(label=_("Confidence"), choices=Confidence.choices)
    note = _text(pgettext_lazy("organisation", "Note"))
    field_order = ("code", "kind", "block", "source", "confidence", "note", "reason")

    @staticmethod
    def of(row: Unit) -> dict[str, Any]:
        """What stands there now."""
        names = ("code", "kind", "block", "source", "confidence", "note")
        return {name: getattr(row, name) for name in names}


class NameForm(ReasonForm):
    """How a name is written."""

    name = forms.CharField(label=_("Name"), max_length=500)
    field_order = ("name", "reason")

    @staticmethod
    def of(row: UnitName) -> dict[str, Any]:
        """What stands there now."""
        return {"name": row.name}


class PlaceForm(ReasonForm):
    """Under which unit another stood, and in which order."""

    parent = forms.CharField(
        label=_("Code of the unit above"),
        required=False,
        max_length=35,
        help_text=_("Empty: at the top of the hierarchy."),
    )
    order = forms.IntegerField(label=_("Protocol order"), min_value=0, max_value=1_000_000)
    field_order = ("parent", "order", "reason")

    @staticmethod
    def of(row: Place) -> dict[str, Any]:
        """What stands there now."""
        return {"parent": row.parent.code if row.parent else "", "order": row.order}


class EventForm(BasisForm, ReasonForm):
    """An event's day and what it rests on."""

    on = DayField(label=_("Day"))
    field_order = ("on", "precision", "basis_number", "basis_date", "basis_title")

    @staticmethod
    def of(row: Event) -> dict[str, Any]:
        """What stands there now."""
        names = (
            *("on", "precision", "basis_number", "basis_date", "basis_title"),
            *("source", "confidence", "note"),
        )
        return {name: getattr(row, name) for name in names}


class ShareForm(ReasonForm):
    """What one unit gave another."""

    share = ShareField(
        label=_("Share"), required=False, help_text=_("Such as 0.35, 35% or 123/456.")
    )
    basis = forms.ChoiceField(label=_("Basis of the share"), choices=ShareBasis.choices)
    estimated_by = _text(_("Estimated by"))
    field_order = ("share", "basis", "estimated_by", "reason")

    @staticmethod
    def of(row: EventPart) -> dict[str, Any]:
        """What stands there now."""
        share = row.share
        return {
            "share": "" if share is None else f"{row.share_numerator}/{row.share_denominator}",
            "basis": row.basis,
            "estimated_by": row.estimated_by,
        }


def pair(share: Fraction | None) -> tuple[int, int] | None:
    """A share as it is kept: numerator and denominator."""
    return None if share is None else (share.numerator, share.denominator)
