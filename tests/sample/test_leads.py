"""The 11 leads of the sample's Programme 01, when it was issued and at the end of 2025."""

from __future__ import annotations

import datetime as dt

import pytest

from namro.foundation.organisations.models import Unit
from namro.programme.programmes.leads.models import HandOver
from namro.programme.programmes.leads.presenting import Lead, leads
from namro.programme.programmes.models import Programme
from namro.programme.programmes.seeing import everything
from namro.sample.load import load, load_organisations

pytestmark = pytest.mark.django_db

ISSUED, LATE = dt.date(2021, 3, 17), dt.date(2025, 12, 31)
MERGED_BOARD = "Ban Tuyên giáo và Dân vận Thành ủy"

# The lead as written, the code of its unit, and by the end of 2025: still there, or ended (as
# exactly as it is known), with its successor where one was published.
EXPECTED = [
    ("Đảng đoàn HĐND Thành phố", "CT01-01", ("ended", "month", [])),
    ("Ban Cán sự Đảng UBND Thành phố", "CT01-02", ("ended", "month", [])),
    ("Ban Tổ chức Thành ủy", "CT01-03", None),
    ("Ủy ban Kiểm tra Thành ủy", "CT01-04", None),
    ("Ban Tuyên giáo Thành ủy", "CT01-05", ("ended", "year", [MERGED_BOARD])),
    ("Ban Dân vận Thành ủy", "CT01-06", ("ended", "year", [MERGED_BOARD])),
    ("Mặt trận Tổ quốc Thành phố", "CT01-09", None),
    ("Hội Cựu chiến binh Thành phố", "CT01-10", None),
    ("Hội Nông dân Thành phố", "CT01-11", None),
    ("Hội Liên hiệp phụ nữ Thành phố", "CT01-12", None),
    ("Liên đoàn Lao động Thành phố", "CT01-13", None),
]


@pytest.fixture(autouse=True)
def _sample() -> None:
    load()
    load_organisations()


def on(day: dt.date) -> list[Lead]:
    programme = Programme.objects.get(number="01-CTr/TU")
    source = programme.source_on(day)
    assert source is not None
    return leads(programme, everything(source), day)


def code(lead: Lead) -> str:
    unit: Unit | None = lead.link.unit if lead.link is not None else None
    return unit.code if unit is not None else ""


def test_all_eleven_are_linked_and_there_when_the_programme_was_issued() -> None:
    found = on(ISSUED)
    assert [(each.name, code(each)) for each in found] == [
        (name, unit) for name, unit, _fate in EXPECTED
    ]
    assert {each.state for each in found} == {"automatic"}
    assert {each.standing.fate.standing for each in found if each.standing} == {"there"}
    assert not any(each.asks for each in found)


def test_at_the_end_of_2025_four_have_ended_and_a_person_is_asked() -> None:
    told = {}
    for each in on(LATE):
        assert each.standing is not None
        fate = each.standing.fate
        told[each.name] = (
            (fate.standing, fate.event.precision, [one.name for one in fate.successors])
            if fate.event is not None
            else None
        )
        # What it rests on is published, or at least where it was read; else nothing is claimed.
        assert fate.event is None or fate.event.basis_number or fate.event.source
        assert each.asks == (fate.event is not None)
    assert told == {name: fate for name, _unit, fate in EXPECTED}
    assert not HandOver.objects.exists()
