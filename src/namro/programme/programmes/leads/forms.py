"""The forms on the page of one lead: which unit it is, and who leads since that ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.forms_versions import DayField, text_field

LONGEST_REASON = 500


class ChooseForm(forms.Form):
    """Which unit a name means; "" is none of the register."""

    unit = forms.IntegerField(required=False, min_value=1)
    seen = forms.CharField(max_length=100)
    reason = text_field(_("Reason, for the history"), LONGEST_REASON)


class HandOverForm(forms.Form):
    """Who leads from which day, and what that rests on."""

    prefix = "over"
    successor = forms.ChoiceField(
        label=_("Who leads since"), widget=forms.Select(attrs={"class": "form-select"})
    )
    on = DayField(label=_("From the day"))
    basis_number = text_field(
        _("Number of the document it rests on (may be left empty)"), 200, required=False
    )
    basis_date = DayField(label=_("Date of that document (may be left empty)"), required=False)
    source = text_field(_("Source, where there is no number"), 2000, required=False)
    reason = text_field(_("Reason, for the history"), LONGEST_REASON)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = choices  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Taking a hand-over back: why."""

    prefix = "withdraw"
    reason = text_field(_("Reason, for the history"), LONGEST_REASON)
