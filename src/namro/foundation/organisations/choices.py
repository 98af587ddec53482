"""The room's lists of words: each a value in the database and a label in the interface."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Hierarchy(models.TextChoices):
    """What units stand under one another in."""

    TERRITORY = "territory", _("Territory")
    STATE = "state", pgettext_lazy("hierarchy", "State")
    PARTY = "party", _("Party")


class Block(models.TextChoices):
    """The block a unit is counted in, in the order of official lists."""

    PARTY = "party", pgettext_lazy("block", "Party")
    COUNCIL = "council", pgettext_lazy("block", "People's Council")
    GOVERNMENT = "government", pgettext_lazy("block", "Government")
    DEPARTMENTS = "departments", pgettext_lazy("block", "Departments")
    FRONT = "front", pgettext_lazy("block", "Front and associations")
    DISTRICTS = "districts", pgettext_lazy("block", "Districts")
    COMMUNES = "communes", pgettext_lazy("block", "Communes")
    SERVICES = "services", pgettext_lazy("block", "Public service units")
    ENTERPRISES = "enterprises", pgettext_lazy("block", "Enterprises")


class Kind(models.TextChoices):
    """What a unit is."""

    PROVINCE = "province", _("province or centrally run city")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune, ward or township")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    PARTY_BOARD = "party_board", _("board or office of a Party committee")
    PARTY_GROUP = "party_group", _("Party body in a State authority")
    PEOPLES_COUNCIL = "peoples_council", _("People's Council")
    PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
    DEPARTMENT = "department", _("department or equivalent")
    FRONT = "front", _("Fatherland Front committee")
    ASSOCIATION = "association", _("socio-political organisation or association")
    SERVICE_UNIT = "service_unit", _("public service unit")
    ENTERPRISE = "enterprise", _("enterprise")
    OTHER = "other", pgettext_lazy("kind of unit", "other")


class EventKind(models.TextChoices):
    """What happened to units."""

    FOUNDED = "founded", _("founded")
    RENAMED = "renamed", _("renamed")
    MOVED = "moved", _("moved")
    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")
    # Several units made of parts of several others.
    REORGANISED = "reorganised", _("reorganised")
    DISSOLVED = "dissolved", _("dissolved")


# The events through which figures go from one unit to another.
DESCENT = (EventKind.MERGED, EventKind.SPLIT, EventKind.REORGANISED)


class ShareBasis(models.TextChoices):
    """What a share is taken from."""

    PUBLISHED = "published", _("published")
    POPULATION = "population", _("by population")
    AREA = "area", _("by area")
    STATED = "stated", _("stated by the unit")
    UNKNOWN = "unknown", pgettext_lazy("share", "unknown")


class Confidence(models.TextChoices):
    """How sure the source is."""

    HIGH = "high", pgettext_lazy("confidence", "high")
    MEDIUM = "medium", pgettext_lazy("confidence", "medium")
    LOW = "low", pgettext_lazy("confidence", "low")


class Precision(models.TextChoices):
    """How exactly a date is known; what is not known is written as the first day."""

    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")
    YEAR = "year", pgettext_lazy("precision", "year")
