"""Programmes and what their documents say, each item with its place in the source text.

The names are those of the programme draft; the database itself refuses what cannot be: a
passage that ends before it begins, a range upside down, two programmes of one number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.programme.programmes.choices import Comparator, Level, ProvisionKind, Within
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
        # The file and its text may be large; they are fetched only when read.
        found: SourceDocument | None = (
            self.sources.in_force(day or timezone.localdate()).defer("content", "text").first()
        )
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
        ordering: ClassVar[Sequence[str]] = ["programme", "version"]
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


class Passage(models.Model):
    """Something said in a source document, with its place: characters `start` … `end` of its text.

    `order` is the order in the document, from 0. (Subclasses add their own constraints.)
    """

    source = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("source"),
    )
    order = models.PositiveIntegerField(_("order"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        abstract = True
        ordering: ClassVar[Sequence[str]] = ["source", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "order"], name="programmes_%(class)s_order"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")), name="programmes_%(class)s_place"
            ),
        ]


class Clause(Passage):
    """A passage that stands in a part of the outline."""

    provision = models.ForeignKey(
        "Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("stands in"),
    )

    class Meta(Passage.Meta):
        abstract = True


@history.track()
class Provision(Passage):
    """A node of the outline. Labels restart: its identity is `path`, the labels from the root."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    depth = models.PositiveSmallIntegerField(_("depth"))
    label = models.TextField(_("label"), blank=True)
    label_raw = models.TextField(_("label as printed"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ProvisionKind.choices)
    heading = models.BooleanField(_("is a heading"))
    title = models.TextField(_("title"), blank=True)
    path = models.TextField(_("path"))

    class Meta(Passage.Meta):
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            *Passage.Meta.constraints,
            models.UniqueConstraint(fields=["source", "path"], name="programmes_provision_path"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="programmes_provision_depth",
            ),
            one_of("kind", ProvisionKind, "programmes_provision_kind"),
        ]

    def __str__(self) -> str:
        return self.path


@history.track()
class Objective(Clause):
    """One of the document's objectives."""

    label = models.TextField(_("label"), blank=True)
    text = models.TextField(_("text"))

    class Meta(Clause.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self) -> str:
        return f"{self.label} {self.text}".strip()


@history.track()
class Requirement(Clause):
    """One of the document's requirements on how the work is done."""

    label = models.TextField(_("label"), blank=True)
    text = models.TextField(_("text"))

    class Meta(Clause.Meta):
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")

    def __str__(self) -> str:
        return f"{self.label} {self.text}".strip()


