"""The forms of what a target is measured by, and of bridges between methods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.organisations.forms import LONGEST_REASON, DayField, StyledForm
from namro.programme.indicators.choices import Frequency, Judging, RangeMeans
from namro.programme.indicators.forms import written
from namro.programme.indicators.models import Indicator, TargetMeasure
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import read_number
from namro.programme.programmes.rules.numbers import as_language


class NumberField(forms.CharField):
    """A number as people write it."""

    def __init__(self, *, label: Any, required: bool = False, help_text: Any = "") -> None:
        super().__init__(label=label, required=required, max_length=60, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        """As a person would write it."""
        return written(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The number.

        Raises:
            ValidationError: it is none, or reads in two ways.
        """
        said = super().clean(value)
        if not said:
            return None
        try:
            return read_number(said)
        except TargetError as error:
            raise forms.ValidationError(
                error.in_words(as_language(get_language())), code="invalid"
            ) from error


def _text(label: Any, longest: int = 500, *, required: bool = False, **more: Any) -> Any:
    return forms.CharField(label=label, max_length=longest, required=required, **more)


_CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
}


class MeasureForm(forms.Form):
    """By which series a target is judged, and how."""

    indicator = forms.ModelChoiceField(
        label=pgettext_lazy("one", "Indicator"), queryset=Indicator.objects.none()
    )
    scope = _text(
        _("Figures about"),
        required=True,
        widget=forms.TextInput(attrs={"list": "known-scopes", "autocomplete": "off"}),
        help_text=_("Whom the figures are about, as they name it: Hà Nội."),
    )
    reading = forms.ChoiceField(
        label=_("Judged"),
        choices=[("", _("as the words suggest")), *Judging.choices],
        required=False,
    )
    each = forms.ChoiceField(label=_("Periods"), choices=Frequency.choices)
    range_means = forms.ChoiceField(label=_("The range is"), choices=RangeMeans.choices)
    baseline_value = NumberField(
        label=_("Value of the baseline"),
        help_text=_("Where the document states it; otherwise the figure of that year is taken."),
    )
    baseline_concept = _text(_("The baseline counts"), 120)
    baseline_on = DayField(label=_("Day of the baseline"), required=False)
    tolerance = NumberField(label=_("Tolerance"))
    fewer_is_better = forms.BooleanField(label=_("Fewer is better"), required=False)
    geometric = forms.BooleanField(label=_("Geometric mean (for growth)"), required=False)
    note = _text(_("Note"), 2000)
    confirm = forms.BooleanField(
        label=_("I have read the clause: this is how it is meant"), required=False
    )
    reason = _text(_("Reason, for the history"), LONGEST_REASON, required=True)
    _SAME = (
        *("indicator", "scope", "each", "range_means", "baseline_concept", "baseline_on"),
        *("fewer_is_better", "geometric", "note"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["indicator"]
        choice.queryset = Indicator.objects.visible_to(actor).order_by("name")
        for field in self.fields.values():
            kind = type(field.widget)
            field.widget.attrs["class"] = _CLASSES.get(kind, "form-control")

    def how(self, suggested: list[str]) -> dict[str, Any]:
        """The columns of a measure as filled in; `suggested`: what the words suggest."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in self._SAME},
            "readings": [said["reading"]] if said["reading"] else suggested,
            "baseline_value": said["baseline_value"],
            "tolerance": said["tolerance"] or Decimal(0),
        }

    @classmethod
    def of(cls, row: TargetMeasure) -> dict[str, Any]:
        """What a measure says now."""
        return {
            **{name: getattr(row, name) for name in cls._SAME if name != "indicator"},
            "indicator": row.indicator_id,
            "reading": row.readings[0] if len(row.readings) == 1 else "",
            "baseline_value": row.baseline_value,
            "tolerance": row.tolerance or None,
            "confirm": bool(row.confirmed_by),
        }


class ProposeBridgeForm(StyledForm):
    """How figures of one method are brought over to another."""

    old = _text(
        _("From the method"), 120, help_text=_("Empty: what figures that name no method count.")
    )
    new = _text(_("To the method"), 120)
    factor = NumberField(label=_("Times"), required=True)
    offset = NumberField(label=_("Plus"))
    reason = _text(pgettext_lazy("bridge", "Why it holds"), LONGEST_REASON, required=True)


class DecideBridgeForm(StyledForm):
    """Approving a bridge by a document, or refusing it."""

    document = _text(_("Document that approves it"))
    on = DayField(label=_("Date of the document"), required=False)
    reason = _text(_("Reason, for the history"), LONGEST_REASON, required=True)
