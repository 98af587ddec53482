"""The leads of a programme as the page, the file and the command show them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from namro.foundation.interface.tables import Column
from namro.foundation.organisations.choices import Confidence, EventKind, Kind, Precision
from namro.foundation.organisations.fates import Fate, Successor, fates
from namro.foundation.organisations.models import Event, Unit
from namro.foundation.organisations.rules.matching import SENTENCES
from namro.programme.programmes.leads.models import LeadLink, LinkState
from namro.programme.programmes.leads.standing import Standing, standings
from namro.programme.programmes.models import Deliverable, Programme, Target
from namro.programme.programmes.rules.leading import name_key, names_in
from namro.programme.programmes.rules.numbers import Language, date
from namro.programme.programmes.seeing import Seen

UNMATCHED = "unmatched"
_REASONS: dict[str, tuple[str, str]] = {
    **{str(code): words for code, words in SENTENCES.items()},
    "ambiguous": ("nhiều đơn vị cùng tên", "several units are called so"),
    "chosen": ("người dùng chọn", "chosen by a person"),
    "carried": ("theo phiên bản trước", "as in the version before"),
}
STATES: dict[str, Any] = {
    LinkState.PROPOSED.value: LinkState.PROPOSED.label,
    LinkState.AUTOMATIC.value: LinkState.AUTOMATIC.label,
    LinkState.CONFIRMED.value: LinkState.CONFIRMED.label,
    LinkState.UNLISTED.value: LinkState.UNLISTED.label,
    LinkState.GROUP.value: LinkState.GROUP.label,
    UNMATCHED: pgettext_lazy("lead", "not looked up yet"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead as written, what it leads, the unit it means, and how that stands on a day."""

    name: str
    deliverables: int
    targets: int
    link: LeadLink | None
    # What the linked or proposed unit was called on the document's day.
    unit: str = ""
    standing: Standing | None = None

    @property
    def state(self) -> str:
        """The link's state; `UNMATCHED` where there is none."""
        return self.link.state if self.link is not None else UNMATCHED

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def percent(self) -> int | None:
        """The score in per cent."""
        score = self.link.score if self.link is not None else None
        return None if score is None else round(score * 100)

    @property
    def asks(self) -> bool:
        """Whether a person is asked something of it: which unit it is, or who leads now."""
        unsure = self.state in (LinkState.PROPOSED, UNMATCHED)
        return unsure or (self.standing is not None and self.standing.asks)

    def reasons(self, language: Language) -> str:
        """Why it is that unit, in words."""
        if self.link is None:
            return ""
        return ", ".join(
            _REASONS[each][language == "en"] for each in self.link.reasons if each in _REASONS
        )

    @property
    def kinds(self) -> str:
        """The kinds of units a group is of."""
        kinds = self.link.kinds if self.link is not None else []
        return ", ".join(str(Kind(each).label) for each in kinds if each in Kind.values)


def leads(programme: Programme, seen: Seen, day: dt.date) -> list[Lead]:
    """All leads that a version's rows name, as a person sees them, in the order of the document."""
    deliverables, targets = _named(seen, Deliverable), _named(seen, Target)
    names = {**targets[1], **deliverables[1]}
    links = {
        link.name_key: link
        for link in LeadLink.objects.filter(source=seen.source).select_related("unit")
    }
    known = standings(programme, links.values(), day)
    proposed = {
        link.unit_id: link.on
        for link in links.values()
        if link.unit_id is not None and link.pk not in known
    }
    called = fates(proposed, day) if proposed else {}
    found = []
    for key in {**deliverables[1], **names}:
        link = links.get(key)
        standing = known.get(link.pk) if link is not None else None
        unit = standing.linked.then if standing is not None else ""
        if link is not None and link.unit_id in called and not unit:
            unit = called[link.unit_id].then
        found.append(Lead(names[key], deliverables[0][key], targets[0][key], link, unit, standing))
    return found


