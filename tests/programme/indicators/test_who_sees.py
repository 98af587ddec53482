"""Figures of restricted indicators, and what the page of a target offers: to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import registering
from namro.programme.indicators import figures, series
from namro.programme.indicators.asking import asking
from namro.programme.indicators.collection.forms import CollectionForm
from namro.programme.indicators.collection.total_links import formula_parts
from namro.programme.indicators.forms_measures import MeasureForm
from namro.programme.indicators.models import Indicator, Observation, TargetMeasure
from namro.programme.programmes.models import Programme, Target
from namro.programme.programmes.scoping import scope_of
from namro.sample.load import load, load_figures

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    load()
    load_figures()
    return Programme.objects.get(number="01-CTr/TU")


@pytest.fixture
def address(programme: Programme) -> str:
    """Of the target of SIPAS, which is late: its figure of 2024 is 83,57%."""
    found = Target.objects.get(label="(13)", value_low=90, source=programme.source)
    return f"/chi-tieu/{programme.pk}@2024-12-31/{found.identity_id}/"


def test_a_figure_is_seen_by_who_may_read_its_indicator(
    programme: Programme,
    address: str,
    secretariat: User,
    reader: User,
    make_user: Callable[..., User],
    signed_in: SignIn,
) -> None:
    every = Observation.objects.count()
    restricted = Observation.objects.get(value="83.57").indicator_id
    Indicator.objects.filter(pk=restricted).update(level="restricted")
    hidden = Observation.objects.filter(indicator=restricted).count()
    assert 0 < hidden < every
    outsider = make_user("khong-vai-tro")
    for user, seen in ((secretariat, every), (reader, every - hidden), (outsider, 0)):
        assert Observation.objects.visible_to(user).count() == seen
        assert Indicator.objects.visible_to(user).exists() == bool(seen)
    told = registering.told(Indicator)
    assert told is not None
    entries = registering.entries_of(Indicator)
    assert told.visible(secretariat, entries).count() == entries.count()
    assert 0 < told.visible(reader, entries).count() < entries.count()
    assert not told.visible(outsider, entries).exists()
    for page in (address, address.rsplit("/", 2)[0] + "/"):
        assert "83,57%" in signed_in(secretariat).get(page).content.decode()
        answer = signed_in(reader).get(page)
        assert answer.status_code == 200
        assert "83,57%" not in answer.content.decode()
    assert signed_in(secretariat).get(address).context["days"]
    assert not signed_in(reader).get(address).context["days"]


@pytest.mark.parametrize(
    ("offered", "to"),
    [
        ("cach-xet/", {"secretariat"}),
        ("giai-trinh/", {"secretariat", "reporting_officer"}),
        ("ket-luan/", {"standing_body"}),
    ],
)
def test_a_page_offers_what_its_reader_may_do(
    address: str, make_user: Callable[..., User], signed_in: SignIn, offered: str, to: set[str]
) -> None:
    found = set()
    for role in ("secretariat", "reporting_officer", "standing_body", "reader"):
        answer = signed_in(make_user(role, role)).get(address)
        assert answer.status_code == 200
        if offered in answer.content.decode():
            found.add(role)
    assert found == to


@pytest.mark.parametrize(
    ("part", "offered"),
    [
        ("", "chi-so/tat-ca/khai-bao/"),
        ("", "chi-so/tat-ca/so-lieu/"),
        ("sipas/", "chi-so/sipas/sua/"),
        ("sipas/", "chi-so/sipas/ghi/"),
    ],
)
@pytest.mark.usefixtures("programme")
def test_the_library_offers_what_its_reader_may_do(
    secretariat: User, reader: User, signed_in: SignIn, part: str, offered: str
) -> None:
    for user, seen in ((secretariat, True), (reader, False)):
        answer = signed_in(user).get(f"/chi-tieu/chi-so/{part}")
        assert answer.status_code == 200
        assert (offered in answer.content.decode()) == seen


def test_the_name_of_a_restricted_indicator_leads_only_who_may_read_it(
    address: str, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    link = "/chi-tieu/chi-so/sipas/"
    assert link in signed_in(reader).get(address).content.decode()
    Indicator.objects.filter(key="sipas").update(level="restricted")
    assert link in signed_in(secretariat).get(address).content.decode()
    assert link not in signed_in(reader).get(address).content.decode()


def test_what_asks_for_an_indicator_is_told_to_who_may_read_it(
    programme: Programme, reader: User, make_user: Callable[..., User]
) -> None:
    day = dt.date(2024, 12, 31)

    def numbers(user: User) -> set[str]:
        return {each.number for found in asking(user, day).values() for each in found}

    assert programme.number in numbers(reader)
    assert numbers(make_user("khong-vai-tro")) == set()
    Programme.objects.filter(pk=programme.pk).update(level="restricted")
    assert programme.number not in numbers(reader)


def test_what_is_restricted_is_neither_told_nor_offered(
    programme: Programme, secretariat: User, reader: User, make_user: Callable[..., User]
) -> None:
    day = dt.date(2025, 12, 31)
    Indicator.objects.filter(key="sipas").update(level="restricted")
    found = Indicator.objects.get(key="sipas")
    scope = Observation.objects.filter(indicator=found).values_list("scope", flat=True)[0]
    measures = [TargetMeasure(indicator=found, scope=scope)]
    computed = Indicator(formula="[sipas] + 1")
    for user, told in ((secretariat, True), (reader, False)):
        assert bool(figures.figures_of(user, found, day, "vi")) == told
        assert any(series.figures_of(user, measures, day).values()) == told
        assert any(key for _words, key in formula_parts(user, computed)) == told
        choice: Any = MeasureForm(actor=user).fields["indicator"]
        assert choice.queryset.filter(key="sipas").exists() == told
    for user, told in ((reader, True), (make_user("khong-vai-tro"), False)):
        choice = CollectionForm(actor=user).fields["programme"]
        assert choice.queryset.filter(pk=programme.pk).exists() == told


def test_what_a_page_is_told_of_its_reader(
    address: str, make_user: Callable[..., User], signed_in: SignIn
) -> None:
    roles = ("secretariat", "approver", "reader")
    seen = {
        role: (client.get(address).context, client.get("/chi-tieu/chi-so/sipas/").context)
        for role in roles
        if (client := signed_in(make_user(role, role)))
    }
    assert [seen[role][0]["may_allocate"] for role in roles] == [True, False, False]
    assert [seen[role][0]["may_measure"] for role in roles] == [True, False, False]
    assert [seen[role][1]["may_approve"] for role in roles] == [False, True, False]


def test_a_scope_is_offered_to_who_may_read_a_figure_about_it(
    programme: Programme,
    address: str,
    secretariat: User,
    make_user: Callable[..., User],
    signed_in: SignIn,
) -> None:
    of_one = make_user("mot-chuong-trinh")
    give_role(Operator("tests"), of_one, Role.SECRETARIAT, scope=scope_of(programme), reason="x")
    scope = Observation.objects.get(value="83.57").scope
    about = Observation.objects.filter(scope=scope).values("indicator")
    Indicator.objects.filter(pk__in=about).update(level="restricted")
    for user, offered in ((secretariat, True), (of_one, False)):
        answer = signed_in(user).get(f"{address}do-bang/")
        assert (scope in answer.context["scopes"]) == offered, user
