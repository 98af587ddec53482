"""Who sees which rounds and sheets, what their pages offer, and who is told that they may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import registering
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from namro.programme.indicators.collection import (
    actions_forms,
    actions_rounds,
    actions_sheets,
    grid,
    listing,
)
from namro.programme.indicators.collection.actions_evidence import add_file
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Step
from namro.programme.indicators.collection.models import Cell, Form, FormItem, Round, Sheet
from namro.programme.indicators.collection.reading import seen_totals
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused
from namro.programme.indicators.collection.workbooks.making import make_workbook
from namro.programme.indicators.collection.workbooks.taking import take
from namro.programme.indicators.models import Indicator
from tests.programme.indicators.collection.conftest import (
    WHY,
    fill,
    last_month,
    publish,
    sheet_of,
)

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/"
Sign = Callable[[User], Client]


@pytest.fixture
def officer(city: dict[str, Unit], officer_of: Callable[..., User]) -> User:
    """Who reports for one commune of the first district."""
    return officer_of(city["00001"], "phuong", Role.REPORTING_OFFICER)


@pytest.fixture
def approver(operator: Operator, city: dict[str, Unit], officer_of: Callable[..., User]) -> User:
    """Who approves for the first district, and reports for a commune of the other."""
    user = officer_of(city["001"], "duyet", Role.APPROVER)
    over = scope_of(city["00003"], Hierarchy.TERRITORY)
    give_role(operator, user, Role.REPORTING_OFFICER, reason=WHY, scope=over)
    return user


@pytest.fixture
def leader(city: dict[str, Unit], officer_of: Callable[..., User]) -> User:
    """Who sees all sheets of the city and does nothing with them."""
    return officer_of(city["01"], "lanh-dao", Role.LEADER)


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    """Who has an account and no role."""
    return make_user("khong-vai-tro")


@pytest.fixture
def elsewhere(operator: Operator, city: dict[str, Unit], indicators: dict[str, Indicator]) -> Round:
    """A round of the other district's own form."""
    form = actions_rounds.define_form(
        operator,
        "rieng",
        [Asked(indicators["dossiers"])],
        name="Biểu riêng của huyện",
        top=city["002"],
        unit_kinds=["commune"],
        scope="Huyện 002",
        steps=[Step.TOP],
        reason=WHY,
    )[0]
    until = timezone.localdate() + dt.timedelta(days=30)
    return actions_rounds.open_round(
        operator, form, last_month(), reason=WHY, due_on=until, closes_on=until
    )[0]


def test_an_officer_sees_the_sheet_of_their_unit_alone(
    round_: Round, elsewhere: Round, officer: User, leader: User, outsider: User, city: Any
) -> None:
    own = sheet_of(round_, "00001")
    assert set(Round.objects.visible_to(officer)) == {round_}
    assert set(Round.objects.visible_to(leader)) == {round_, elsewhere}
    assert not Round.objects.visible_to(outsider).exists()
    lines = listing.round_lines(officer, "vi")
    listing.say_progress(officer, lines)
    assert [(each.row, each.asked) for each in lines] == [(round_, 1)]
    assert [each.row for each in listing.sheet_lines(officer, round_)] == [own]
    assert grid.rounds_of(elsewhere.form, officer) == []
    assert [each.unit for each in grid.grid_lines(officer, [round_])] == [city["00001"].pk]


def test_the_history_is_told_to_who_sees_the_sheet(
    operator: Operator, round_: Round, elsewhere: Round, officer: User, outsider: User
) -> None:
    for code in ("00001", "00002"):
        fill(operator, round_, code, 10)

    def told(model: Any, user: User) -> set[int]:
        of = registering.told(model)
        assert of is not None
        entries = of.visible(user, registering.entries_of(model))
        return set(entries.values_list("pgh_obj_id", flat=True))

    forms, own = {round_.form_id, elsewhere.form_id}, sheet_of(round_, "00001")
    assert told(Form, officer) == forms
    assert told(FormItem, officer)
    assert told(Round, officer) == {round_.pk}
    assert told(Sheet, officer) == {own.pk}
    assert told(Cell, officer) == set(own.cells.values_list("pk", flat=True))
    for model in (Form, FormItem, Round, Sheet, Cell):
        assert told(model, outsider) == set()


