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

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            max_length=20,
            widget=forms.TextInput(
                attrs={"class": "form-control", "placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
            ),
        )

    def clean(self, value: object) -> dt.date:
        """The day.

        Raises:
            ValidationError: it is none.
        """
        day = as_day(super().clean(value))
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def _text(label: Any, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


class AcceptForm(forms.Form):
    """Accepting an amendment: its legal basis, the day it is in force from, and why."""

    prefix = "accept"
    basis_number = _text(_("Number of the amending document"), 100)
    basis_date = DayField(label=_("Date of the amending document"))
    in_force_from = DayField(label=_("In force from"))
    reason = _text(_("Reason, for the history"), 500)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class RejectForm(forms.Form):
    """Rejecting an amendment: why."""

    prefix = "reject"
    reason = _text(_("Reason, for the history"), 500)