@history.track()
class Target(Clause):
    """One quantity that is to be reached, as read: one numbered chỉ tiêu may give several.

    `value_low` is the value, or the lower end of the range that `value_high` closes.
    """

    label = models.TextField(_("label"), blank=True)
    within = models.CharField(_("where it stands"), max_length=20, choices=Within.choices)
    subject = models.TextField(_("what is counted"), blank=True)
    comparator = models.CharField(_("comparator"), max_length=30, choices=Comparator.choices)
    value_low = models.DecimalField(
        _("value"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    value_high = models.DecimalField(
        _("upper value"), max_digits=28, decimal_places=8, null=True, blank=True
    )
    unit = models.TextField(_("unit"), blank=True)
    due_year = models.PositiveSmallIntegerField(_("due by year"), null=True, blank=True)
    due_on = models.DateField(_("due by day"), null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("compared with year"), null=True, blank=True)
    baseline_previous_year = models.BooleanField(_("compared with the year before"), default=False)
    each_year = models.BooleanField(_("every year"), default=False)
    lead_text = models.TextField(_("lead organisation as written"), blank=True)
    aspiration = models.BooleanField(_("aspiration"), default=False)
    qualifier = models.TextField(_("qualifier"), blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    text = models.TextField(_("text"))
    confidence = models.DecimalField(_("confidence"), max_digits=4, decimal_places=3)

    identity = models.ForeignKey(
        "TargetIdentity",
        on_delete=models.PROTECT,
        related_name="versions",
        # The history before there were versions has none; a row always has (see the constraints).
        null=True,
        verbose_name=_("through all versions"),
    )

    class Meta(Clause.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            *Clause.Meta.constraints,
            one_of("comparator", Comparator, "programmes_target_comparator"),
            one_of("within", Within, "programmes_target_within"),
            models.CheckConstraint(
                condition=Q(value_high__isnull=True) | Q(value_low__lte=F("value_high")),
                name="programmes_target_range",
            ),
            models.CheckConstraint(
                condition=Q(value_high__isnull=True) | Q(value_low__isnull=False),
                name="programmes_target_range_has_low",
            ),
            models.CheckConstraint(
                condition=~Q(comparator="qualitative") | Q(value_low__isnull=True),
                name="programmes_target_qualitative",
            ),
            models.CheckConstraint(
                condition=Q(due_year__isnull=True) | Q(due_on__isnull=True),
                name="programmes_target_one_due",
            ),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True) | Q(baseline_previous_year=False),
                name="programmes_target_one_baseline",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1),
                name="programmes_target_confidence",
            ),
            models.UniqueConstraint(
                fields=["source", "identity"], name="programmes_target_identity"
            ),
            models.CheckConstraint(
                condition=Q(identity__isnull=False), name="programmes_target_has_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}".strip()


@history.track()
class Deliverable(Clause):
    """A project, plan, theme … to be made, with the organisation that leads it as written."""

    group = models.TextField(_("group"), blank=True)
    no = models.TextField(_("number"), blank=True)
    title = models.TextField(_("title"))
    kind = models.TextField(_("kind"), blank=True)
    lead_text = models.TextField(_("lead organisation as written"), blank=True)
    lead_inferred = models.BooleanField(_("lead inferred"), default=False)
    co_ordinating = ArrayField(
        models.TextField(), verbose_name=_("co-ordinating organisations"), default=list, blank=True
    )
    due_text = models.TextField(_("due as written"), blank=True)
    product = models.TextField(_("product"), blank=True)
    note = models.TextField(_("note"), blank=True)
    confidence = models.DecimalField(_("confidence"), max_digits=4, decimal_places=3)

    identity = models.ForeignKey(
        "DeliverableIdentity",
        on_delete=models.PROTECT,
        related_name="versions",
        # The history before there were versions has none; a row always has (see the constraints).
        null=True,
        verbose_name=_("through all versions"),
    )

    class Meta(Clause.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        constraints = [
            *Clause.Meta.constraints,
            models.CheckConstraint(
                condition=Q(lead_inferred=False) | ~Q(lead_text=""),
                name="programmes_deliverable_inferred_lead",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1),
                name="programmes_deliverable_confidence",
            ),
            models.UniqueConstraint(
                fields=["source", "identity"], name="programmes_deliverable_identity"
            ),
            models.CheckConstraint(
                condition=Q(identity__isnull=False), name="programmes_deliverable_has_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}".strip()


@history.track()
class RoadmapStep(Clause):
    """A step of the roadmap: years `from_year` … `to_year` (the same for one year)."""

    from_year = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    text = models.TextField(_("text"))

    class Meta(Clause.Meta):
        verbose_name = _("roadmap step")
        verbose_name_plural = _("roadmap steps")
        constraints = [
            *Clause.Meta.constraints,
            models.CheckConstraint(
                condition=Q(from_year__isnull=True)
                | Q(to_year__isnull=True)
                | Q(from_year__lte=F("to_year")),
                name="programmes_roadmapstep_years",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@history.track()
class Recipient(models.Model):
    """Whom the document is sent to, in its order."""

    source = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        related_name="recipients",
        verbose_name=_("source"),
    )
    order = models.PositiveIntegerField(_("order"))
    name = models.TextField(_("name"))

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering: ClassVar[Sequence[str]] = ["source", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "order"], name="programmes_recipient_order")
        ]

    def __str__(self) -> str:
        return self.name


@history.track()
class DraftIssue(Passage):
    """A doubt of the reader that a person should look at, in both languages."""

    code = models.CharField(_("code"), max_length=100)
    params = models.JSONField(_("details"), default=dict, blank=True)
    message_vi = models.TextField(_("message in Vietnamese"))
    message_en = models.TextField(_("message in English"))

    class Meta(Passage.Meta):
        verbose_name = _("issue of reading")
        verbose_name_plural = _("issues of reading")

    def __str__(self) -> str:
        return self.code


# What search looks through stands in a module of its own.
from namro.programme.programmes.models_search import SearchEntry  # noqa: E402, F401
from namro.programme.programmes.models_versions import (  # noqa: E402
    Amendment as Amendment,
)
from namro.programme.programmes.models_versions import (  # noqa: E402
    DeliverableIdentity as DeliverableIdentity,
)
from namro.programme.programmes.models_versions import (  # noqa: E402
    TargetIdentity as TargetIdentity,
)

# Documents under review stand in a module of their own.
from namro.programme.programmes.review.models import DraftReview, ReviewEdit  # noqa: E402, F401
