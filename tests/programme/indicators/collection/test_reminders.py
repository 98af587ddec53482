"""Reminders: a digest a person and day, on working days, never twice whatever is killed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import smtplib
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.calendar.periods import month
from namro.foundation.calendar.working import national_calendar
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import (
    actions_rounds,
    actions_sheets,
    mailing,
    reminding,
    views_reminders,
)
from namro.programme.indicators.collection.choices import MailState
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.models_reminders import Digest
from namro.programme.indicators.collection.reminding import said_of_due, said_of_waiting
from tests.programme.indicators.collection.conftest import WHY, fill, sheet_of

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = dt.date(2026, 3, 6)  # a Friday


def at(day: dt.date, hour: int = 8) -> dt.datetime:
    """A moment of a day in Vietnam."""
    return dt.datetime(day.year, day.month, day.day, hour, 23, tzinfo=HERE)


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2026, 3, 2), False),
        (dt.date(2026, 3, 3), True),  # three working days before
        (dt.date(2026, 3, 4), False),
        (dt.date(2026, 3, 5), True),
        (dt.date(2026, 3, 6), True),
        (dt.date(2026, 3, 9), True),  # the first working day after
        (dt.date(2026, 3, 10), False),
        (dt.date(2026, 3, 13), True),  # the fifth
        (dt.date(2026, 3, 20), True),
    ],
)
def test_the_days_about_a_due_date(day: dt.date, told: bool) -> None:
    assert said_of_due(DUE, day, national_calendar()) is told


@pytest.mark.parametrize(
    ("days", "told"), [(0, False), (3, True), (4, False), (5, True), (6, False), (10, True)]
)
def test_the_days_after_something_began_to_wait(days: int, told: bool) -> None:
    # From a Friday: Monday is the first working day, Wednesday the third, Monday after the sixth.
    today = DUE + dt.timedelta(days=days)
    assert said_of_waiting(DUE, today, national_calendar()) is told


@pytest.fixture
def sent(settings: Any) -> list[Any]:
    """The e-mails that a server took."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    found: list[Any] = mail.outbox
    return found


@pytest.fixture
def march(operator: Operator, form: Form) -> Round:
    """February's round, due on Friday 6 March."""
    return actions_rounds.open_round(
        operator,
        form,
        month(2026, 2),
        reason=WHY,
        opens_on=dt.date(2026, 2, 23),
        due_on=DUE,
        closes_on=dt.date(2026, 12, 31),
    )[0]


@pytest.fixture
def people(city: dict[str, Unit], officer_of: Callable[..., User]) -> dict[str, User]:
    """An officer of one commune, one of a district, and the district's approver."""
    made = {
        "commune": officer_of(city["00001"], "xa-1", Role.REPORTING_OFFICER),
        "district": officer_of(city["001"], "huyen-1", Role.REPORTING_OFFICER),
        "approver": officer_of(city["001"], "duyet-1", Role.APPROVER),
    }
    for user in made.values():
        user.email = f"{user.username}@example.org"
        user.save()
    return made


class Queue:
    """The jobs that wait."""

    def __init__(self) -> None:
        self.waiting: list[int] = []

    def __call__(self, number: int) -> None:
        self.waiting.append(number)

    def work(self) -> None:
        """Do all that waits."""
        while self.waiting:
            mailing.send(self.waiting.pop(0))


def test_each_person_gets_one_digest_of_what_is_theirs(
    march: Round, people: dict[str, User], sent: list[Any]
) -> None:
    queue = Queue()
    assert reminding.remind(at(DUE), queue) == 2  # nothing waits for the approver
    assert reminding.remind(at(DUE, 9), queue) == 0
    queue.work()
    queue.work()
    told = {message.to[0]: message.body for message in sent}
    assert len(sent) == 2
    assert told["xa-1@example.org"].count("\n- ") == 1
    assert "Đơn vị 00001" in told["xa-1@example.org"]
    # The district's officer is reminded of the commune that nobody nearer answers for.
    assert "Đơn vị 00002" in told["huyen-1@example.org"]
    assert "Đơn vị 00001" not in told["huyen-1@example.org"]


