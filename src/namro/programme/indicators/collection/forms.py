"""What the pages of forms of collection ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.choices import Kind as UnitKind
from namro.foundation.organisations.forms import LONGEST_REASON, DayField, StyledForm
from namro.foundation.organisations.models import Place, Unit
from namro.programme.indicators.choices import Frequency, Measure
from namro.programme.indicators.collection.actions_forms import FREE, equation_faults
from namro.programme.indicators.collection.choices import Regime, Step
from namro.programme.indicators.collection.listing import names_on
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import read_number
from namro.programme.programmes.models import Programme

MOST_ITEMS = 100
LONGEST = 2000


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


class NumberField(forms.Field):
    """A number written as 83,57 or 9.370,5; nothing: none."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 40}
        )
        super().__init__(required=False, widget=widget, **more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        written = str(value or "").strip()[:40]
        if not written:
            return None
        try:
            return read_number(written)
        except TargetError as wrong:
            raise forms.ValidationError(wrong.in_words(_language())) from None


class CollectionForm(StyledForm):
    """What a form says besides what it asks for."""

    key = forms.SlugField(
        label=pgettext_lazy("form", "key"),
        max_length=80,
        help_text=_("Small letters, digits and hyphens; the same for ever: “mot-cua”."),
    )
    name = forms.CharField(label=_("name"), max_length=500)
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Asked for by the programme"),
        required=False,
        empty_label=_("none: the office that keeps the indicators"),
    )
    scope = forms.CharField(
        label=_("Whom the total of all units is about"),
        max_length=500,
        help_text=_("As figures name it: Hà Nội."),
    )
    frequency = forms.ChoiceField(label=_("frequency"), choices=Frequency.choices)
    regime = forms.ChoiceField(label=_("days covered"), choices=Regime.choices)
    top = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("top unit"),
        help_text=_("Asked are the units below it."),
    )
    hierarchy = forms.ChoiceField(label=_("hierarchy"), choices=Hierarchy.choices)
    unit_kinds = forms.MultipleChoiceField(
        label=_("kinds of units"), choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    steps = forms.MultipleChoiceField(
        label=_("approved by"),
        choices=Step.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One after another, from the top of this list to its end."),
    )
    opens_before = forms.IntegerField(
        label=_("opens, days before the end"), min_value=0, max_value=60, initial=5
    )
    due_after = forms.IntegerField(
        label=_("due, working days after the end"), min_value=0, max_value=120, initial=5
    )
    closes_after = forms.IntegerField(
        label=_("closes, working days after the end"), min_value=0, max_value=240, initial=10
    )
    recurs_from = DayField(
        label=_("recurs from"),
        required=False,
        help_text=_("Rounds open by themselves from the first period that begins then or later."),
    )
    recurs_to = DayField(label=_("recurs until"), required=False)
    note = forms.CharField(
        label=_("note"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 2})
    )
    reason = forms.CharField(label=_("Reason, for the history"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, actor: Actor, fixed: bool = False, **kwargs: Any) -> None:
        """`fixed`: a round asked it already, so that only what may still change is shown."""
        self.actor, self.fixed = actor, fixed
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """What may be chosen, and of a form that was asked only what may still change."""
        programme: Any = self.fields["programme"]
        programme.queryset = Programme.objects.visible_to(self.actor)
        top: Any = self.fields["top"]
        above = Place.objects.filter(parent__isnull=False).values("parent")
        top.queryset = Unit.objects.filter(pk__in=above, valid_to__isnull=True).order_by("code")
        names: dict[int, str] = {}

        def called(unit: Unit) -> str:
            if not names:
                from django.utils import timezone

                names.update(
                    names_on(set(top.queryset.values_list("pk", flat=True)), timezone.localdate())
                )
            return f"{names.get(unit.pk, '')} ({unit.code})"

        top.label_from_instance = called
        if self.fixed:
            for name in set(self.fields) - set(FREE) - {"reason"}:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A round closes no earlier than it is due; steps stand in their order."""
        said = super().clean() or {}
        due, closes = said.get("due_after"), said.get("closes_after")
        if due is not None and closes is not None and closes < due:
            self.add_error("closes_after", _("A round closes no earlier than it is due."))
        first, last = said.get("recurs_from"), said.get("recurs_to")
        if first and last and last < first:
            self.add_error("recurs_to", _("It cannot end before it begins."))
        if "steps" in said:
            said["steps"] = [each for each in Step.values if each in said["steps"]]
        return said

    def said(self) -> dict[str, Any]:
        """The columns as filled in."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("key", "reason")
        }


