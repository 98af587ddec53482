"""The forms on which a target is given out, amended and withdrawn."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from namro.foundation.history import editing
from namro.programme.indicators.rules.allocation_sheet import Given, NotANumber, as_number
from namro.programme.programmes.forms_versions import DayField, text_field

LONGEST_REASON = 500


class NumberField(forms.CharField):
    """A number as people write it; one that may be thousands or decimals is asked about."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            max_length=40,
            widget=forms.TextInput(
                attrs={"class": "form-control", "inputmode": "decimal", "autocomplete": "off"}
            ),
        )

    def clean(self, value: object) -> Decimal:
        """The number.

        Raises:
            ValidationError: it is none.
        """
        said = super().clean(value)
        try:
            return as_number(said)
        except NotANumber as error:
            words = error.vi if get_language() == "vi" else error.en
            raise forms.ValidationError(words, code="invalid") from error


class _Decided(forms.Form):
    """By which document, where it was published, and why it is recorded."""

    document = text_field(_("Number of the deciding document"), 200, required=False)
    document_on = DayField(label=_("Date of the deciding document"), required=False)
    source = text_field(
        _("Where it was published, if the document is not known"), 2000, required=False
    )
    reason = text_field(_("Reason, for the history"), LONGEST_REASON)


class GiveForm(_Decided):
    """Giving a share to a year, a unit, or a unit in a year."""

    year = forms.IntegerField(
        label=_("Year (left empty: the whole term)"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    unit = text_field(
        _("Given to: name or code of a unit (left empty: the programme itself)"),
        300,
        required=False,
    )
    value = NumberField(label=_("What is given"))
    field_order = ("year", "unit", "value", "document", "document_on", "source", "reason")

    def given(self) -> Given:
        """What the form says."""
        said = self.cleaned_data
        return Given(
            said["year"],
            said["unit"],
            said["value"],
            said["document"],
            said["document_on"],
            said["source"],
        )


class AmendForm(_Decided):
    """Giving another number by a later document."""

    prefix = "amend"
    value = NumberField(label=_("What is given from now on"))
    field_order = ("value", "document", "document_on", "source", "reason")


class WithdrawAllocationForm(_Decided):
    """Taking back what was given."""

    prefix = "withdraw"


def seen(posted: Any) -> str:
    """The version of what the page showed, as its form carried it."""
    return str(posted.get(editing.FIELD, ""))
