"""A document under review: the file, its text, the draft as read and as people have changed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.programme.programmes.choices import Level
from namro.programme.programmes.permissions import READ_RESTRICTED, REVIEW


class ReviewStatus(models.TextChoices):
    """Where a document under review stands."""

    READING = "reading", _("being read")
    FAILED = "failed", _("could not be read")
    REVIEW = "review", _("under review")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected and deleted")


class Via(models.TextChoices):
    """How the file's text is reached."""

    DIRECT = "direct", _("read directly")
    OFFICE = "office", _("converted by LibreOffice")
    OCR = "ocr", _("letters recognised by Tesseract")


OPEN = (ReviewStatus.READING, ReviewStatus.REVIEW)


class DraftReviewQuerySet(models.QuerySet[Any]):
    """Documents under review, by who asks and where they stand."""

    def visible_to(self, actor: Actor | None) -> DraftReviewQuerySet:
        """What `actor` may see: nothing but for reviewers; restricted ones by right to read them.

        The large fields come only when asked for.
        """
        found = self.defer("content", "readable", "text", "read", "working", "ocr_pages")
        if not may(actor, REVIEW):
            return found.none()
        return found if may(actor, READ_RESTRICTED) else found.exclude(level=Level.RESTRICTED)

    def open(self) -> DraftReviewQuerySet:
        """Those being read or under review."""
        found: DraftReviewQuerySet = self.filter(status__in=OPEN)
        return found


# What a document says never goes into the history: a rejected one must leave nothing of it.
@history.track(exclude=["file_name", "content", "readable", "text", "read", "working", "ocr_pages"])
class DraftReview(models.Model):
    """One uploaded file and its draft.

    `read` is the draft as it was read and never changes; `working` is what people made of it
    (`rules/working.py`), `version` counts their changes. Of a rejected document the contents
    and the name are removed, of a refused one the SHA-256 too.
    """

    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    content = models.BinaryField(_("the file itself"), null=True)
    via = models.CharField(_("way of reading"), max_length=10, choices=Via.choices)
    readable = models.BinaryField(_("the file as converted"), null=True)
    ocr_pages = models.JSONField(_("text of the pages recognised so far"), default=list)
    pages = models.PositiveIntegerField(_("pages to recognise"), default=0)
    text = models.TextField(_("text as read"), blank=True)
    read = models.JSONField(_("draft as read"), null=True)
    working = models.JSONField(_("draft as changed"), null=True)
    version = models.PositiveIntegerField(_("number of changes"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=ReviewStatus.choices)
    refusal = models.CharField(_("why it was not read"), max_length=40, blank=True)
    refusal_params = models.JSONField(_("details of the refusal"), default=dict)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    no_secret = models.BooleanField(_("confirmed to hold no state secret"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    reading_since = models.DateTimeField(_("reading since"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.SET_NULL,
        null=True,
        related_name="reviews",
        verbose_name=_("programme"),
    )

    objects: ClassVar[Any] = DraftReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("document under review")
        verbose_name_plural = _("documents under review")
        ordering: ClassVar[Sequence[str]] = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(status__in=[status.value for status in OPEN]),
                name="programmes_review_once",
            ),
            models.CheckConstraint(condition=Q(no_secret=True), name="programmes_review_no_secret"),
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values), name="programmes_review_status"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="programmes_review_level"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["reading", "review", "accepted"])
                | Q(content__isnull=True, readable__isnull=True, text="", ocr_pages=[]),
                name="programmes_review_nothing_left",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or f"{self.pk}"


@history.track(exclude=["before", "after"])
class ReviewEdit(models.Model):
    """One change of a working draft: which item, which values before and after, who and when."""

    review = models.ForeignKey(DraftReview, on_delete=models.CASCADE, related_name="edits")
    key = models.CharField(_("item"), max_length=40)
    what = models.CharField(_("kind of change"), max_length=20)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    by = models.CharField(_("changed by"), max_length=200)
    at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change in review")
        verbose_name_plural = _("changes in review")
        ordering: ClassVar[Sequence[str]] = ["review", "pk"]

    def __str__(self) -> str:
        return f"{self.key}: {self.what}"
