"""Time lines of indicators and leads: told in words, and to nobody who may not read them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.models import Indicator, Observation, TargetMeasure
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import set_item_levels
from namro.programme.programmes.choices import Level
from namro.programme.programmes.leads.models import LeadLink
from namro.programme.programmes.models import Deliverable, SourceDocument, Target
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
SignIn = Callable[[User], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_an_indicator_tells_its_figures_and_who_may_not_read_it_nothing(
    secretariat: User, reader: User, signed_in: SignIn
) -> None:
    day = dt.date(2026, 3, 31)
    source = SourceFile("07.docx", b"07")
    programme = import_draft(OPERATOR, FakeDraft(), source, reason="Nhập").programme
    target = Target.objects.exclude(identity=None).order_by("pk").first()
    assert target is not None
    assert target.identity is not None
    with history.reason(secretariat, "Ghi số liệu quý I"):
        shown, hidden = (
            Indicator.objects.create(key=key, name=name, kind="ratio", level=level)
            for key, name, level in (
                ("ho", "Tỷ lệ hồ sơ trực tuyến", Level.INTERNAL),
                ("kin", "Chỉ số kín", Level.RESTRICTED),
            )
        )
        for each in (shown, hidden):
            Observation.objects.create(
                indicator=each, scope="Hà Nội", first_day=day.replace(month=1, day=1),
                last_day=day, value="95.50", source="Báo cáo",
            )  # fmt: skip
        TargetMeasure.objects.create(
            target=target.identity, indicator=shown, scope="Hà Nội", readings=["at_due"]
        )
    client = signed_in(secretariat)
    page = text(client, f"/lich-su/chi-so/{shown.pk}/")
    for said in (
        "Ghi số liệu quý I",
        "thêm Số liệu Hà Nội, 01/01/2026 – 31/03/2026",
        "Giá trị 95,5",
        "thêm Thước đo của chỉ tiêu Hà Nội",
        "Cách xét",
    ):
        assert said in page
    assert "Chỉ số kín" in text(client, "/lich-su/")
    client = signed_in(reader)
    assert "Giá trị 95,5" in text(client, f"/lich-su/chi-so/{shown.pk}/")
    assert client.get(f"/lich-su/chi-so/{hidden.pk}/").status_code == 404
    set_item_levels(
        secretariat, programme, [target.identity], Level.RESTRICTED, reason="Đang chuẩn bị"
    )
    assert "thêm Thước đo" not in text(client, f"/lich-su/chi-so/{shown.pk}/")


def test_a_target_is_told_by_its_number_and_subject_and_who_confirmed_by_name(
    secretariat: User, signed_in: SignIn
) -> None:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(OPERATOR, FakeDraft(), source, reason="Nhập").programme
    target = Target.objects.exclude(identity=None).order_by("pk").first()
    assert target is not None
    assert target.identity is not None
    called = f"{target.label} {target.subject or target.text}".strip()
    set_item_levels(
        secretariat, programme, [target.identity], Level.RESTRICTED, reason="Đang chuẩn bị"
    )
    with history.reason(secretariat, "Xác nhận cách xét"):
        TargetMeasure.objects.create(
            target=target.identity,
            indicator=Indicator.objects.create(key="ho", name="Tỷ lệ", kind="ratio"),
            scope="Hà Nội",
            readings=["at_due"],
            confirmed_by=secretariat.username,
            confirmed_at=timezone.now(),
        )
    page = text(signed_in(secretariat), "/lich-su/")
    assert f"Mức độ của chỉ tiêu {called[:40]}" in page
    assert f"Mức độ của chỉ tiêu số {target.identity.pk}" not in page
    assert f"Người xác nhận {secretariat.get_full_name()}" in page


def test_a_lead_is_told_unless_it_may_stand_at_a_restricted_item(
    secretariat: User, reader: User, signed_in: SignIn
) -> None:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(OPERATOR, FakeDraft(), source, reason="Nhập").programme
    document = SourceDocument.objects.get(programme=programme)
    LeadLink.objects.filter(source=document).delete()
    with history.reason(secretariat, "Soát tên cơ quan"):
        LeadLink.objects.create(
            source=document, name="Sở Bí ẩn", name_key="sở bí ẩn",
            on=dt.date(2026, 1, 2), state="proposed",
        )  # fmt: skip
    address = f"/lich-su/chuong-trinh/{programme.pk}/"
    page = text(signed_in(reader), address)
    assert "Soát tên cơ quan" in page
    assert "Sở Bí ẩn" in page
    item = Deliverable.objects.get(no="1").identity
    assert item is not None
    set_item_levels(secretariat, programme, [item], Level.RESTRICTED, reason="Kín")
    assert "Sở Bí ẩn" not in text(signed_in(reader), address)
    assert "Sở Bí ẩn" in text(signed_in(secretariat), address)
