"""The form on which an amendment is decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.rules.versions import as_day


class DayField(forms.CharField):
    """A day as an official writes it: 31/12/2025 (ISO 8601 too)."""

    default_error_messages = {"invalid": _("Write the day as 31/12/2025.")}

    def __init__(self, *, label: Any, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=20,
            widget=forms.TextInput(
                attrs={"class": "form-control", "placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
            ),
        )

    def clean(self, value: object) -> dt.date | None:
        """The day; None where none is given and none is needed.

        Raises:
            ValidationError: it is none.
        """
        said = super().clean(value)
        day = as_day(said)
        if day is None and said:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def text_field(label: Any, longest: int, *, required: bool = True) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class AcceptForm(forms.Form):
    """Accepting an amendment: its legal basis, the day it is in force from, and why."""

    prefix = "accept"
    basis_number = text_field(_("Number of the amending document"), 100)
    basis_date = DayField(label=_("Date of the amending document"))
    in_force_from = DayField(label=_("In force from"))
    reason = text_field(_("Reason, for the history"), 500)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class RejectForm(forms.Form):
    """Rejecting an amendment: why."""

    prefix = "reject"
    reason = text_field(_("Reason, for the history"), 500)
