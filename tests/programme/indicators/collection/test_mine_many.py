"""“My figures”: what is somebody's, and what whoever has too many sheets to list sees of them."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import may_somewhere
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from namro.programme.indicators.collection import (
    actions_rounds,
    actions_sheets,
    mine,
    mine_rounds,
    mine_rows,
)
from namro.programme.indicators.collection.choices import FILLING
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.permissions import FILL_SHEETS
from tests.programme.indicators.collection.conftest import (
    WHY,
    fill,
    last_month,
    publish,
    sheet_of,
)

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/cua-toi/"


@pytest.fixture
def old_round(operator: Operator, form: Form) -> Round:
    """The month before last month's round: closed, two sheets of it approved, two overdue."""
    today = timezone.localdate()
    made: Round = actions_rounds.open_round(
        operator, form, last_month().previous, reason=WHY, due_on=today, closes_on=today
    )[0]
    for code in ("00001", "00002"):
        publish(operator, made, code, 5, (4, 5))
    before = today - dt.timedelta(days=1)
    Round.objects.filter(pk=made.pk).update(due_on=before, closes_on=before)
    made.refresh_from_db()
    return made


@pytest.fixture
def city_at_work(operator: Operator, round_: Round, old_round: Round) -> None:
    """Sheets of every kind: open, overdue, submitted to both steps, returned, approved."""
    for code in ("00001", "00002", "00003"):
        sheet = fill(operator, round_, code, 5, (4, 5))
        actions_sheets.submit(operator, sheet.pk, reason=WHY)
    actions_sheets.approve(operator, sheet_of(round_, "00002").pk, reason=WHY)
    actions_sheets.send_back(operator, sheet_of(round_, "00003").pk, "sai")


@pytest.fixture
def people(
    operator: Operator, city: dict[str, Unit], officer_of: Callable[..., User]
) -> list[User]:
    """One of each kind who has something to do with sheets."""
    both = officer_of(city["001"], "duyet-va-nhap", Role.APPROVER)
    over = scope_of(city["00003"], Hierarchy.TERRITORY)
    give_role(operator, both, Role.REPORTING_OFFICER, reason=WHY, scope=over)
    return [
        officer_of(city["00001"], "phuong", Role.REPORTING_OFFICER),
        officer_of(city["002"], "quan-hai", Role.REPORTING_OFFICER),
        both,
        officer_of(city["01"], "duyet-thanh-pho", Role.APPROVER),
        officer_of(city["01"], "lanh-dao", Role.LEADER),
    ]