@pytest.mark.parametrize(
    "moment",
    [
        at(dt.date(2026, 3, 7)),  # a Saturday
        at(dt.date(2026, 3, 8)),
        at(dt.date(2026, 2, 17)),  # the lunar new year
        at(DUE, 5),
        at(DUE, 18),
    ],
)
def test_days_off_and_nights_remind_nobody(
    march: Round, people: dict[str, User], moment: dt.datetime
) -> None:
    assert reminding.remind(moment, Queue()) == 0
    assert not Digest.objects.exists()


def test_the_approver_is_told_what_waits_and_never_a_figure(
    operator: Operator, march: Round, people: dict[str, User], sent: list[Any]
) -> None:
    sheet = fill(operator, march, "00001", 987654, (9, 10))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    type(sheet).objects.filter(pk=sheet.pk).update(submitted_at=at(dt.date(2026, 3, 5)))
    queue = Queue()
    reminding.remind(at(DUE), queue, [people["approver"].pk])
    queue.work()
    (message,) = sent
    assert "1 phiếu chờ bạn duyệt" in message.subject
    assert "987" not in message.body
    assert "hồ sơ" not in message.body.lower()


@pytest.mark.parametrize("step", ["row", "defer", "after"])
def test_killed_while_the_digests_are_made_nobody_is_left_out_nor_told_twice(
    march: Round,
    people: dict[str, User],
    sent: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    queue = Queue()
    made = Digest.objects.get_or_create

    def dies(*given: Any, **more: Any) -> Any:
        if step == "row":
            raise Killed
        return made(*given, **more)

    def defer(number: int) -> None:
        if step == "defer":
            raise Killed
        queue(number)
        if step == "after":  # within the transaction: the job is undone with the row
            queue.waiting.remove(number)
            raise Killed

    monkeypatch.setattr(Digest.objects, "get_or_create", dies)
    with pytest.raises(Killed):
        reminding.remind(at(DUE), defer)
    monkeypatch.undo()
    assert Digest.objects.count() == len(queue.waiting) == 0
    reminding.remind(at(DUE, 9), queue)
    queue.work()
    assert sorted(message.to[0] for message in sent) == ["huyen-1@example.org", "xa-1@example.org"]


class Server(EmailBackend):
    """A mail server that dies, or refuses, at a step."""

    step = ""

    def send_messages(self, messages: Any) -> int:
        """Take the messages, or not."""
        if Server.step == "refused":
            raise smtplib.SMTPRecipientsRefused({})
        if Server.step == "no answer":
            raise TimeoutError
        if Server.step == "killed before":
            raise Killed
        done = super().send_messages(messages)
        if Server.step == "killed after":
            raise Killed
        return done


@pytest.fixture
def one(
    march: Round, people: dict[str, User], sent: list[Any], settings: Any
) -> Iterator[tuple[int, Queue]]:
    """A digest of one person, waiting to be sent, and the jobs."""
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    queue = Queue()
    reminding.remind(at(DUE), queue, [people["commune"].pk])
    yield queue.waiting[0], queue
    Server.step = ""


def state(number: int) -> Digest:
    """The digest as it stands."""
    return Digest.objects.get(pk=number)


def test_what_a_server_refused_goes_again_by_itself(
    one: tuple[int, Queue], sent: list[Any]
) -> None:
    number, queue = one
    Server.step = "refused"
    queue.work()
    assert (state(number).state, state(number).error) == ("failed", "SMTPRecipientsRefused")
    Server.step = ""
    assert mailing.try_again_by_itself(DUE, queue) == 1
    assert mailing.try_again_by_itself(DUE, queue) == 0
    queue.work()
    assert len(sent) == 1
    assert state(number).state == MailState.SENT


@pytest.mark.parametrize("step", ["killed before", "killed after", "no answer"])
def test_where_nobody_knows_whether_it_went_a_person_decides(
    one: tuple[int, Queue], sent: list[Any], operator: Operator, step: str
) -> None:
    number, queue = one
    Server.step = step
    try:
        mailing.send(number)
    except Killed:
        queue.waiting = [number]  # the job is run again
    Server.step = ""
    queue.work()
    went = 1 if step == "killed after" else 0
    assert len(sent) == went  # never twice by itself
    if step != "no answer":
        later = state(number).changed_at + mailing.STALE + dt.timedelta(minutes=1)
        assert mailing.give_up_stale(later - dt.timedelta(minutes=2)) == 0
        assert mailing.give_up_stale(later) == 1
    assert state(number).state == MailState.FAILED
    assert mailing.try_again_by_itself(DUE, queue) == 0
    if not went:
        assert mailing.send_again(operator, number, queue)
        assert not mailing.send_again(operator, number, queue)
        queue.work()
    assert len(sent) == 1
    assert sent[0].extra_headers["Message-ID"] == state(number).message_id


def test_what_waits_after_its_job_died_is_handed_over_again_on_its_day_alone(
    one: tuple[int, Queue], sent: list[Any]
) -> None:
    number, queue = one
    queue.waiting.clear()  # its worker took it up, and died
    made = state(number).changed_at
    later = made + mailing.STALE + dt.timedelta(minutes=1)
    Digest.objects.update(on=made.date() + dt.timedelta(days=2))
    assert mailing.take_up_waiting(made, queue) == 0
    assert mailing.take_up_waiting(later, queue) == 1
    assert mailing.take_up_waiting(later, queue) == 0
    assert queue.waiting == [number]
    # Its day passes: nobody is reminded on another, and it is shown.
    Digest.objects.update(on=made.date() - dt.timedelta(days=2))
    assert mailing.take_up_waiting(later + 2 * mailing.STALE, queue) == 0
    assert (state(number).state, state(number).surely_not_sent) == ("failed", True)
    queue.work()
    assert not sent


def test_what_was_not_delivered_is_seen_and_sent_again(
    march: Round,
    people: dict[str, User],
    sent: list[Any],
    signed_in: Callable[[User], Client],
    secretariat: User,
) -> None:
    person = people["commune"]
    person.email = ""
    person.save()
    queue = Queue()
    reminding.remind(at(DUE), queue, [person.pk])
    queue.work()
    client, page = signed_in(secretariat), "/chi-tieu/thu-thap/nhac-viec/chua-gui/"
    shown = client.get(page).content.decode()
    assert "chưa có địa chỉ thư" in shown
    for kind in ("csv", "xlsx"):
        assert f"{page}tep.{kind}" in shown
    (row,) = csv.DictReader(io.StringIO(client.get(f"{page}tep.csv").content.decode("utf-8-sig")))
    assert (row["Người nhận"], row["Ngày"]) == (person.get_full_name(), f"{DUE:%d/%m/%Y}")
    assert "chưa có địa chỉ thư" in row["Lý do"]
    assert client.get(f"{page}tep.xlsx").content[:2] == b"PK"
    assert client.get(f"{page}tep.doc").status_code == 404
    person.email = "moi@example.org"
    person.save()
    number = Digest.objects.get().pk
    client.post(page, {"nhac": [number]})
    assert state(number).state == MailState.WAITING
    mailing.send(number)
    assert [message.to for message in sent] == [["moi@example.org"]]
    assert "Mọi nhắc việc đã được gửi" in client.get(page).content.decode()


def test_one_sees_what_waits_for_oneself(
    round_: Round, people: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    Round.objects.update(due_on=dt.date(2026, 1, 1), opens_on=dt.date(2026, 1, 1))
    client, at_page = signed_in(people["commune"]), "/chi-tieu/thu-thap/nhac-viec/"
    page = client.get(at_page).content.decode()
    assert "Đơn vị 00001" in page
    assert "Đơn vị 00002" not in page
    assert f"{at_page}tep.xlsx" in page
    text = client.get(f"{at_page}tep.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Việc cần làm"], row["Đơn vị"]) == ("Quá hạn", "Đơn vị 00001")
    assert (row["Thời hạn"], row["Mã phiếu"]) == ("01/01/2026", sheet_of(round_, "00001").code)
    assert client.get(f"{at_page}tep.doc").status_code == 404


def test_of_many_the_first_are_shown_and_all_are_in_the_file(
    round_: Round, signed_in: Callable[[User], Client], make_user: Callable[..., User]
) -> None:
    Round.objects.update(due_on=dt.date(2026, 1, 1), opens_on=dt.date(2026, 1, 1))
    client = signed_in(make_user("ca-nuoc", "reporting_officer"))
    page = "/chi-tieu/thu-thap/nhac-viec/"
    with patch.object(views_reminders, "ROWS", 3):
        shown = client.get(page).content.decode()
    assert "(4)" in shown
    assert "Trang hiện 3 phiếu đầu" in shown
    assert shown.count("/xet/") == 3
    assert len(client.get(f"{page}tep.csv").content.decode().splitlines()) == 1 + 4
