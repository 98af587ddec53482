"""What is restricted, or of another unit, is neither listed, told nor offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.interface.uploads import InMemory
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.scoping import scope_of
from namro.programme.indicators import actions
from namro.programme.indicators.choices import IndicatorKind
from namro.programme.indicators.collection import actions_sheets, mine, mine_rows
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.total_links import totals_shown
from namro.programme.indicators.models import Indicator, Observation
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import Programme
from tests.programme.indicators.collection.conftest import WHY, fill, publish, sheet_of
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/"
Sign = Callable[[User], Client]
OfficerOf = Callable[[Unit, str, Role], User]


@pytest.fixture
def keeper(city: dict[str, Unit], officer_of: OfficerOf) -> User:
    """Who keeps the forms of the second district, and fills in its communes' sheets."""
    return officer_of(city["002"], "huyen", Role.SECRETARIAT)


@pytest.fixture
def leader(city: dict[str, Unit], officer_of: OfficerOf) -> User:
    """Who sees the sheets of the first district and fills in none."""
    return officer_of(city["001"], "lanh-dao-huyen", Role.LEADER)


def test_the_list_of_sheets_holds_those_of_its_reader(
    round_: Round,
    city: dict[str, Unit],
    officer_of: OfficerOf,
    keeper: User,
    leader: User,
    make_user: Callable[..., User],
) -> None:
    officer = officer_of(city["00001"], "phuong", Role.REPORTING_OFFICER)
    for user, codes in (
        (officer, {"00001"}),
        (keeper, {"00003", "00004"}),
        (leader, {"00001", "00002"}),
        (make_user("khong-vai-tro"), set()),
    ):
        found = mine.lines(mine_rows.mine_of(user, mine_rows.ALL, timezone.localdate()), "")
        assert {each.pk for each in found} == {sheet_of(round_, code).pk for code in codes}, user
        assert bool(mine.rounds_of(user)) == bool(codes), user


def test_nobody_is_reminded_on_their_page_of_a_sheet_they_may_not_open(
    operator: Operator,
    round_: Round,
    city: dict[str, Unit],
    officer_of: OfficerOf,
    make_user: Callable[..., User],
    signed_in: Sign,
) -> None:
    actions_sheets.submit(operator, fill(operator, round_, "00001", 10, (9, 10)).pk, reason=WHY)
    # The district itself, but not what stands below it in the hierarchy of the form.
    party = make_user("cap-uy")
    over = scope_of(city["001"], Hierarchy.PARTY)
    RoleAssignment.objects.create(
        user=party, role=Role.APPROVER, scope_kind=over.kind, scope_key=over.key
    )
    for user, told in ((officer_of(city["001"], "duyet", Role.APPROVER), 1), (party, 0)):
        client = signed_in(user)
        parts = client.get(f"{AT}nhac-viec/").context["parts"]
        assert sum(len(lines) for _words, _count, lines in parts) == told, user
        file = client.get(f"{AT}nhac-viec/tep.csv").content.decode()
        assert len(file.splitlines()) == 1 + told, user


def test_who_only_sees_a_sheet_sends_nothing_to_it(
    round_: Round, leader: User, signed_in: Sign
) -> None:
    address, client = f"{AT}phieu/{sheet_of(round_, '00001').code}/", signed_in(leader)
    for step in ("luu", "trinh", "dan", "dinh-chinh"):
        assert client.post(address, {"viec": step}).status_code == 403, step
    answer: Any = client.post(f"{address}ban-giay/")
    assert answer.status_code == 403
    assert not any(isinstance(each, InMemory) for each in answer.wsgi_request.upload_handlers)


def test_a_form_of_another_unit_is_not_replaced(
    form: Form, keeper: User, secretariat: User, signed_in: Sign
) -> None:
    for user, status in ((secretariat, 200), (keeper, 403)):
        answer = signed_in(user).get(f"{AT}lap-bieu/", {"thay": form.key})
        assert answer.status_code == status, user


def test_a_form_offers_what_its_keeper_may_read(
    indicators: dict[str, Indicator], keeper: User, secretariat: User, signed_in: Sign
) -> None:
    Indicator.objects.filter(key="ho-so").update(level="restricted")
    for user, offered in ((secretariat, True), (keeper, False)):
        listed = dict(signed_in(user).get(f"{AT}lap-bieu/").context["indicators"])
        assert "dung-han" in listed
        assert ("ho-so" in listed) == offered, user


def test_a_form_names_its_programme_to_who_may_read_it(
    operator: Operator, form: Form, leader: User, secretariat: User, signed_in: Sign
) -> None:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(operator, FakeDraft(), source, reason=WHY).programme
    Form.objects.filter(pk=form.pk).update(programme=programme)
    for level, readers in (("public", {secretariat, leader}), ("restricted", {secretariat})):
        Programme.objects.filter(pk=programme.pk).update(level=level)
        for user in (secretariat, leader):
            shown = signed_in(user).get(f"{AT}bieu/{form.key}/").context["programme"]
            assert (shown == programme) == (user in readers), (level, user)


def test_what_is_computed_of_restricted_figures_is_told_to_who_may_read_them(
    operator: Operator, round_: Round, secretariat: User, reader: User
) -> None:
    made = {
        key: actions.define(
            operator, key, name=key, kind=IndicatorKind.INDEX, unit="hồ sơ", reason=WHY, **more
        )[0]
        for key, more in (("ngoai", {}), ("gap-doi", {"formula": "[ngoai] + [ho-so] * 0"}))
    }
    publish(operator, round_, "00001", 10, (9, 10))
    today = timezone.localdate()
    Observation.objects.create(
        indicator=made["ngoai"], scope=round_.form.scope, value=7, published_on=today,
        first_day=round_.first_day, last_day=round_.last_day, source="x",
    )  # fmt: skip
    for level, told in (("public", {secretariat, reader}), ("restricted", {secretariat})):
        Indicator.objects.filter(key="ngoai").update(level=level)
        for user in (secretariat, reader):
            found = totals_shown(user, made["gap-doi"], today, "vi")
            assert bool(found) == (user in told), (level, user)