@pytest.fixture
def secretary(operator: Operator, make_user: Callable[..., User]) -> User:
    """Who fills in everybody's sheets."""
    user = make_user("to-giup-viec-thu")
    give_role(operator, user, Role.SECRETARIAT, reason=WHY)
    return user


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sheets are too many to list."""
    monkeypatch.setattr(mine_rows, "MOST_LISTED", 2)


@pytest.mark.parametrize("chosen", ["", "tat-ca", "mot"])
def test_what_is_somebodys(
    city_at_work: None, people: list[User], secretary: User, round_: Round, chosen: str
) -> None:
    today = timezone.localdate()
    seen = []
    for user in (*people, secretary):
        of = Sheet.objects
        waiting = of.to_approve(user)
        own = of.filled_by(user) if may_somewhere(user, FILL_SHEETS) else of.visible_to(user)
        wanted = of.filter(Q(pk__in=own.values("pk")) | Q(pk__in=waiting.values("pk")))
        if chosen == "mot":
            wanted = wanted.filter(round=round_)
        elif not chosen:
            wanted = wanted.filter(
                Q(state__in=FILLING)
                | Q(round__in=Round.objects.open_on(today).values("pk"))
                | Q(pk__in=waiting.values("pk"))
            )
        found = mine_rows.mine_of(user, str(round_.pk) if chosen == "mot" else chosen, today)
        listed = {each.pk: each for each in mine.lines(found, "")}
        assert listed.keys() == set(wanted.values_list("pk", flat=True)), user
        for_me = {key for key, each in listed.items() if mine.WAITING in each.works}
        assert for_me == set(waiting.values_list("pk", flat=True)) & listed.keys(), user
        seen.append((len(listed), len(for_me)))
    assert len(set(seen)) > 3  # they do not all see the same


def test_counted_by_round_as_they_are_listed(
    city_at_work: None, people: list[User], secretary: User
) -> None:
    for user in (*people, secretary):
        found = mine_rows.mine_of(user, "", timezone.localdate())
        listed, rounds = mine.lines(found, ""), mine_rounds.rounds(found)
        assert mine_rounds.counts(rounds) == [
            each for each in mine.counts(listed) if each[0] != mine.APPROVED
        ]
        mine_rounds.say_progress(found, rounds)
        for line in rounds:
            there = [each for each in listed if each.round == line.row.pk]
            states = [each.state for each in found.everything.filter(round=line.row)]
            assert (line.asked, line.approved) == (len(states), states.count("approved"))
            for work in mine.WORK:
                if work != mine.APPROVED:
                    keys = {each.pk for each in there if work in each.works}
                    assert line.counted(work) == len(keys)
        for work in (mine.RETURNED, mine.OVERDUE, mine.WAITING, mine.SUBMITTED, mine.OPEN):
            some = mine_rounds.waiting_for(found, rounds, work, "")
            wanted = {each.pk for each in listed if work in each.works}
            have = {each.pk for each in mine.lines(some, "")} if some else set()
            assert have == wanted, (user, work)


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_too_many_are_counted_and_found(
    city_at_work: None, few: None, secretary: User, signed_in: Any, round_: Round, old_round: Round
) -> None:
    client = signed_in(secretary)
    sheet = sheet_of(round_, "00001")
    page = _text(client, AT)
    assert "Có hơn 2 phiếu nên các phiếu được đếm theo đợt" in page
    assert sheet.code not in page
    assert f'href="/chi-tieu/thu-thap/dot/{round_.pk}/"' in page
    assert f'href="?dot={old_round.pk}&viec=qua-han">quá hạn: 2</a>' in page
    assert re.search(r"<strong>2</strong> <span>đã trình", page)
    # What waits for one thing, a unit's sheets and one sheet by its code are listed.
    submitted = _text(client, f"{AT}?viec=da-trinh")
    assert sheet.code in submitted
    assert sheet_of(round_, "00003").code not in submitted
    one = _text(client, f"{AT}?dot={round_.pk}&viec=tra-lai")
    assert sheet_of(round_, "00003").code in one
    assert sheet.code not in one
    found = _text(client, f"{AT}?q={sheet.name}")
    assert sheet.code in found
    assert sheet_of(round_, "00002").code not in found
    by_code = _text(client, f"{AT}?q={sheet.code}")
    assert sheet.code in by_code
    assert "1 dòng" in by_code
    assert "Không có phiếu nào như vậy" in _text(client, f"{AT}?q=khong+co+ai")
    assert "được đếm theo đợt" in _text(client, f"{AT}?q=mot+cua")


def test_of_a_chosen_round_what_is_approved_is_counted_and_listed(
    city_at_work: None, few: None, secretary: User, signed_in: Any, old_round: Round
) -> None:
    client = signed_in(secretary)
    page = _text(client, f"{AT}?dot={old_round.pk}")
    assert f'href="?dot={old_round.pk}&viec=da-duyet">đã duyệt: 2</a>' in page
    listed = _text(client, f"{AT}?dot={old_round.pk}&viec=da-duyet")
    assert [sheet_of(old_round, code).code in listed for code in ("00001", "00003")] == [
        True,
        False,
    ]
    # What is counted within a search is found within it.
    searched = _text(client, f"{AT}?q=mot+cua")
    assert f'href="?dot={old_round.pk}&viec=qua-han&q=mot%20cua">quá hạn: 2</a>' in searched
    assert 'href="?viec=qua-han&q=mot%20cua"' in searched


def test_where_all_is_approved_the_page_says_so(
    few: None, secretary: User, signed_in: Any, operator: Operator, round_: Round
) -> None:
    for code in ("00001", "00002", "00003", "00004"):
        publish(operator, round_, code, 5, (4, 5))
    client = signed_in(secretary)
    all_of_them = _text(client, AT)
    assert "Mọi phiếu đều đã được duyệt. Hãy chọn một đợt để xem." in all_of_them
    assert "được đếm theo đợt" not in all_of_them
    found = _text(client, f"{AT}?q=mot+cua")
    assert "Mọi phiếu tìm thấy đều đã được duyệt. Hãy chọn một đợt để xem." in found
    assert "Không có phiếu nào như vậy" not in found
    assert "đã duyệt: 4</a>" in _text(client, f"{AT}?dot={round_.pk}")


def test_the_file_says_what_the_page_says(
    city_at_work: None, few: None, secretary: User, signed_in: Any
) -> None:
    file = signed_in(secretary).get(f"{AT}tep.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    told = [(each["quá hạn"], each["trả lại"], each["Đã duyệt"], each["Phiếu"]) for each in rows]
    assert sorted(told) == [("0", "1", "0", "4"), ("2", "0", "2", "4")]


def test_the_page_by_round_asks_the_same_for_any_number_of_rounds(
    few: None, secretary: User, signed_in: Any, operator: Operator, form: Form, round_: Round
) -> None:
    client = signed_in(secretary)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(AT)
        return len(found)

    asked()
    before, period = asked(), last_month().previous
    for _ in range(4):
        actions_rounds.open_round(operator, form, period, reason=WHY)
        period = period.previous
    assert asked() == before
    assert before <= 12
