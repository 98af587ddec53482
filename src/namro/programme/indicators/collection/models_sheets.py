"""What comes back: each unit's sheet of a round, its fields, remarks and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation import history
from namro.programme.indicators.choices import Stage
from namro.programme.indicators.collection.choices import (
    Channel,
    RemarkKind,
    SheetState,
)
from namro.programme.indicators.collection.models_forms import FormItem, Round
from namro.programme.indicators.collection.querysets import SheetQuerySet
from namro.programme.indicators.columns import number, one_of


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
            one_of("state", SheetState, "indicators_sheet_state"),
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
            # Nearly all of a city's sheets are approved: what is left is counted by round.
            models.Index(
                fields=["round", "state"],
                condition=~Q(state="approved"),
                name="indicators_sheet_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return self.code


@history.track()
class Cell(models.Model):
    """What stands in one field of a sheet now: a figure, or why there is none."""

    # The constraint's index serves it.
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="cells", db_index=False)
    item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="+")
    value = number(_("value"))
    numerator = number(_("numerator"))
    denominator = number(_("denominator"))
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
            one_of("stage", Stage, "indicators_cell_stage"),
            one_of("channel", Channel, "indicators_cell_channel"),
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
            one_of("kind", RemarkKind, "indicators_remark_kind"),
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
            one_of("channel", Channel, "indicators_sheet_file_channel"),
        ]

    def __str__(self) -> str:
        return self.name
