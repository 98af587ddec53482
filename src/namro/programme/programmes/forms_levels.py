"""The forms on the pages of levels: setting, asking, deciding, withdrawing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.choices import Level
from namro.programme.programmes.forms_versions import DayField, text_field


class LevelForm(forms.Form):
    """A level to be, and why."""

    level = forms.ChoiceField(label=_("Level"), widget=forms.Select(attrs={"class": "form-select"}))
    reason = text_field(_("Reason, for the history"), 500)

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(each, Level(each).label) for each in choices]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Taking a request back: why."""

    prefix = "withdraw"
    reason = text_field(_("Reason, for the history"), 500)


class DecideForm(forms.Form):
    """Approving or refusing requests: why, and the document that approves where there is one."""

    reason = text_field(_("Reason, for the history"), 500)
    basis_number = text_field(
        _("Number of the approving document (may be left empty)"), 100, required=False
    )
    basis_date = DayField(
        label=_("Date of the approving document (may be left empty)"), required=False
    )
