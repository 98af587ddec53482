"""A programme, and the versions of its document. (What the documents say: `models`.)"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.programme.programmes.choices import Level
from namro.programme.programmes.querysets import ProgrammeQuerySet, SourceQuerySet
from namro.programme.programmes.rules.versions import At


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database refuses a value of `field` that is not one of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


@history.track()
class Programme(models.Model):
    """A programme, plan or other document of tasks; listed, and then imported with its document.

    Its identity is its number, its issuer and its edition (the first year of its period, else the
    year it was issued), since numbers restart with each term or year. An illustrative programme
    may stand beside the real one.
    """

    number = models.TextField(_("number"))
    number_key = models.TextField(editable=False)
    issuer = models.TextField(_("issuer"), blank=True)
    issuer_key = models.TextField(editable=False, blank=True)
    edition = models.PositiveSmallIntegerField(editable=False, null=True)
    kind = models.TextField(_("kind of document"), blank=True)
    title = models.TextField(_("title"))
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    place = models.TextField(_("place of issue"), blank=True)
    signer = models.TextField(_("signed by"), blank=True)
    signer_role = models.TextField(_("signer's office"), blank=True)
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.INTERNAL
    )
    illustrative = models.BooleanField(_("illustrative data"), default=False)
    # Bytes decide the order of these columns, whatever collation the server has.
    sort_key = models.TextField(editable=False, db_collation="C")
    search_text = models.TextField(editable=False, db_collation="C")

    # The day as of which it is seen, set by whoever shows it and never kept.
    day: dt.date | None = None
    # The versions of its document, oldest first, where whoever shows it has fetched them already.
    versions: Sequence[SourceDocument] | None = None
    # How many items it has, where `counting.count_items` said so.
    source_count = target_count = deliverable_count = 0

    objects: ClassVar[Any] = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering: ClassVar[Sequence[str]] = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                # A sample never stands in the way of the real document of that number.
                fields=["number_key", "issuer_key", "edition", "illustrative"],
                nulls_distinct=False,
                name="programmes_programme_once",
            ),
            models.CheckConstraint(
                condition=~Q(number_key="") & ~Q(title=""), name="programmes_programme_named"
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(
                    # Both named: a comparison with NULL would pass.
                    period_start__isnull=False,
                    period_end__isnull=False,
                    period_start__lte=F("period_end"),
                ),
                name="programmes_programme_period",
            ),
            one_of("level", Level, "programmes_programme_level"),
        ]
        indexes = [models.Index(fields=["sort_key"], name="programmes_sort")]

    def __str__(self) -> str:
        return self.number

    @property
    def source(self) -> SourceDocument | None:
        """The version of its document in force on the day it is seen as of (today, where none is
        said), or None while it is only listed."""
        return self.source_on(self.day)

    @property
    def at(self) -> At:
        """Its key for addresses, with the day it is seen as of: 12, or 12@2023-06-30."""
        return At(self.pk, self.day)

    def source_on(self, day: dt.date | None) -> SourceDocument | None:
        """The version of its document in force on `day` (None: today), or None while it is only
        listed. The first version also stands for the days before it."""
        day = day or timezone.localdate()
        if self.versions is not None:
            return next((each for each in self.versions if each.stands_on(day)), None)
        # The file and its text may be large; they are fetched only when read.
        found: SourceDocument | None = self.sources.in_force(day).defer("content", "text").first()
        return found


@history.track(exclude=["content", "text"])
class SourceDocument(models.Model):
    """A file as it came, its SHA-256, and the normalised text that all places refer to.

    Never changed once kept: a trigger refuses it (a new document is a new row). Each is a version
    of its programme, in force from one day until the day before another; the first is in force
    from its date of issue, which may not be known. `head` is the head as this version says it
    (the "document" of its draft).
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="sources", verbose_name=_("programme")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    content = models.BinaryField(_("the file itself"))
    text = models.TextField(_("text as read"))
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.INTERNAL
    )
    reader_version = models.CharField(_("version of the reader"), max_length=50)
    imported_by = models.CharField(_("imported by"), max_length=200)
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until before"), null=True, blank=True)
    basis_number = models.TextField(_("number of the amending document"), blank=True)
    basis_date = models.DateField(_("date of the amending document"), null=True, blank=True)
    head = models.JSONField(_("head of the document"), default=dict)

    objects: ClassVar[Any] = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[Sequence[str]] = ["programme_id", "version"]
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="programmes_version_once"
            ),
            # At most one version of a programme is in force on a day.
            ExclusionConstraint(
                name="programmes_one_version_a_day",
                expressions=[
                    (
                        Func(F("programme"), F("programme"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("in_force_from"), F("in_force_until"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_until__isnull=True)
                | Q(in_force_from__lt=F("in_force_until")),
                name="programmes_version_dates",
            ),
            models.CheckConstraint(
                condition=Q(version=1)
                | Q(
                    version__gt=1,
                    in_force_from__isnull=False,
                    basis_date__isnull=False,
                )
                & ~Q(basis_number=""),
                name="programmes_version_basis",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="programmes_source_sha256"
            ),
            one_of("level", Level, "programmes_source_level"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="source_is_kept_as_it_came",
                fields=["programme", "file_name", "size", "sha256", "content", "text"],
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def stands_on(self, day: dt.date) -> bool:
        """Whether this version stands on `day`: what `querysets.in_force` asks of the database."""
        begun = self.version == 1 or (self.in_force_from is not None and self.in_force_from <= day)
        return begun and (self.in_force_until is None or self.in_force_until > day)
