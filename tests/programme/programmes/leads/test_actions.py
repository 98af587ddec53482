"""Leads linked on import, decided by people, and handed over when their unit ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from namro.foundation.accounts.models import User
from namro.foundation.organisations.fates import fates
from namro.foundation.organisations.models import Unit, UnitName
from namro.programme.programmes.actions import SourceFile
from namro.programme.programmes.actions_versions import accept_amendment, propose_amendment
from namro.programme.programmes.leads.actions import (
    choose_unit,
    confirm_links,
    hand_over,
    match_leads,
    not_listed,
    withdraw_hand_over,
)
from namro.programme.programmes.leads.models import HandOver, LeadLink, LinkState
from namro.programme.programmes.leads.refusals import LeadRefused
from namro.programme.programmes.leads.standing import attach, standings
from namro.programme.programmes.models import Deliverable, Programme, SourceDocument
from namro.programme.programmes.versions import find
from tests.programme.programmes.leads.conftest import (
    ISSUED,
    LATE,
    LEADS,
    MERGED,
    ONE_DAY,
    OPERATOR,
    WHY,
    draft,
    imported,
    link,
    unit,
)

BASIS: dict[str, Any] = {"basis_number": "02-QĐ/TU", "reason": WHY}


def test_importing_links_what_is_sure_and_asks_the_rest(
    source: SourceDocument, units: dict[str, Unit]
) -> None:
    found = {each.name: each for each in LeadLink.objects.filter(source=source)}
    # Two spellings of one name are one.
    assert list(found) == [name for name in LEADS if name != "Ban Tổ chức Thành uỷ"]
    assert {name: (each.state, each.unit) for name, each in found.items()} == {
        "Ban Tuyên giáo Thành ủy": ("automatic", units["TG"]),
        "Ban Cán sự Đảng UBND Thành phố": ("automatic", units["CS"]),
        "Ban Tổ chức Thành ủy": ("automatic", units["TC"]),
        "Hội Nông dân Thành phố": ("automatic", units["HND"]),
        "Sở Lạ": ("proposed", None),
        "các quận, huyện, thị xã": ("group", None),
    }
    assert {each.on for each in found.values()} == {ISSUED}
    assert found["các quận, huyện, thị xã"].kinds == ["district"]
    assert all(each.decided_at is None for each in found.values())


def test_without_a_register_nothing_is_asked_and_later_it_is(db: None) -> None:
    programme = imported("Ban Tổ chức Thành ủy")
    source = programme.source
    assert source is not None
    assert not LeadLink.objects.exists()
    unit("TC", "Ban Tổ chức Thành ủy")
    assert match_leads(OPERATOR, source, reason=WHY).names == 1
    assert LeadLink.objects.get().state == LinkState.AUTOMATIC


def test_confirming_keeps_who_and_when_and_the_history_why(
    source: SourceDocument, secretariat: User
) -> None:
    chosen = [link(source, name) for name in LEADS[:3]]
    keys = [each.pk for each in chosen]
    assert confirm_links(secretariat, source, keys, reason="đã đối chiếu") == 3
    assert confirm_links(secretariat, source, keys, reason="lần nữa") == 0
    kept = link(source, LEADS[0])
    assert (kept.state, kept.decided_by) == ("confirmed", secretariat.username)
    assert kept.decided_at is not None
    events = LeadLink.pgh_event_model.objects.filter(pgh_obj_id=kept.pk)  # type: ignore[attr-defined]
    assert events.latest("pgh_id").pgh_context.metadata["why"] == "đã đối chiếu"


def test_what_has_no_unit_cannot_be_confirmed_and_nothing_is(
    source: SourceDocument,
) -> None:
    keys = [link(source, LEADS[0]).pk, link(source, "Sở Lạ").pk]
    with pytest.raises(LeadRefused) as refused:
        confirm_links(OPERATOR, source, keys, reason=WHY)
    assert refused.value.code == "no_unit"
    assert link(source, LEADS[0]).state == LinkState.AUTOMATIC


def test_matching_again_leaves_what_was_decided(
    source: SourceDocument, units: dict[str, Unit]
) -> None:
    chosen = choose_unit(OPERATOR, link(source, "Sở Lạ"), units["HND"], reason=WHY)
    assert (chosen.state, chosen.reasons, chosen.score) == ("confirmed", ["chosen"], None)
    not_listed(OPERATOR, link(source, "Ban Tổ chức Thành ủy"), reason=WHY)
    UnitName.objects.filter(unit=units["TG"]).update(name="Tên khác hẳn")
    match_leads(OPERATOR, source, reason=WHY)
    states = {name: link(source, name).state for name in (*LEADS[:1], *LEADS[2:3], "Sở Lạ")}
    assert states == {LEADS[0]: "proposed", LEADS[2]: "unlisted", "Sở Lạ": "confirmed"}


def test_a_unit_of_another_time_is_refused(source: SourceDocument, units: dict[str, Unit]) -> None:
    with pytest.raises(LeadRefused) as refused:
        choose_unit(OPERATOR, link(source, "Sở Lạ"), units["TGDV"], reason=WHY)
    assert refused.value.code == "not_alive"
    assert "17/03/2021" in refused.value.message("vi")


def test_the_second_of_two_who_decide_is_told(
    source: SourceDocument, units: dict[str, Unit]
) -> None:
    seen = link(source, "Sở Lạ").stamp
    choose_unit(OPERATOR, link(source, "Sở Lạ"), units["TC"], reason=WHY, seen=seen)
    with pytest.raises(LeadRefused) as refused:
        not_listed(OPERATOR, link(source, "Sở Lạ"), reason=WHY, seen=seen)
    assert refused.value.code == "moved"
    assert link(source, "Sở Lạ").unit == units["TC"]


def amended(programme: Programme, *leads: str, on: dt.date) -> SourceDocument:
    proposed = propose_amendment(
        OPERATOR, draft(*leads), SourceFile("b.txt", b"another"), reason=WHY
    )
    return accept_amendment(
        OPERATOR, proposed, in_force_from=on, basis_number="2", basis_date=on, reason=WHY
    )


def test_an_amendment_keeps_confirmed_links_of_units_that_are_still_there(
    programme: Programme, source: SourceDocument, units: dict[str, Unit]
) -> None:
    keys = [link(source, name).pk for name in LEADS[:3]]
    confirm_links(OPERATOR, source, keys, reason=WHY)
    choose_unit(OPERATOR, link(source, "Sở Lạ"), units["HND"], reason=WHY)
    second = amended(programme, *LEADS[:4], "Sở Lạ", on=LATE)
    found = {each.name: each for each in LeadLink.objects.filter(source=second)}
    assert {each.on for each in found.values()} == {LATE}
    assert (found["Sở Lạ"].state, found["Sở Lạ"].unit) == ("confirmed", units["HND"])
    assert found["Sở Lạ"].reasons == ["carried"]
    assert found["Ban Tổ chức Thành ủy"].state == "confirmed"
    # It ended in between: a person is asked again.
    assert found["Ban Tuyên giáo Thành ủy"].state == "proposed"
    assert "ended" in found["Ban Tuyên giáo Thành ủy"].reasons
    # Of the first version nothing changed.
    assert link(source, LEADS[0]).state == "confirmed"


def test_what_became_of_units_by_a_day(units: dict[str, Unit]) -> None:
    found = fates({each.pk: ISSUED for each in units.values()}, LATE)
    standing = {code: found[each.pk].standing for code, each in units.items()}
    assert standing == {
        "TP": "there",
        "TC": "there",
        "HND": "there",
        "TGDV": "there",
        "TG": "ended",
        "DV": "ended",
        "CS": "ended",
    }
    merged = found[units["TG"].pk]
    assert [each.unit for each in merged.successors] == [units["TGDV"]]
    assert merged.event is not None
    assert merged.event.basis_number == "01-QĐ/TU"
    assert found[units["CS"].pk].successors == ()
    before = fates({each.pk: ISSUED for each in units.values()}, MERGED - ONE_DAY)
    assert before[units["TG"].pk].standing == "there"
    assert before[units["TGDV"].pk].standing == "not_yet"


def test_nothing_goes_over_by_itself_and_a_confirmed_hand_over_is_dated(
    programme: Programme, source: SourceDocument, units: dict[str, Unit]
) -> None:
    one = link(source, LEADS[0])
    assert standings(programme, [one], LATE)[one.pk].asks
    hand_over(OPERATOR, programme, units["TG"], units["TGDV"], on=MERGED, **BASIS)
    after, before = (standings(programme, [one], day)[one.pk] for day in (LATE, ISSUED))
    assert (after.asks, after.now) == (False, "Ban Tuyên giáo và Dân vận Thành ủy")
    assert (before.asks, before.now, before.steps) == (False, "", ())
    # Handed over from a later day: until then a person is still asked.
    hand_over(OPERATOR, programme, units["TG"], units["TC"], on=LATE, **BASIS)
    assert standings(programme, [one], MERGED)[one.pk].asks
    assert standings(programme, [one], LATE)[one.pk].now == "Ban Tổ chức Thành ủy"
    # The first stays in sight, withdrawn.
    assert list(HandOver.objects.values_list("successor__code", "withdrawn")) == [
        ("TGDV", True),
        ("TC", False),
    ]
    withdraw_hand_over(OPERATOR, programme, units["TG"], reason=WHY)
    assert standings(programme, [one], LATE)[one.pk].asks


@pytest.mark.parametrize(
    ("who", "to", "on", "basis", "code"),
    [
        ("TC", "TGDV", LATE, BASIS, "not_ended"),
        ("TG", "TGDV", MERGED - ONE_DAY, BASIS, "too_early"),
        ("TG", "TG", LATE, BASIS, "itself"),
        ("TG", "DV", LATE, BASIS, "successor_not_there"),
        ("DV", "TGDV", LATE, BASIS, "not_leading"),
        ("TG", "TGDV", LATE, {"reason": WHY}, "no_basis"),
    ],
)
def test_what_cannot_be_handed_over_is_refused(
    who: str,
    to: str,
    on: dt.date,
    basis: dict[str, Any],
    code: str,
    programme: Programme,
    units: dict[str, Unit],
) -> None:
    with pytest.raises(LeadRefused) as refused:
        hand_over(OPERATOR, programme, units[who], units[to], on=on, **basis)
    assert refused.value.code == code
    assert not HandOver.objects.exists()


def test_a_second_hand_over_goes_on_from_the_first_and_never_back(
    programme: Programme, source: SourceDocument, units: dict[str, Unit]
) -> None:
    hand_over(OPERATOR, programme, units["TG"], units["TGDV"], on=MERGED, **BASIS)
    Unit.objects.filter(pk=units["TGDV"].pk).update(valid_to=dt.date(2025, 6, 30))
    UnitName.objects.filter(unit=units["TGDV"]).update(valid_to=dt.date(2025, 6, 30))
    ended = Unit.objects.get(pk=units["TGDV"].pk)
    one = link(source, LEADS[0])
    assert standings(programme, [one], LATE)[one.pk].asks
    hand_over(OPERATOR, programme, ended, units["TC"], on=dt.date(2025, 7, 1), **BASIS)
    assert standings(programme, [one], LATE)[one.pk].now == "Ban Tổ chức Thành ủy"
    Unit.objects.filter(pk=units["TC"].pk).update(valid_to=dt.date(2025, 10, 1))
    Unit.objects.filter(pk=units["TGDV"].pk).update(valid_to=None)
    gone = Unit.objects.get(pk=units["TC"].pk)
    with pytest.raises(LeadRefused) as refused:
        hand_over(OPERATOR, programme, gone, units["TGDV"], on=LATE, **BASIS)
    assert refused.value.code == "in_circle"


def test_only_the_secretariat_decides(
    programme: Programme, source: SourceDocument, units: dict[str, Unit], reader: User
) -> None:
    one = link(source, LEADS[0])
    for verb in (
        lambda: match_leads(reader, source, reason=WHY),
        lambda: confirm_links(reader, source, [one.pk], reason=WHY),
        lambda: choose_unit(reader, one, units["TG"], reason=WHY),
        lambda: not_listed(reader, one, reason=WHY),
        lambda: hand_over(reader, programme, units["TG"], units["TGDV"], on=LATE, **BASIS),
        lambda: withdraw_hand_over(reader, programme, units["TG"], reason=WHY),
    ):
        with pytest.raises(PermissionDenied):
            verb()


def test_the_database_refuses_two_leads_of_one_task(
    programme: Programme, units: dict[str, Unit]
) -> None:
    made = hand_over(OPERATOR, programme, units["TG"], units["TGDV"], on=MERGED, **BASIS)
    made.pk = None
    made.successor = units["TC"]
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_rows_know_who_leads_now_and_the_block_of_the_unit(
    programme: Programme, source: SourceDocument, units: dict[str, Unit], secretariat: User
) -> None:
    hand_over(OPERATOR, programme, units["TG"], units["TGDV"], on=MERGED, **BASIS)
    rows = list(Deliverable.objects.filter(source=source).order_by("order"))
    attach(rows, find(secretariat, programme.pk), source, LATE)
    told = {row.lead_text: row.led for row in rows}
    assert told[LEADS[0]].now == "Ban Tuyên giáo và Dân vận Thành ủy"
    assert told["Ban Cán sự Đảng UBND Thành phố"].asks
    farmers, strange = told["Hội Nông dân Thành phố"], told["Sở Lạ"]
    assert farmers is not None
    assert strange is not None
    assert (farmers.blocks, farmers.guessed) == (["front"], False)
    assert (strange.blocks, strange.guessed) == (["departments"], True)
