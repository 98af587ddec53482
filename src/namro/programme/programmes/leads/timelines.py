"""How changes of linked leads and hand-overs are told: a lead may stand at a restricted item alone,
so of a programme that has such items only whoever reads those is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.history.registering import Values, register
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads.models import HandOver, LeadLink
from namro.programme.programmes.models import DeliverableIdentity, Programme, TargetIdentity
from namro.programme.programmes.permissions import READ_RESTRICTED


def of_open_programmes(path: str) -> Callable[[Actor, QuerySet[Any]], QuerySet[Any]]:
    """Entries whose programmes (reached over `path`) hold nothing that somebody may not read."""

    def visible(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
        if may(actor, READ_RESTRICTED):
            return entries
        seen = Programme.objects.visible_to(actor)
        for model in (TargetIdentity, DeliverableIdentity):
            restricted = model.objects.filter(level=Level.RESTRICTED)
            seen = seen.exclude(pk__in=restricted.values("programme"))
        return entries.filter(**{f"{path}__in": seen.values("pk")})

    return visible


def _leads(values: Values) -> str:
    pk = values.get("programme_id")
    return reverse("programmes:leads", args=[pk]) if pk else ""


register(
    LeadLink,
    kind="chu-tri",
    label=_("link of a lead"),
    visible=of_open_programmes("source__programme"),
    name=lambda values: values["name"],
    labels={"source": _("version of the document")},
    silent=frozenset({"name_key"}),
    page=False,
)
register(
    HandOver,
    kind="ban-giao",
    label=_("hand-over of what a unit led"),
    visible=of_open_programmes("programme"),
    name=lambda values: f"{values['on']:%d/%m/%Y}",
    url=_leads,
    page=False,
)
