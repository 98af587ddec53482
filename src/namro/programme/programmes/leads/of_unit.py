"""What a unit leads, for its page: by programme, as far as the person may see it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from namro.foundation.accounts.operators import Actor
from namro.foundation.organisations.showing import Section, Shown
from namro.programme.programmes.leads.models import LINKED, HandOver, LeadLink
from namro.programme.programmes.models import Deliverable, Programme
from namro.programme.programmes.querysets import in_force
from namro.programme.programmes.rules.leading import Passed, name_key, names_in, path
from namro.programme.programmes.rules.versions import At


def led_by(actor: Actor, unit: int, day: dt.date) -> Section:
    """The programmes of which `unit` leads something on `day`, by its name in the document or
    since a hand-over."""
    links = LeadLink.objects.filter(in_force(day, "source__"), state__in=LINKED)
    passed = [
        (each.programme_id, Passed(each.unit_id, each.successor_id, each.on))
        for each in HandOver.objects.filter(withdrawn=False)
    ]
    # What was handed to it may have been named as any unit: all links of those programmes count.
    reached = {programme for programme, each in passed if unit in (each.unit, each.successor)}
    found: dict[int, set[str]] = {}
    chosen = links.filter(unit=unit) | links.filter(source__programme__in=reached)
    for link in chosen.select_related("source"):
        steps = path(
            int(link.unit_id or 0),
            [each for programme, each in passed if programme == link.source.programme_id],
            day,
        )
        if (steps[-1].successor if steps else link.unit_id) == unit:
            found.setdefault(link.source_id, set()).add(link.name_key)
    rows = Deliverable.objects.visible_to(actor).filter(source__in=found)
    counts: dict[int, int] = {}
    for source, lead in rows.values_list("source", "lead_text"):
        if not found[source].isdisjoint(name_key(name) for name in names_in(lead)):
            counts[source] = counts.get(source, 0) + 1
    programmes = Programme.objects.filter(sources__in=counts).distinct().in_order()
    listed = []
    for programme in programmes.prefetch_related("sources"):
        number = sum(counts.get(source.pk, 0) for source in programme.sources.all())
        told = ngettext("%(n)s deliverable", "%(n)s deliverables", number) % {"n": number}
        address = reverse("programmes:leads", args=[At(programme.pk, day)])
        listed.append(Shown(address, f"{programme.number} {programme.title}", told))
    return Section(
        _("What it leads"),
        listed,
        _("It leads nothing of the programmes you may see on this day."),
    )
