"""The health page: limits, what it says, to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from namro.foundation.accounts.models import User
from namro.foundation.history import health, upkeep
from namro.foundation.history.rules import health as rules

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (rules.worker(None), "bad"),
        (rules.worker(60.0), "good"),
        (rules.worker(61.0), "bad"),
        (rules.queue(100, 0), "good"),
        (rules.queue(101, 0), "look"),
        (rules.queue(0, 1), "look"),
        (rules.within(None, DAY), "look"),
        (rules.within(DAY, DAY), "good"),
        (rules.within(2 * DAY, DAY), "look"),
        (rules.within(DAY, DAY, well=False), "bad"),
        (rules.disk(50, 100), "bad"),
        (rules.disk(2 * 10**9, 10**11), "bad"),
        (rules.disk(10**10, 10**11), "look"),
        (rules.disk(2 * 10**10, 10**11), "good"),
        (rules.clock(-6), "bad"),
        (rules.clock(4.9), "good"),
    ],
)
def test_limits(found: str, state: str) -> None:
    assert found == state


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> None:
    settings.UPKEEP_FILE = tmp_path / "upkeep.json"


def states() -> dict[str, str]:
    return {check.name: check.state for check in health.checks()}


def test_what_is_done_makes_it_well() -> None:
    before = states()
    assert before["Tiến trình nền"] == "bad"
    assert before["Sao lưu"] == before["Kiểm tra lịch sử"] == "look"
    upkeep.note(upkeep.BACKED_UP, well=True)
    upkeep.note(upkeep.VERIFIED, well=False)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    after = states()
    assert (after["Sao lưu"], after["Kiểm tra lịch sử"]) == ("good", "bad")
    assert after["Tiến trình nền"] == "good"
    assert after["Cơ sở dữ liệu"] == after["Bảng dữ liệu"] == after["Đồng hồ"] == "good"


def test_a_file_that_cannot_be_read_counts_as_never(settings: Any) -> None:
    Path(settings.UPKEEP_FILE).write_text("{không phải JSON")
    assert upkeep.read() == {}
    upkeep.note(upkeep.BACKED_UP, well=True)
    assert upkeep.read()[upkeep.BACKED_UP].well


def test_a_trigger_switched_off_is_broken(reader: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_user DISABLE TRIGGER USER")
    assert states()["Trigger ghi lịch sử"] == "bad"


def test_the_page_is_for_whoever_looks_after_it(
    secretariat: User, reader: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(reader).get("/suc-khoe/").status_code == 403
    answer = signed_in(secretariat).get("/suc-khoe/")
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "✖" in said
    assert "hỏng" in said
    assert "Hãy chạy lại" in said
    client = Client()
    assert client.get("/suc-khoe/").status_code == 302
    assert client.get("/healthz").content == b"ok\n"
