"""The forms of the library: defining an indicator, recording a figure, many figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.calendar import CalendarError, parse
from namro.foundation.organisations.forms import LONGEST_REASON, StyledForm
from namro.programme.indicators.actions import DEFINED
from namro.programme.indicators.choices import Confidence, IndicatorKind, Measure, Stage
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.sentences import span_in_words

#: Kinds whose figures are numbers of things: a point before three digits parts thousands.
COUNTED = (IndicatorKind.COUNT, IndicatorKind.RANK, IndicatorKind.YES_NO)
LONGEST_TEXT = 4000


def _text(label: Any, *, longest: int = 500, required: bool = False, **more: Any) -> Any:
    widget = more.pop("widget", None) or forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, required=required, max_length=longest, widget=widget, **more
    )


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DefineForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """What an indicator is; what cannot be together is said on its field."""

    keywords = _text(
        _("Keywords by which it is proposed"),
        longest=LONGEST_TEXT,
        widget=_area(3),
        help_text=_(
            "One entry a line; words of one entry that must all stand in a target are parted by "
            "semicolons: cán bộ trẻ; ban thường vụ."
        ),
    )
    reason = _text(_("Reason, for the history"), longest=LONGEST_REASON, required=True)

    class Meta:
        model = Indicator
        fields = ["key", *DEFINED]
        widgets = {
            **{name: forms.TextInput() for name in ("name", "owner", "supplier", "monitor")},
            **{name: forms.TextInput() for name in ("declared_source", "disaggregation")},
            "definition": _area(3),
            "note": _area(2),
            "formula": _area(2),
        }
        help_texts = {
            "key": _("Small letters, digits and hyphens; the same for ever: “ho-so-dung-han”."),
            "unit": _("As figures carry it: %, đảng viên, tỷ đồng."),
            "declared_source": _(
                "Where several sources give a figure, that of this one counts; written as the "
                "figures name it."
            ),
            "concept": _(
                "What exactly is counted and how, in few words. Figures that name another method "
                "are not comparable without an approved bridge."
            ),
            "formula": _(
                "Keys of other indicators in square brackets: 100 * [dung-han] / [da-giai-quyet]. "
                "What is computed is asked of nobody."
            ),
            "over_time": _("What the figures of months and quarters make of the year's."),
            "over_units": _("What the figures of units make of what stands above them."),
        }
        error_messages = {
            "key": {
                "unique": _(
                    "Another indicator has this key; choose another key, or edit that indicator."
                ),
                "invalid": _("Write small letters, digits and hyphens: “ho-so-dung-han”."),
            }
        }

    def prepare(self) -> None:
        """What is defined keeps its key."""
        if self.instance.pk is not None:
            del self.fields["key"]
            self.initial["keywords"] = "\n".join(self.instance.keywords)

    def clean_keywords(self) -> list[str]:
        """The entries, one a line."""
        lines = str(self.cleaned_data["keywords"]).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def said(self) -> dict[str, Any]:
        """The columns as filled in."""
        return {name: self.cleaned_data[name] for name in DEFINED}


class FigureForm(StyledForm):
    """One figure, its fields named as the columns of a table of figures."""

    scope = _text(
        pgettext_lazy("figure", "About"),
        required=True,
        widget=forms.TextInput(attrs={"list": "known-scopes", "autocomplete": "off"}),
        help_text=_("Whom it is about, as the other figures name it: Hà Nội, xã Sóc Sơn."),
    )
    period = _text(
        pgettext_lazy("figure", "Period"),
        longest=60,
        required=True,
        help_text=_("Such as 2023, quý II/2024, 6 tháng 2025, tháng 3/2025. Past years too."),
    )
    value = _text(
        _("Figure"),
        longest=60,
        help_text=_("Such as 9.370 or 83,57. Empty where a numerator and a denominator are given."),
    )
    stage = forms.ChoiceField(label=pgettext_lazy("figure", "Stage"), choices=Stage.choices)
    source = _text(
        pgettext_lazy("figure", "Source"),
        longest=1000,
        required=True,
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
    )
    link = _text(
        _("Link to the source"), longest=2000, help_text=_("Where it can be read: https://…")
    )
    published_on = _text(
        _("Published on"),
        longest=20,
        help_text=_("dd/mm/yyyy. Empty: nobody knows, and the end of the period is taken."),
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=Confidence.choices)
    numerator = _text(_("Numerator"), longest=60)
    denominator = _text(_("Denominator"), longest=60)
    measure = forms.ChoiceField(label=_("Counts"), choices=Measure.choices)
    part = _text(
        _("Covers only"),
        help_text=_("The part of the population it covers; empty: the whole."),
    )
    low = _text(_("Lower end of the interval"), longest=60)
    high = _text(_("Upper end of the interval"), longest=60)
    concept = _text(
        _("Method"),
        longest=120,
        help_text=_("Only where it was counted otherwise than the indicator says."),
    )
    note = _text(_("Note"), longest=LONGEST_TEXT)
    reason = _text(_("Reason, for the history"), longest=LONGEST_REASON)
    #: What few figures need stands folded.
    RARE = ("numerator", "denominator", "measure", "part", "low", "high", "concept", "note")

    def cells(self, indicator: Indicator) -> list[list[str]]:
        """The form as a table of one row."""
        names = [name for name in self.fields if name != "reason"]
        said = [str(self.cleaned_data.get(name) or "") for name in names]
        return [["indicator", *names], [indicator.key, *said]]

    @property
    def usual(self) -> list[Any]:
        """The fields that most figures need."""
        return [self[name] for name in self.fields if name not in (*self.RARE, "reason")]

    @property
    def last(self) -> list[Any]:
        """What stands at the end."""
        return [self["reason"]]

    @property
    def rare(self) -> list[Any]:
        """The others."""
        return [self[name] for name in self.RARE]

    @property
    def rare_open(self) -> bool:
        """Whether one of the others says something, or is wrong."""
        said = any((each.value() or "") not in ("", Measure.IN_PERIOD) for each in self.rare)
        return said or any(each.errors for each in self.rare)

    @staticmethod
    def of(row: Observation) -> dict[str, Any]:
        """What a figure says, as people write it."""
        numbers = ("value", "numerator", "denominator", "low", "high")
        texts = (
            *("scope", "stage", "source", "link", "confidence", "measure", "part"),
            *("concept", "note"),
        )
        return {
            **{name: getattr(row, name) for name in texts},
            **{name: written(getattr(row, name)) for name in numbers},
            "period": _period(row),
            "published_on": f"{row.published_on:%d/%m/%Y}" if row.published_on else "",
        }


def _period(row: Observation) -> str:
    """The period in words where they read back as it, else as two days."""
    span = span_between(row.first_day, row.last_day)
    words = span_in_words(span, "vi")
    try:
        if parse(words) == span:
            return words
    except CalendarError:
        pass
    return f"{row.first_day.isoformat()}..{row.last_day.isoformat()}"


def written(value: Any) -> str:
    """A number as an official writes it, so that it reads in one way."""
    if value is None:
        return ""
    plain = f"{value.normalize():f}"
    _whole, _point, part = plain.partition(".")
    # Three decimals would read in two ways.
    return f"{plain}0".replace(".", ",") if len(part) == 3 else plain.replace(".", ",")


class ReplaceForm(FigureForm):
    """What should have been recorded, and why it was not."""

    reason = _text(
        _("How the mistake came about, for the history"), longest=LONGEST_REASON, required=True
    )