def test_who_has_no_role_is_told_so_and_not_that_nothing_is_there(
    round_: Round, outsider: User, signed_in: Sign
) -> None:
    client = signed_in(outsider)
    of_round = f"dot/{round_.pk}/"
    of_form = f"bieu/{round_.form.key}/ban-do"
    of_sheet = f"phieu/{sheet_of(round_, '00001').code}/"
    for address in (
        *("dot/", of_round, f"{of_round}phieu.csv", f"{of_round}tep-phieu.zip"),
        *(f"{of_form}/", f"{of_form}.csv", "cho-duyet/", "tep-phieu/"),
        *(f"{of_sheet}phieu.xlsx", f"{of_sheet}tep/", of_sheet),
        *("ban-giay/", f"{of_sheet}phieu.pdf", f"{of_sheet}ban-giay/"),
    ):
        assert client.get(AT + address).status_code == 403, address


def test_what_is_another_units_is_not_there(
    round_: Round, elsewhere: Round, officer: User, approver: User, signed_in: Sign
) -> None:
    other = sheet_of(round_, "00003")
    client = signed_in(officer)
    for address in (
        *(f"dot/{elsewhere.pk}/", f"bieu/{elsewhere.form.key}/ban-do/"),
        *(f"phieu/{other.pk}/xet/", f"phieu/{other.code}/phieu.xlsx", f"phieu/{other.code}/"),
    ):
        assert client.get(AT + address).status_code == 404, address
    assert client.post(f"{AT}phieu/{other.pk}/ban-giao/").status_code == 404
    assert client.get(f"{AT}phieu/{other.code}/phieu.pdf").status_code == 404
    assert client.get(f"{AT}ban-giay/", {"ma": other.code}).status_code == 422
    # Who approves a sheet sees it, but does not fill it in.
    own = sheet_of(round_, "00001")
    client = signed_in(approver)
    assert client.get(f"{AT}phieu/{own.pk}/xet/").status_code == 200
    assert client.get(f"{AT}phieu/{own.code}/phieu.xlsx").status_code == 403
    for address in ("", "xem-xet/", "minh-chung/", "minh-chung/1/bo/"):
        assert client.post(f"{AT}phieu/{own.code}/{address}").status_code == 403, address


def test_pages_offer_what_their_reader_may_do(
    operator: Operator,
    round_: Round,
    officer: User,
    approver: User,
    leader: User,
    secretariat: User,
    signed_in: Sign,
) -> None:
    sheet = fill(operator, round_, "00001", 10, (9, 10))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    for user, collects, fills, decides in (
        (secretariat, True, True, False),
        (officer, False, True, False),
        (approver, False, True, True),
        (leader, False, False, False),
    ):
        client = signed_in(user)
        tabs = client.get(f"{AT}dot/").content.decode()
        assert (f'href="{AT}tep-phieu/"' in tabs) == fills, user
        assert client.get(f"{AT}cua-toi/").context["fills"] == fills, user
        for page in ("cua-toi/", "nhac-viec/", "bieu/", "bieu/mot-cua/", f"dot/{round_.pk}/"):
            assert client.get(AT + page).context["may_collect"] == collects, (user, page)
        assert bool(client.get(f"{AT}bieu/mot-cua/").context["offered"]) == collects, user
        own = client.get(f"{AT}phieu/{sheet.code}/").context
        assert (own["decides"], own["rights"].remark) == (decides, user != leader), user
        assert client.get(f"{AT}phieu/{sheet.pk}/xet/").context["decides"] == decides, user


