"""Many workbooks in one drop: each by itself, none twice, whenever the work is broken off."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from namro.foundation.accounts.models import Role, User
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.models import Cell, Round, Sheet, SheetFile
from namro.programme.indicators.collection.models_drops import Drop, DroppedFile
from namro.programme.indicators.collection.workbooks import dropping, taking, unpacking
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused
from namro.programme.indicators.collection.workbooks.making import make_workbook
from namro.programme.indicators.collection.workbooks.unpacking import unpacked
from namro.programme.indicators.collection.workbooks.xlsx import LARGEST
from tests.programme.indicators.collection.conftest import COMMUNES, sheet_of
from tests.programme.indicators.collection.test_workbooks import GOOD, filled

OfficerOf = Callable[[Unit, str, Role], User]


@pytest.fixture
def sheets(round_: Round) -> list[Sheet]:
    return [sheet_of(round_, code) for code in sorted(COMMUNES)]


@pytest.fixture
def secretary(officer_of: OfficerOf, round_: Round) -> User:
    return officer_of(round_.form.top, "thu-ky", Role.SECRETARIAT)


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def good(sheets: list[Sheet]) -> list[tuple[str, bytes]]:
    return [(f"{each.unit.code}.xlsx", filled(make_workbook(each), GOOD)) for each in sheets]


def outcomes(drop: Drop) -> dict[str, str]:
    return dict(drop.files.values_list("name", "outcome"))


def test_each_file_is_told_by_itself(secretary: User, sheets: list[Sheet]) -> None:
    first, second, third, fourth = sheets
    closed = filled(make_workbook(fourth), GOOD)
    fourth.state = "approved"
    fourth.save()
    whole = packed(
        ("xã/ba.xlsx", filled(make_workbook(third), GOOD)),
        ("ghi-chu.txt", b"x"),
        ("xã/~$ba.xlsx", b"x"),
        ("__MACOSX/xã/._ba.xlsx", b"x"),
        ("trong.zip", packed(("a.xlsx", b"x"))),
    )
    drop = dropping.receive(
        secretary,
        [
            ("một.xlsx", filled(make_workbook(first), GOOD)),
            ("hai.xlsx", filled(make_workbook(second), {"G9": "mười hai"})),
            ("cả.zip", whole),
            ("lại.xlsx", filled(make_workbook(first), GOOD | {"G9": 5})),
            ("bốn.xlsx", closed),
            ("hỏng.zip", b"PK\x03\x04"),
            ("cũ.xls", b"x"),
        ],
    )
    dropping.take_all(drop.pk)
    assert outcomes(drop) == {
        "một.xlsx": "taken", "hai.xlsx": "faulty", "ba.xlsx": "taken", "ghi-chu.txt": "foreign",
        "trong.zip": "foreign", "lại.xlsx": "twice", "bốn.xlsx": "closed", "hỏng.zip": "foreign",
        "cũ.xls": "foreign",
    }  # fmt: skip
    assert not drop.files.filter(content__isnull=False).exists()
    assert not second.cells.exists()
    assert first.cells.count() == third.cells.count() == 4
    said = {each.name: each.said[0]["vi"] for each in drop.files.all() if each.said}
    assert "đã được nhập từ tệp “một.xlsx”" in said["lại.xlsx"]
    assert said["hai.xlsx"].startswith("“mười hai” không phải là số")
    assert said["trong.zip"].startswith("là tệp nén nằm trong tệp nén")
    # Of which sheet a refused one is, is told where the sender may see that one.
    assert drop.files.get(name="hai.xlsx").sheet == second


def test_another_units_workbook_is_refused_without_a_word_about_it(
    officer_of: OfficerOf, sheets: list[Sheet]
) -> None:
    officer = officer_of(sheets[0].unit, "can-bo", Role.REPORTING_OFFICER)
    drop = dropping.receive(officer, good(sheets[:2]))
    dropping.take_all(drop.pk)
    assert list(outcomes(drop).values()) == ["taken", "elsewhere"]
    refused = drop.files.get(outcome="elsewhere")
    assert refused.sheet is None
    assert sheets[1].name not in str(refused.said)
    assert not sheets[1].cells.exists()


def test_a_role_that_ended_meanwhile_counts(secretary: User, sheets: list[Sheet]) -> None:
    drop = dropping.receive(secretary, good(sheets))
    secretary.role_assignments.all().delete()
    dropping.take_all(drop.pk)
    assert set(outcomes(drop).values()) == {"elsewhere"}
    assert not Cell.objects.exists()


class Killed(BaseException):
    """What ends a process in the middle."""


def test_killed_in_the_middle_nothing_is_half_done_or_done_twice(
    secretary: User, sheets: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = dropping.receive(secretary, good(sheets))
    kept, saves = DroppedFile.save, iter(range(100))

    def save(self: DroppedFile, *given: Any, **more: Any) -> None:
        if next(saves) % 2:
            raise Killed  # after the figures are entered, before that is kept
        kept(self, *given, **more)

    monkeypatch.setattr(DroppedFile, "save", save)
    for done in range(1, 5):
        try:
            dropping.take_all(drop.pk)
        except Killed:
            assert Cell.objects.count() == 4 * done
            assert SheetFile.objects.count() == done
            assert drop.files.exclude(outcome="waiting").count() == done
    assert list(outcomes(drop).values()) == ["taken"] * 4
    assert not dropping.take_next(drop.pk)


def test_other_work_has_its_turn_in_between(secretary: User, sheets: list[Sheet]) -> None:
    drop = dropping.receive(secretary, good(sheets))
    assert dropping.take_all(drop.pk, seconds=0)
    assert drop.files.filter(outcome="waiting").count() == 3
    assert not dropping.take_all(drop.pk, seconds=60)
    assert list(outcomes(drop).values()) == ["taken"] * 4


def test_one_that_fails_does_not_stop_the_others(
    secretary: User, sheets: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = taking.take

    def take(actor: Any, content: bytes, name: str, **more: Any) -> Any:
        taken = real(actor, content, name, **more)
        if name == "00002.xlsx":
            raise ZeroDivisionError
        return taken

    monkeypatch.setattr(dropping, "take", take)
    drop = dropping.receive(secretary, good(sheets))
    dropping.take_all(drop.pk)
    assert outcomes(drop)["00002.xlsx"] == "failed"
    assert sorted(outcomes(drop).values()) == ["failed", "taken", "taken", "taken"]
    assert not sheets[1].cells.exists()  # nothing of what it had entered is left


def test_the_same_again_changes_nothing(secretary: User, sheets: list[Sheet]) -> None:
    whole = packed(*good(sheets))
    drops = [dropping.receive(secretary, [("cả.zip", whole)]) for _time in range(2)]
    for _turn in range(4):
        for each in drops:
            assert dropping.take_next(each.pk)
    assert set(outcomes(drops[0]).values()) == {"taken"}
    assert set(outcomes(drops[1]).values()) == {"same"}
    assert (Cell.objects.count(), SheetFile.objects.count()) == (16, 4)


def told(files: Iterator[tuple[str, bytes | WorkbookRefused]]) -> list[tuple[str, str]]:
    return [
        (name, content.messages("vi")[0][:30] if isinstance(content, WorkbookRefused) else "")
        for name, content in files
    ]


def test_what_a_zip_file_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    link = zipfile.ZipInfo("phiếu.xlsx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert told(unpacked([("a.zip", packed((link, b"/etc/passwd")))])) == [
        ("phiếu.xlsx", "là liên kết đến một tệp khác, ")
    ]
    assert told(unpacked([("a.zip", packed(("../../etc/a.xlsx", b"x"), ("b\\c.xlsx", b"x")))])) == [
        ("a.xlsx", ""), ("c.xlsx", "")
    ]  # fmt: skip
    many = packed(*((f"{number}.xlsx", b"") for number in range(10_000)))
    assert told(unpacked([("a.zip", many)])) == [("a.zip", "tệp nén có 10000 tệp, quá 300 ")]
    assert told(unpacked([("a.zip", packed(("a/", b"")))]))[0][1].startswith("tệp nén không có")
    # Ten megabytes in ten kilobytes: as much is unpacked as a workbook may have.
    ((_name, content),) = unpacked([("a.zip", packed(("a.xlsx", b"\0" * 10_000_000)))])
    assert isinstance(content, bytes)
    assert len(content) == LARGEST + 1
    monkeypatch.setattr(unpacking, "LARGEST_DROP", 5)
    assert told(unpacked([("a.xlsx", b"123"), ("b.xlsx", b"123"), ("c.xlsx", b"1")])) == [
        ("a.xlsx", ""), ("b.xlsx", "các tệp cộng lại hơn 0 MB khi ")
    ]  # fmt: skip
    monkeypatch.setattr(unpacking, "MOST_FILES", 2)
    assert [name for name, _said in told(unpacked([(each, b"") for each in "abcd"]))] == [
        *"abc"
    ]  # the third is told that it is too many, and no other is looked at


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("Xã Đại Thanh.xlsx".encode(), 0x800, "Xã Đại Thanh.xlsx"),
        ("Xã Đại Thanh.xlsx".encode(), 0, "Xã Đại Thanh.xlsx"),
        ("Xa\u0303 \u0110a\u0323i Thanh.xlsx".encode("cp1258"), 0, "Xã Đại Thanh.xlsx"),
        (b"plain.xlsx", 0, "plain.xlsx"),
    ],
)
def test_names_are_read_as_they_were_meant(raw: bytes, flag: int, name: str) -> None:
    plain = packed(("N" * len(raw), b"x"))
    content = plain.replace(b"N" * len(raw), raw)
    marked = bytearray(content)
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(head) + place
        marked[at : at + 2] = flag.to_bytes(2, "little")
    assert told(unpacked([("a.zip", bytes(marked))])) == [(name, "")]


def sent(client: Client, *files: tuple[str, bytes]) -> Any:
    contents = [ContentFile(content, name) for name, content in files]
    return client.post(reverse("indicators:workbooks"), {"files": contents})


def say_of_jobs(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [state])


def test_many_wait_for_the_worker(client: Client, secretary: User, sheets: list[Sheet]) -> None:
    client.force_login(secretary)
    answer = sent(client, *good(sheets))
    drop = Drop.objects.get()
    page = reverse("indicators:drop", args=[drop.pk])
    assert answer.headers["Location"] == page
    assert not Cell.objects.exists()
    jobs = ProcrastinateJob.objects.filter(task_name="indicators.take_workbooks")
    assert [each.args for each in jobs] == [{"number": drop.pk}]
    assert "Đã kiểm tra 0 trên 4 tệp" in client.get(page).content.decode()
    progress = reverse("indicators:drop-progress", args=[drop.pk])
    assert dropping.take_next(drop.pk)
    shown = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert 'value="1" max="4"' in shown
    assert "Làm tiếp" not in shown
    # Nothing moves: whoever sent it, or the next round of the clock, lets it go on, once.
    Drop.objects.update(moved_at=drop.moved_at - timedelta(minutes=5))
    assert "Làm tiếp" in client.get(page).content.decode()
    client.post(reverse("indicators:drop-go-on", args=[drop.pk]))
    dropping.take_up()
    assert jobs.all().count() == 1
    say_of_jobs("doing")  # by a worker that was killed: the next one begins with it
    Drop.objects.update(moved_at=timezone.now())
    dropping.take_up()
    assert jobs.all().count() == 1
    dropping.take_up(waited=timedelta(0))
    assert jobs.all().count() == 2
    dropping.take_all(drop.pk)
    answer = client.get(progress, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == page
    assert client.get(progress).headers["Location"] == page
    shown = client.get(page).content.decode()
    assert "4 tệp đã được nhận" in shown
    say_of_jobs("succeeded")
    dropping.take_up(waited=timedelta(0))
    assert jobs.all().count() == 2  # nothing is left to do


def test_a_few_are_looked_at_while_the_person_waits(
    client: Client, secretary: User, sheets: list[Sheet]
) -> None:
    client.force_login(secretary)
    wrong = filled(make_workbook(sheets[1]), {"G9": "mười hai", "H10": "x"})
    answer = sent(client, good(sheets)[0], ("hai.xlsx", wrong))
    assert not ProcrastinateJob.objects.filter(task_name="indicators.take_workbooks").exists()
    page = answer.headers["Location"]
    shown = client.get(page).content.decode()
    assert "Ô G9: “mười hai” không phải là số" in shown
    drop = Drop.objects.get()
    for words, names in (("muoi hai", {"hai.xlsx"}), ("00001", {"00001.xlsx"}), ("xyz", set())):
        rows = client.get(page, {"q": words}).context["table"].page.object_list
        assert {each.name for each in rows} == names
    rows = client.get(page, {"ket-qua": "khong-ghi"}).context["table"].page.object_list
    assert [each.name for each in rows] == ["hai.xlsx"]
    file = reverse("indicators:drop-file", args=[drop.pk, "csv"])
    lines = client.get(file, {"ket-qua": "khong-ghi"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[8] for line in lines] == ["Ô", "G9", "H10"]
    assert page in client.get(reverse("indicators:workbooks")).content.decode()


def test_a_drop_is_whose_it_is(
    client: Client, officer_of: OfficerOf, secretary: User, sheets: list[Sheet]
) -> None:
    drop = dropping.receive(secretary, good(sheets))
    other = officer_of(sheets[0].round.form.top, "khac", Role.SECRETARIAT)
    for user, status in ((other, 404), (officer_of(sheets[0].unit, "doc", Role.READER), 403)):
        client.force_login(user)
        for name, args in (
            ("drop", []), ("drop-progress", []), ("drop-file", ["csv"]), ("drop-go-on", []),
        ):  # fmt: skip
            address = reverse(f"indicators:{name}", args=[drop.pk, *args])
            answer = client.post(address) if name == "drop-go-on" else client.get(address)
            assert answer.status_code == status, (user, name)
    assert not ProcrastinateJob.objects.filter(task_name="indicators.take_workbooks").exists()


def test_too_many_files_are_told(client: Client, secretary: User) -> None:
    client.force_login(secretary)
    answer = sent(client, *((f"{number}.xlsx", b"x") for number in range(301)))
    assert answer.status_code == 422
    assert "Quá 300 tệp" in answer.content.decode()
    assert not Drop.objects.exists()
