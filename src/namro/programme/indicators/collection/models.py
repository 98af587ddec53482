"""Forms that ask units for figures, the rounds they come back in, and each unit's sheet of a round.

A sheet is filled in, submitted and approved step by step; what the last step approves becomes
observations, which are never changed. Totals over units are kept beside them and can be counted
anew from them at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.choices import Kind as UnitKind
from namro.programme.indicators.choices import Frequency, Measure, Stage
from namro.programme.indicators.collection.choices import (
    Channel,
    Regime,
    RemarkKind,
    SheetState,
    Step,
)
from namro.programme.indicators.collection.models_reminders import Digest as Digest
from namro.programme.indicators.collection.querysets import RoundQuerySet, SheetQuerySet


def _one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def _number(name: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(name, max_digits=28, decimal_places=8, null=True, blank=True)


@history.track()
class Form(models.Model):
    """What is asked of which units, how often, until when, and who approves it."""

    key = models.SlugField(pgettext_lazy("form", "key"), max_length=80, unique=True)
    name = models.TextField(_("name"))
    # The programme whose standing body asks; none: the office that keeps the indicators.
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency.choices, default=Frequency.MONTH
    )
    regime = models.CharField(
        _("days covered"), max_length=20, choices=Regime.choices, default=Regime.CALENDAR
    )
    # Asked are the units of these kinds below `top` on the last day of the period.
    top = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    hierarchy = models.CharField(
        _("hierarchy"), max_length=20, choices=Hierarchy.choices, default=Hierarchy.TERRITORY
    )
    unit_kinds = ArrayField(
        models.CharField(max_length=20, choices=UnitKind.choices), verbose_name=_("kinds of units")
    )
    # Whom the total of all units is about, as published figures name it.
    scope = models.TextField(pgettext_lazy("figure", "about"))
    # In days before the period ends, and in working days after it.
    opens_before = models.PositiveSmallIntegerField(_("opens, days before the end"), default=5)
    due_after = models.PositiveSmallIntegerField(_("due, working days after the end"), default=5)
    closes_after = models.PositiveSmallIntegerField(
        _("closes, working days after the end"), default=10
    )
    steps = ArrayField(
        models.CharField(max_length=10, choices=Step.choices), verbose_name=_("approved by")
    )
    # Rounds come by themselves from the first period that begins on this day or later.
    recurs_from = models.DateField(_("recurs from"), null=True, blank=True)
    recurs_to = models.DateField(_("recurs until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    class Meta:
        verbose_name = _("form of collection")
        verbose_name_plural = _("forms of collection")
        ordering: ClassVar[Sequence[str]] = ["key"]
        constraints = [
            _one_of("frequency", Frequency, "indicators_form_frequency"),
            _one_of("regime", Regime, "indicators_form_regime"),
            _one_of("hierarchy", Hierarchy, "indicators_form_hierarchy"),
            models.CheckConstraint(
                condition=Q(steps__contained_by=Step.values) & Q(steps__len__gte=1),
                name="indicators_form_steps",
            ),
            models.CheckConstraint(
                condition=Q(unit_kinds__len__gte=1), name="indicators_form_unit_kinds"
            ),
            models.CheckConstraint(
                condition=Q(closes_after__gte=F("due_after")), name="indicators_form_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.track()
class FormItem(models.Model):
    """One figure that a form asks for."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="items")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, related_name="form_items"
    )
    measure = models.CharField(
        _("counts"), max_length=20, choices=Measure.choices, default=Measure.IN_PERIOD
    )
    order = models.PositiveSmallIntegerField(_("order"))
    # Asked as numerator and denominator, not as their quotient.
    as_fraction = models.BooleanField(_("asked as numerator and denominator"), default=False)
    required = models.BooleanField(_("required"), default=True)
    # How it is checked (`rules.checking`); nothing said: not checked for that.
    lowest = _number(_("at least"))
    highest = _number(_("at most"))
    # In percent of the figure before.
    jump = models.DecimalField(
        _("jump, percent"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    # A formula over indicators that must hold, such as “[a] = [b] + [c]”.
    equation = models.TextField(_("must hold"), blank=True)

    class Meta:
        verbose_name = _("item of a form")
        verbose_name_plural = _("items of forms")
        ordering: ClassVar[Sequence[str]] = ["form_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator", "measure"], name="indicators_form_item_once"
            ),
            _one_of("measure", Measure, "indicators_form_item_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.indicator_id}"


@history.track()
class Round(models.Model):
    """A form sent out for one period."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="rounds")
    # The period, and the days its figures cover where a regime says others.
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    covers_from = models.DateField(_("figures from"))
    covers_to = models.DateField(_("figures to"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"))
    # Past its close it takes figures again until this day, for a reason (in the history).
    reopened_until = models.DateField(_("reopened until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects: ClassVar[Any] = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of collection")
        verbose_name_plural = _("rounds of collection")
        ordering: ClassVar[Sequence[str]] = ["-last_day", "form_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "first_day", "last_day"], name="indicators_round_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    first_day__lte=F("last_day"),
                    covers_from__lte=F("covers_to"),
                    opens_on__lte=F("due_on"),
                    due_on__lte=F("closes_on"),
                ),
                name="indicators_round_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}, {self.first_day} – {self.last_day}"

    @property
    def takes_until(self) -> Any:
        """The last day on which sheets are taken."""
        return max(filter(None, (self.closes_on, self.reopened_until)))


@history.track()
class Sheet(models.Model):
    """What one unit is asked in one round, and how far that is."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    # Whom the figures are about; and who supplies them now, another where it was merged.
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    # The unit's name when the round was opened: what its figures are filed under.
    name = models.TextField(_("name"))
    # The units above it up to the form's, nearest first: whose totals its figures enter.
    above = ArrayField(models.BigIntegerField(), verbose_name=_("units above"))
    # Printed on the paper form and in the workbook.
    code = models.CharField(pgettext_lazy("sheet", "code"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=SheetState.choices, default=SheetState.OPEN
    )
    # Which of the form's steps is next, and the unit whose approver it waits for.
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    awaiting = models.ForeignKey(
        "organisations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.CharField(_("submitted by"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    # Somebody approved what they had entered or submitted themselves.
    same_person = models.BooleanField(_("entered and approved by one person"), default=False)
    # How many fields deserved a second look when it was submitted (`asking`).
    doubts = models.PositiveSmallIntegerField(_("doubts when submitted"), default=0)
    # The signed paper: its number and day.
    paper_number = models.CharField(_("number of the report"), max_length=100, blank=True)
    paper_date = models.DateField(_("date of the report"), null=True, blank=True)

    objects: ClassVar[Any] = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("collection", "sheet")
        verbose_name_plural = pgettext_lazy("collection", "sheets")
        ordering: ClassVar[Sequence[str]] = ["round_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="indicators_sheet_once"),
            _one_of("state", SheetState, "indicators_sheet_state"),
            models.CheckConstraint(
                condition=Q(state="submitted", awaiting__isnull=False)
                | ~Q(state="submitted") & Q(awaiting__isnull=True),
                name="indicators_sheet_awaiting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["awaiting", "round"],
                condition=Q(state="submitted"),
                name="indicators_sheet_waiting",
            ),
            models.Index(fields=["holder", "round"], name="indicators_sheet_holder"),
        ]

    def __str__(self) -> str:
        return self.code


@history.track()
class Cell(models.Model):
    """What stands in one field of a sheet now: a figure, or why there is none."""

    # The constraint's index serves it.
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="cells", db_index=False)
    item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="+")
    value = _number(_("value"))
    numerator = _number(_("numerator"))
    denominator = _number(_("denominator"))
    stage = models.CharField(
        pgettext_lazy("figure", "stage"), max_length=12, choices=Stage.choices, default=Stage.FINAL
    )
    # Why there is none, where the field does not apply to the unit; then there is no figure.
    not_applicable = models.TextField(_("does not apply because"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    channel = models.CharField(
        pgettext_lazy("figure", "came in"), max_length=10, choices=Channel.choices
    )
    file = models.ForeignKey(
        "indicators.SheetFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.CharField(_("entered by"), max_length=200)
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("field of a sheet")
        verbose_name_plural = _("fields of sheets")
        ordering: ClassVar[Sequence[str]] = ["sheet_id", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="indicators_cell_once"),
            _one_of("stage", Stage, "indicators_cell_stage"),
            _one_of("channel", Channel, "indicators_cell_channel"),
            models.CheckConstraint(
                condition=Q(
                    not_applicable="",
                    value__isnull=False,
                    numerator__isnull=True,
                    denominator__isnull=True,
                )
                | Q(
                    not_applicable="",
                    value__isnull=True,
                    numerator__isnull=False,
                    denominator__isnull=False,
                )
                | ~Q(not_applicable="")
                & Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="indicators_cell_one_figure",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0),
                name="indicators_cell_denominator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.item_id}"


@history.track()
class Remark(models.Model):
    """Something said of a sheet or of one field of it: a comment, or why it came back."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="remarks")
    item = models.ForeignKey(
        FormItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(
        pgettext_lazy("remark", "kind"), max_length=12, choices=RemarkKind.choices
    )
    text = models.TextField(pgettext_lazy("remark", "text"))
    said_by = models.CharField(pgettext_lazy("remark", "said by"), max_length=200)
    said_at = models.DateTimeField(pgettext_lazy("remark", "said at"), auto_now_add=True)

    class Meta:
        verbose_name = _("remark on a sheet")
        verbose_name_plural = _("remarks on sheets")
        ordering: ClassVar[Sequence[str]] = ["sheet_id", "said_at", "pk"]
        constraints = [
            _one_of("kind", RemarkKind, "indicators_remark_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="indicators_remark_text"),
        ]

    def __str__(self) -> str:
        return self.text


@history.track(exclude=["content"])
class SheetFile(models.Model):
    """A file that belongs to a sheet: evidence, the workbook it came in, or the signed scan."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="files")
    item = models.ForeignKey(
        FormItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(
        pgettext_lazy("figure", "came in"), max_length=10, choices=Channel.choices
    )
    name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(_("type of the file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("the file itself"))
    added_by = models.CharField(_("added by"), max_length=200)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of a sheet")
        verbose_name_plural = _("files of sheets")
        ordering: ClassVar[Sequence[str]] = ["sheet_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "sha256"], name="indicators_sheet_file_once"),
            _one_of("channel", Channel, "indicators_sheet_file_channel"),
        ]

    def __str__(self) -> str:
        return self.name


class RollUp(models.Model):
    """The total of the approved figures below a unit, of one indicator and period.

    Nothing is entered here: `totals` adds what is approved as it is approved, and counts all anew
    with the same result. It holds what adds up exactly; the figure is made of it by the
    indicator's own rule.
    """

    # Made of figures that refer to the same rows: the database need not look each up once more.
    indicator = models.ForeignKey(
        "indicators.Indicator",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    form = models.ForeignKey(
        Form, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    first_day = models.DateField()
    last_day = models.DateField()
    measure = models.CharField(max_length=20, choices=Measure.choices)
    # How many units have a figure, and how many of these are estimates.
    count = models.IntegerField()
    estimates = models.IntegerField()
    total = models.DecimalField(max_digits=38, decimal_places=8)
    numerator = models.DecimalField(max_digits=38, decimal_places=8)
    denominator = models.DecimalField(max_digits=38, decimal_places=8)
    lowest = _number("")
    highest = _number("")
    changed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "form", "last_day", "first_day", "measure"],
                name="indicators_roll_up_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.unit_id}, {self.first_day} – {self.last_day}"


class RoundCount(models.Model):
    """How many units a round asks, and how many of them an item does not apply to.

    Nothing is entered here: `counting` keeps it as rounds are opened and sheets approved, and
    counts all anew with the same result.
    """

    # The constraint's index serves it.
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="counts", db_index=False
    )
    # None: all the sheets of the round. An item: those approved that say it does not apply.
    item = models.ForeignKey(
        FormItem, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "item"], nulls_distinct=False, name="indicators_round_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}, {self.item_id}: {self.count}"