def _named(seen: Seen, model: type[Deliverable | Target]) -> tuple[Counter[str], dict[str, str]]:
    """How many rows of a kind name each lead, and how each is first written."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in seen.rows(model):
        for name in names_in(row.lead_text):
            if key := name_key(name):
                counts[key] += 1
                names.setdefault(key, name)
    return counts, names


def basis_words(event: Event) -> str:
    """What an event rests on, in words: number and date, else its title, else the source."""
    if event.basis_number:
        dated = f" ({date(event.basis_date)})" if event.basis_date else ""
        return f"{event.basis_number}{dated}"
    if event.basis_title:
        return event.basis_title
    return _("number not published; source: %(source)s") % {"source": event.source}


def event_words(fate: Fate) -> str:
    """How a unit ended: what, when (as exactly as it is known), and how sure that is."""
    event = fate.event
    if event is None:
        return ""
    told = f"{EventKind(event.kind).label}, {_when(event)}"
    if event.confidence != Confidence.HIGH:
        sure = Confidence(event.confidence).label
        told = _("%(event)s (confidence: %(sure)s)") % {"event": told, "sure": sure}
    return told


def _when(event: Event) -> str:
    """When an event was, as exactly as it is known."""
    day = event.on
    if event.precision == Precision.DAY:
        return date(day)
    if event.precision == Precision.MONTH:
        return _("month %(month)s/%(year)s") % {"month": day.month, "year": day.year}
    return _("year %(year)s") % {"year": day.year}


def ended_words(fate: Fate) -> str:
    """When a unit ended; only as exactly as it is known."""
    if fate.ended_on is None:
        return ""
    if fate.event is None or fate.event.precision == Precision.DAY:
        return _("ended, last day %(day)s") % {"day": date(fate.ended_on)}
    return _("ended in %(when)s (the day is not known)") % {"when": _when(fate.event)}


def standing_words(lead: Lead) -> str:
    """How the lead stands on the day, in one sentence."""
    standing = lead.standing
    if standing is None:
        return ""
    fate = standing.fate
    if standing.asks:
        said = ended_words(fate)
        named = [each.name for each in fate.successors if each.unit is not None]
        if named:
            return _("%(said)s; successor: %(names)s (to be confirmed)") % {
                "said": said,
                "names": ", ".join(named),
            }
        return _("%(said)s; not known who took over") % {"said": said}
    if standing.steps:
        return _("handed over to %(name)s") % {"name": fate.now}
    if fate.standing == "renamed":
        return _("now called %(name)s") % {"name": fate.now}
    if fate.standing == "not_yet":
        return _("did not exist yet")
    return _("still exists")


def known_successors(fate: Fate) -> list[Successor]:
    """The successors that are in the register."""
    return [each for each in fate.successors if each.unit is not None]


COLUMNS: tuple[Column[Lead], ...] = (
    Column("ten", gettext_lazy("Lead as written"), lambda row: row.name, None, 34),
    Column("nhiem-vu", gettext_lazy("Deliverables"), lambda row: row.deliverables, None, 12),
    Column("chi-tieu", gettext_lazy("Targets"), lambda row: row.targets, None, 10),
    Column("don-vi", pgettext_lazy("organisation", "Unit"), lambda row: row.unit, None, 34),
    Column("ma", gettext_lazy("Code"), lambda row: _code(row), None, 12),
    Column("trang-thai", gettext_lazy("State"), lambda row: row.state_label, None, 20),
    Column("diem", gettext_lazy("Score, %"), lambda row: row.percent, None, 10),
    Column("nay", gettext_lazy("On that day"), standing_words, None, 50),
    Column("su-kien", gettext_lazy("Event"), lambda row: _event(row, event_words), None, 30),
    Column("can-cu", gettext_lazy("Legal basis"), lambda row: _basis(row), None, 40),
)


def _code(lead: Lead) -> str:
    unit: Unit | None = lead.link.unit if lead.link is not None else None
    return unit.code if unit is not None else ""


def _event(lead: Lead, words: Any) -> str:
    fate = lead.standing.linked if lead.standing is not None else None
    return words(fate) if fate is not None and fate.event is not None else ""


def _basis(lead: Lead) -> str:
    if lead.standing is None:
        return ""
    if lead.standing.steps:
        kept = lead.standing.steps[-1].hand_over
        return kept.basis_number or kept.source
    event = lead.standing.fate.event
    return basis_words(event) if event is not None and lead.standing.asks else ""


def as_json(lead: Lead, language: Language) -> dict[str, Any]:
    """A lead for other programs: what is not known is null, what is asked says so."""
    standing = lead.standing
    linked = standing.linked if standing is not None else None
    now = standing.fate if standing is not None and not standing.asks else None
    return {
        "name": lead.name,
        "deliverables": lead.deliverables,
        "targets": lead.targets,
        "state": lead.state,
        "score": None if lead.percent is None else lead.percent / 100,
        "reason": lead.reasons(language),
        "unit": None
        if lead.link is None or lead.link.unit is None
        else {"code": lead.link.unit.code, "name": lead.unit},
        "standing": linked.standing if linked is not None else None,
        "last_day": linked.ended_on.isoformat() if linked and linked.ended_on else None,
        "event": _event_json(linked.event) if linked and linked.event else None,
        "successors": [
            {"code": each.unit.code if each.unit else None, "name": each.name or None}
            for each in (linked.successors if linked is not None else ())
        ],
        "leads_now": {"code": now.unit.code, "name": now.now} if now is not None else None,
        "since": standing.steps[-1].hand_over.on.isoformat()
        if standing is not None and standing.steps
        else None,
        "asks": lead.asks,
    }


def _event_json(event: Event) -> dict[str, str | None]:
    return {
        "kind": event.kind,
        "on": event.on.isoformat(),
        "precision": event.precision,
        "basis_number": event.basis_number or None,
        "basis_date": event.basis_date.isoformat() if event.basis_date else None,
        "basis_title": event.basis_title or None,
        "source": event.source or None,
        "confidence": event.confidence,
    }


def title(count: int, day: dt.date) -> str:
    """The head of the page and of the file: how many, on which day."""
    return _("%(n)s leads on %(day)s") % {"n": count, "day": date(day)}
