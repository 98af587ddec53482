"""The forms on which the cascade is decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from namro.programme.programmes.cascade.items import Told
from namro.programme.programmes.models import Programme

LONGEST_REASON = 500


def reason_field() -> forms.CharField:
    """Why, for the history."""
    return forms.CharField(
        label=_("Reason, for the history"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


def _select(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.Select(attrs={"class": "form-select"}))


class SpecifyForm(forms.Form):
    """Which document this one specifies, and why one says so."""

    prefix = "specify"
    upper = _select(_("The document above"))
    reason = reason_field()

    def __init__(self, *args: Any, programmes: Iterable[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(each.pk): each for each in programmes}
        field = self.fields["upper"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
        field.choices = [("", "–")] + [
            (key, f"{each.number} · {each.title}"[:160]) for key, each in self.found.items()
        ]

    def chosen(self) -> Programme:
        """The document chosen in a valid form."""
        return self.found[self.cleaned_data["upper"]]


class PairForm(forms.Form):
    """Which item of the lower document specifies which of the upper, and why one says so."""

    prefix = "pair"
    upper = _select(_("Item of the document above"))
    lower = _select(_("Item of the document below"))
    reason = reason_field()

    def __init__(
        self, *args: Any, uppers: Iterable[Told], lowers: Iterable[Told], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, told in (("upper", uppers), ("lower", lowers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # as declared above
            field.choices = [("", "–")] + [(str(one.end), one.name[:140]) for one in told]
