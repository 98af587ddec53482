"""A small register: bodies of a city, some of which ended, and a document that they lead."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.choices import Block, EventKind, Hierarchy, Kind
from namro.foundation.organisations.models import Event, EventPart, Place, Unit, UnitName
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.leads.models import LeadLink
from namro.programme.programmes.models import Programme, SourceDocument
from tests.programme.programmes.drafts import TEXT, FakeDraft

OPERATOR = Operator("tests")
WHY = "to test"
ISSUED, MERGED, LATE = dt.date(2021, 3, 17), dt.date(2025, 2, 1), dt.date(2025, 12, 31)
ONE_DAY = dt.timedelta(days=1)


def unit(
    code: str,
    name: str,
    kind: Kind = Kind.PARTY_BOARD,
    block: Block = Block.PARTY,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> Unit:
    made: Unit = Unit.objects.create(
        code=code, kind=kind, block=block, valid_from=first, valid_to=last, source="test"
    )
    UnitName.objects.create(unit=made, name=name, valid_from=first, valid_to=last)
    return made


def ended(kind: EventKind, key: str, parts: list[tuple[Unit, Unit | None]], **basis: Any) -> Event:
    """An event of the day of the merger by which units went to others (None: to nobody)."""
    event = Event.objects.create(
        key=key, kind=kind, on=MERGED, recorded_by="test", **(basis or {"source": "https://x.test"})
    )
    for before, after in parts:
        EventPart.objects.create(event=event, predecessor=before, successor=after)
    return event


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    """The boards TG and DV, merged into TGDV; the body CS that ended with nobody to follow; TC and
    HND, which stand."""
    last = MERGED - ONE_DAY
    made = {
        "TP": unit("01", "Thành phố Hà Nội", Kind.PROVINCE, Block.GOVERNMENT),
        "TG": unit("TG", "Ban Tuyên giáo Thành ủy", last=last),
        "DV": unit("DV", "Ban Dân vận Thành ủy", last=last),
        "TGDV": unit("TGDV", "Ban Tuyên giáo và Dân vận Thành ủy", first=MERGED),
        "CS": unit("CS", "Ban Cán sự đảng UBND Thành phố", Kind.PARTY_GROUP, last=last),
        "TC": unit("TC", "Ban Tổ chức Thành ủy"),
        "HND": unit("HND", "Hội Nông dân TP Hà Nội", Kind.ASSOCIATION, Block.FRONT),
    }
    for code in ("TG", "DV", "TGDV", "CS", "TC"):
        each = made[code]
        Place.objects.create(
            unit=each,
            hierarchy=Hierarchy.PARTY,
            parent=made["TP"],
            order=1,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
    to_one: list[tuple[Unit, Unit | None]] = [(made[code], made["TGDV"]) for code in ("TG", "DV")]
    ended(EventKind.MERGED, "merger", to_one, basis_number="01-QĐ/TU")
    ended(EventKind.DISSOLVED, "end", [(made["CS"], None)])
    return made


def draft(*leads: str, number: str = "01-CTr/TU") -> FakeDraft:
    """The small draft, with a deliverable for each lead."""
    made = FakeDraft()
    made.content["document"] |= {
        "number": number,
        "issuer": "Thành ủy Hà Nội",
        "place": "Hà Nội",
        "issued_on": ISSUED.isoformat(),
    }
    row = made.content["deliverables"][0]
    made.content["deliverables"] = [
        {**row, "no": str(place), "lead": lead} for place, lead in enumerate(leads, start=1)
    ]
    for target in made.content["targets"]:
        target["lead"] = None
    return made


LEADS = (
    *("Ban Tuyên giáo Thành ủy", "Ban Cán sự Đảng UBND Thành phố", "Ban Tổ chức Thành ủy"),
    *("Hội Nông dân Thành phố", "Ban Tổ chức Thành uỷ", "Sở Lạ", "các quận, huyện, thị xã"),
)


def imported(*leads: str, number: str = "01-CTr/TU", name: str = "a.txt") -> Programme:
    file = SourceFile(name, f"{TEXT}{name}".encode())
    return import_draft(OPERATOR, draft(*leads, number=number), file, reason=WHY).programme


@pytest.fixture
def programme(units: dict[str, Unit]) -> Programme:
    """A programme whose document was read when the units were known."""
    return imported(*LEADS)


@pytest.fixture
def source(programme: Programme) -> SourceDocument:
    found = programme.source
    assert found is not None
    return found


def link(source: SourceDocument, name: str) -> LeadLink:
    found: LeadLink = LeadLink.objects.get(source=source, name=name)
    return found
