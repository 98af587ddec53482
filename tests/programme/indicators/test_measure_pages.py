"""Saying by which indicator a target is measured, and approving bridges: on pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions import define
from namro.programme.indicators.actions_bridges import approve_bridge, propose_bridge
from namro.programme.indicators.actions_figures import record
from namro.programme.indicators.judging import judge
from namro.programme.indicators.models import Bridge, Indicator, TargetMeasure
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.kinds import Status
from namro.programme.programmes import versions
from namro.programme.programmes.models import Programme, Target
from namro.sample.load import load, load_figures

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 12, 31)


@pytest.fixture
def programme() -> Programme:
    load()
    load_figures()
    return Programme.objects.get(number="01-CTr/TU")


@pytest.fixture
def desk(signed_in: SignIn, secretariat: User) -> Client:
    client = signed_in(secretariat)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "vi"
    return client


@pytest.fixture
def key(programme: Programme) -> int:
    """The target of SIPAS above 90 % by 2025."""
    found = Target.objects.get(label="(13)", value_low=90, source__programme=programme)
    assert found.identity_id is not None
    return int(found.identity_id)


def said(page: Any, **more: str) -> dict[str, str]:
    """What the form of a page shows, as a browser would send it."""
    start = page.context["form"].initial
    sent = {name: str(value) for name, value in start.items() if value not in (None, "", False)}
    return {**sent, "version": page.context["version"], "reason": "thử", **more}


def test_the_verdict_is_seen_before_anything_is_written(
    desk: Client, programme: Programme, key: int
) -> None:
    address = f"/chi-tieu/{programme.pk}@2024-12-31/{key}/do-bang/"
    page = desk.get(address)
    assert "câu chữ của chỉ tiêu gợi ý" in page.content.decode()
    form = said(page, reading="at_due", confirm="on")
    rank = Indicator.objects.get(key="par-index")
    tried = desk.post(address, {**form, "indicator": str(rank.pk), "buoc": "xem"})
    assert tried.context["then"].explanation != tried.context["now"].explanation
    assert "Chưa lưu gì" in tried.content.decode()
    assert not TargetMeasure.objects.exists()
    assert desk.post(address, {**form, "buoc": "ghi"}).status_code == 302
    kept = TargetMeasure.objects.get()
    assert (kept.indicator.key, kept.scope, kept.readings) == ("sipas", "Hà Nội", ["at_due"])
    assert kept.confirmed_by == "to-giup-viec"
    # A second series: the target is reached only when each is.
    page = desk.get(address)
    second = said(page, indicator=str(rank.pk), each="year", range_means="floor", buoc="ghi")
    assert desk.post(address, second).status_code == 302
    assert TargetMeasure.objects.count() == 2
    again = desk.post(address, {**second, "version": desk.get(address).context["version"]})
    assert again.status_code == 422
    assert "đã được đo bằng chỉ số này" in again.content.decode()


def test_of_two_who_say_it_the_second_sees_what_the_first_did_and_one_is_taken_away(
    desk: Client, programme: Programme, key: int
) -> None:
    address = f"/chi-tieu/{programme.pk}/{key}/do-bang/"
    form = said(desk.get(address), reading="at_due", buoc="ghi")
    assert desk.post(address, {**form, "reason": "người thứ nhất"}).status_code == 302
    refused = desk.post(address, {**form, "scope": "Nam Châu"})
    assert refused.status_code == 409
    assert "người thứ nhất" in refused.content.decode()
    kept = TargetMeasure.objects.get()
    page = desk.get(f"{address}?sua={kept.pk}")
    edit = said(page, sua=str(kept.pk), reading="each_period", buoc="ghi")
    assert desk.post(address, edit).status_code == 302
    kept.refresh_from_db()
    assert (kept.readings, kept.confirmed_by) == (["each_period"], "")
    version = desk.get(address).context["version"]
    bare = {"sua": str(kept.pk), "buoc": "bo", "version": version}
    assert desk.post(address, bare).status_code == 422  # a reason is needed
    assert desk.post(address, {**bare, "ly-do": "nhầm"}).status_code == 302
    assert not TargetMeasure.objects.exists()
    assert desk.get(f"{address}?sua=999").status_code == 404


def test_what_makes_no_sense_is_refused_in_words(
    desk: Client, programme: Programme, key: int
) -> None:
    address = f"/chi-tieu/{programme.pk}/{key}/do-bang/"
    page = desk.get(address)
    refused = desk.post(address, said(page, reading="cumulated", buoc="ghi"))
    assert refused.status_code == 422
    assert "không cộng dồn được" in refused.content.decode()
    tried = desk.post(address, said(page, reading="cumulated", buoc="xem"))
    assert "không cộng dồn được" in tried.content.decode()
    wrong = desk.post(address, said(page, tolerance="1,234", buoc="xem"))
    assert "hai cách" in str(wrong.context["form"].errors["tolerance"])


@pytest.fixture
def broken(secretariat: User, programme: Programme, key: int) -> Indicator:
    """The target measured by an indicator whose method changed: figures of the old one alone."""
    made, _new = define(
        secretariat, "do-moi", reason="x", name="Đo mới", unit="%", kind="index", concept="mới"
    )
    heads = ["indicator", "scope", "period", "value", "concept", "source", "published_on"]
    rows = [
        ["do-moi", "Hà Nội", year, value, "cũ", "x", f"{int(year) + 1}-03-01"]
        for year, value in (("2020", "45"), ("2024", "45"))
    ]
    record(secretariat, [heads, *rows], reason="x")
    TargetMeasure.objects.create(target_id=key, indicator=made, scope="Hà Nội", readings=["at_due"])
    return made


def _verdict(actor: User, programme: Programme, key: int, known: dt.date) -> Status:
    found = versions.find(actor, programme.pk)
    return judge(found, actor, DAY, known, only=[key])[0].status


def test_a_bridge_counts_once_somebody_else_approves_it_by_a_document(
    desk: Client,
    signed_in: SignIn,
    make_user: Callable[..., User],
    secretariat: User,
    programme: Programme,
    key: int,
    broken: Indicator,
) -> None:
    today = dt.date(2026, 1, 1)
    assert _verdict(secretariat, programme, key, today) is Status.NOT_COMPARABLE
    form = {"old": "cũ", "new": "mới", "factor": "2", "offset": "0,5", "reason": "thang điểm đổi"}
    page = "/chi-tieu/chi-so/do-moi/"
    assert desk.post(f"{page}cau-noi/", form).status_code == 302
    assert "Đã có cầu nối" in desk.post(f"{page}cau-noi/", form).content.decode()
    bridge = Bridge.objects.get()
    assert "mới = cũ × 2 + 0,5" in desk.get(page).content.decode()
    assert _verdict(secretariat, programme, key, today) is Status.NOT_COMPARABLE
    decide = f"{page}cau-noi/{bridge.pk}/"
    assert desk.get(decide).status_code == 403
    approver = make_user("nguoi-duyet", "approver")
    client = signed_in(approver)
    approved = {"document": "12/QĐ-UBND", "on": "01/06/2025", "reason": "đúng"}
    assert client.post(decide, approved | {"document": ""}).status_code == 422
    assert client.post(decide, approved).status_code == 302
    assert client.post(decide, approved).status_code == 422  # decided before
    assert _verdict(secretariat, programme, key, today) is not Status.NOT_COMPARABLE
    # What was known before the document does not change.
    then = _verdict(secretariat, programme, key, dt.date(2025, 5, 31))
    assert then is Status.NOT_COMPARABLE


def test_nobody_approves_what_they_proposed_and_a_refused_bridge_is_gone(
    signed_in: SignIn, make_user: Callable[..., User], secretariat: User, broken: Indicator
) -> None:
    both = make_user("hai-vai", "secretariat", "approver")
    bridge = propose_bridge(both, broken, "cũ", "mới", reason="x")
    with pytest.raises(IndicatorRefused, match="yourself"):
        approve_bridge(both, bridge, document="1", on=DAY, reason="x")
    with pytest.raises(PermissionDenied):
        approve_bridge(secretariat, bridge, document="1", on=DAY, reason="x")
    for wrong in ({"old": "mới"}, {"old": "cũ", "factor": 0}):
        with pytest.raises(IndicatorRefused):
            propose_bridge(secretariat, broken, new="mới", reason="x", **wrong)
    client = signed_in(make_user("nguoi-duyet", "approver"))
    address = f"/chi-tieu/chi-so/do-moi/cau-noi/{bridge.pk}/"
    assert client.post(address, {"buoc": "khong", "reason": "chưa rõ"}).status_code == 302
    assert not Bridge.objects.exists()
