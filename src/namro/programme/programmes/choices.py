"""The room's lists of words: each a value in the database and a label in the interface."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Who a thing is for. State secrets do not belong here and are refused on reading."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")

    @classmethod
    def highest(cls, *levels: str) -> Level:
        """Of several levels the one that fewest may see."""
        order = list(cls.values)
        return cls(max(levels, key=order.index))


class Comparator(models.TextChoices):
    """How a target's value is meant."""

    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    LESS_THAN = "less_than", _("less than")
    AT_MOST = "at_most", _("at most")
    BETWEEN = "between", _("between")
    REACH = "reach", _("reach")
    INCREASE = "increase", _("increase by")
    INCREASE_AT_LEAST = "increase_at_least", _("increase by at least")
    REDUCE = "reduce", _("reduce by")
    REDUCE_AT_LEAST = "reduce_at_least", _("reduce by at least")
    IMPROVE_RANK_AT_LEAST = "improve_rank_at_least", _("rise by at least (places)")
    RANK_WITHIN = "rank_within", _("rank within")
    QUALITATIVE = "qualitative", _("without a figure")


class Within(models.TextChoices):
    """Where in the document a target stands."""

    TARGETS = "targets", _("in the targets")
    TABLE = "table", _("in a table of targets")
    TASKS = "tasks", _("in the tasks")


class ProvisionKind(models.TextChoices):
    """What a part of the document is."""

    PART = "part", _("part")
    SECTION = "section", _("section")
    CHAPTER = "chapter", _("chapter")
    ARTICLE = "article", _("article")
    OBJECTIVE = "objective", _("objective")
    TARGET = "target", _("target")
    REQUIREMENT = "requirement", _("requirement")
    TASK = "task", _("task")
    ORGANISATION = "organisation", _("who does what")
    ROADMAP = "roadmap", _("roadmap")
    REVIEW = "review", _("review of the past")
    APPENDIX = "appendix", _("appendix")
    OTHER = "other", _("other")


class AmendmentStatus(models.TextChoices):
    """What became of a changed document."""

    PROPOSED = "proposed", _("waits for a decision")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class LevelRequestStatus(models.TextChoices):
    """What became of a request to lower a level."""

    OPEN = "open", _("waits for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