class ItemForm(StyledForm):
    """One figure that is asked for."""

    indicator = forms.CharField(
        label=_("Indicator"),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-indicators", "autocomplete": "off"}),
    )
    measure = forms.ChoiceField(label=_("counts"), choices=Measure.choices, required=False)
    as_fraction = forms.BooleanField(label=_("asked as numerator and denominator"), required=False)
    required = forms.BooleanField(label=_("required"), required=False, initial=True)
    lowest = NumberField(label=_("at least"))
    highest = NumberField(label=_("at most"))
    jump = NumberField(label=_("jump, percent"))
    equation = forms.CharField(
        label=_("must hold"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 1, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, units: dict[str, str], fixed: bool = False, **kwargs: Any):
        """`units`: the units of measure of all indicators, by key; `fixed`: only checks change."""
        self.units, self.fixed = units, fixed
        #: Which form asks for it already, set by the page.
        self.elsewhere: Any = None
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Of a form that was asked only the checks may change."""
        if self.fixed:
            for name in ("indicator", "measure", "as_fraction"):
                self.fields[name].disabled = True

    def clean_indicator(self) -> Indicator | None:
        """The indicator by its key, or its key and name as the list offers them."""
        written = str(self.cleaned_data["indicator"]).strip()
        if not written:
            return None
        key = written.partition(" – ")[0].strip()
        found: Indicator | None = (
            Indicator.objects.filter(key=key).first()
            or Indicator.objects.filter(name__iexact=written).first()
        )
        if found is None:
            raise forms.ValidationError(
                _("There is no indicator “%(said)s”; choose one from the list."),
                params={"said": written},
            )
        return found

    def clean_equation(self) -> str:
        """The relations, one a line; each can be read and compares like with like."""
        text = str(self.cleaned_data["equation"]).strip()
        for line, wrong in equation_faults(text, self.units):
            raise forms.ValidationError(f"“{line}”: {wrong.in_words(_language())}")
        return text

    def clean(self) -> dict[str, Any]:
        """What is at least is no more than what is at most."""
        said = super().clean() or {}
        low, high = said.get("lowest"), said.get("highest")
        if low is not None and high is not None and low > high:
            self.add_error("highest", _("It is less than what the figure is at least."))
        return said

    @property
    def asks(self) -> bool:
        """Whether this line asks for anything."""
        said = getattr(self, "cleaned_data", {})
        return bool(said.get("indicator")) and not said.get("DELETE")

    def checks(self) -> dict[str, Any]:
        """What it counts and how it is checked, as filled in."""
        names = ("required", "lowest", "highest", "jump", "equation")
        measure = self.cleaned_data["measure"] or Measure.IN_PERIOD.value
        return {"measure": measure} | {name: self.cleaned_data[name] for name in names}


class _Box(forms.CheckboxInput):
    """A box that looks like the others."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "form-check-input", **(attrs or {})})


class Lines(BaseFormSet):  # type: ignore[type-arg]
    """The lines of a form."""

    deletion_widget = _Box

    def add_fields(self, form: Any, index: int | None) -> None:
        """With its box to leave it out; what was sent is then checked anew."""
        super().add_fields(form, index)
        form._errors = None


def item_forms(extra: int, fixed: bool = False) -> type[BaseFormSet[ItemForm]]:
    """The lines of a form, with so many empty ones."""
    made: Any = formset_factory(
        ItemForm,
        formset=Lines,
        extra=0 if fixed else extra,
        can_delete=not fixed,
        max_num=MOST_ITEMS,
        validate_max=True,
        absolute_max=MOST_ITEMS + 20,
    )
    return made  # type: ignore[no-any-return]