def test_the_map_of_a_form_without_rounds_is_seen_by_who_keeps_it(
    form: Form, leader: User, secretariat: User, signed_in: Sign
) -> None:
    for user, status in ((secretariat, 200), (leader, 404)):
        assert signed_in(user).get(f"{AT}bieu/{form.key}/ban-do/").status_code == status


def test_of_anothers_sheet_not_even_the_name_is_told(
    operator: Operator, round_: Round, approver: User, officer: User, signed_in: Sign
) -> None:
    other = fill(operator, round_, "00004", 10, (9, 10))
    actions_sheets.submit(operator, other.pk, reason=WHY)
    sent = signed_in(approver).post(f"{AT}cho-duyet/", {"phieu": [other.pk]}, follow=True)
    (said,) = [str(each) for each in sent.context["messages"]]
    assert f"#{other.pk}" in said
    assert other.code not in said
    book, before = make_workbook(other), {other.code: "phieu.xlsx"}
    with pytest.raises(WorkbookRefused) as refused:
        take(officer, book, "x.xlsx", reason=WHY, not_again=before)
    assert "trong các phiếu bạn được nhập" in " ".join(refused.value.messages("vi"))


def test_who_only_sees_a_sheet_changes_nothing_of_it(
    operator: Operator, city: dict[str, Unit], round_: Round, leader: User, officer: User
) -> None:
    today = timezone.localdate()
    sheet = publish(operator, round_, "00001", 10, (9, 10))
    for does in (
        lambda: actions_rounds.reopen_round(leader, round_.pk, today, reason=WHY),
        lambda: actions_rounds.hand_over(leader, sheet.pk, city["00002"], reason=WHY),
        lambda: actions_forms.change_form(leader, round_.form_id, {}, [], reason=WHY),
        lambda: actions_forms.retire_form(leader, round_.form_id, today, reason=WHY),
        lambda: add_file(leader, sheet.pk, "x.txt", b"x", reason=WHY),
        lambda: actions_sheets.correct(leader, sheet.pk, WHY),
        lambda: actions_sheets.remark(leader, sheet.pk, "x", reason=WHY),
    ):
        with pytest.raises(PermissionDenied):
            does()
    assert actions_sheets.remark(officer, sheet.pk, "x", reason=WHY).text == "x"


def test_a_form_is_not_put_under_a_unit_of_others(
    city: dict[str, Unit],
    indicators: dict[str, Indicator],
    elsewhere: Round,
    officer_of: Callable[..., User],
) -> None:
    keeper = officer_of(city["002"], "huyen", Role.SECRETARIAT)
    asked, form = [Asked(indicators["dossiers"])], elsewhere.form_id
    own, others = {"top": city["002"]}, {"top": city["01"]}
    assert actions_forms.change_form(keeper, form, own, asked, reason=WHY).pk == form
    with pytest.raises(PermissionDenied):
        actions_forms.change_form(keeper, form, others, asked, reason=WHY)


def test_of_who_may_send_no_file_none_is_taken(leader: User, signed_in: Sign) -> None:
    client = signed_in(leader)
    for address in (f"{AT}phieu/khong-co/minh-chung/", "/chi-tieu/999999/giao/"):
        assert client.post(address).status_code == 403, address


def test_totals_are_told_to_who_may_read_their_indicator(
    operator: Operator,
    round_: Round,
    indicators: dict[str, Indicator],
    secretariat: User,
    reader: User,
    outsider: User,
) -> None:
    publish(operator, round_, "00001", 10, (9, 10))
    Indicator.objects.filter(key="dung-han").update(level="restricted")
    asked = list(Indicator.objects.filter(key__in=("ho-so", "dung-han")))
    for user, told in ((secretariat, 2), (reader, 1), (outsider, 0)):
        found = seen_totals(user, asked, [round_.form.scope], timezone.localdate())
        assert sum(bool(each) for each in found.values()) == told, user
