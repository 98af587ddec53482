"""Programmes and what their documents say, each item with its place in the source text.

The names are those of the programme draft; the database itself refuses what cannot be: a
passage that ends before it begins, a range upside down, two programmes of one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.programme.programmes.choices import Comparator, ProvisionKind, Within
from namro.programme.programmes.models_documents import Programme as Programme
from namro.programme.programmes.models_documents import SourceDocument as SourceDocument
from namro.programme.programmes.models_documents import one_of
from namro.programme.programmes.querysets import ItemQuerySet

if TYPE_CHECKING:
    from namro.programme.programmes.leads.standing import Led


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
        # "source" would order by the document's own order: two joins in every query.
        ordering: ClassVar[Sequence[str]] = ["source_id", "order"]
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
    # What is known of its lead on a day, where `leads.standing.attach` said so; never kept.
    led: Led | None = None
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

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

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
    led: Led | None = None  # as of a target
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

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

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
        ordering: ClassVar[Sequence[str]] = ["source_id", "order"]
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


# What documents cite and specify stands in a module of its own.
from namro.programme.programmes.cascade.models import (  # noqa: E402
    Citation as Citation,
)
from namro.programme.programmes.cascade.models import (  # noqa: E402
    Specification as Specification,
)
from namro.programme.programmes.cascade.models import (  # noqa: E402
    SpecifiedPair as SpecifiedPair,
)

# Who leads stands in a module of its own.
from namro.programme.programmes.leads.models import HandOver as HandOver  # noqa: E402
from namro.programme.programmes.leads.models import LeadLink as LeadLink  # noqa: E402

# What search looks through stands in a module of its own.
from namro.programme.programmes.models_levels import (  # noqa: E402
    LevelRequest as LevelRequest,
)
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
