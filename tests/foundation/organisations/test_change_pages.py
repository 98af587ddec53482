"""The pages on which units are changed, corrected and loaded: step by step, to the last one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from namro.foundation.accounts.models import User
from namro.foundation.organisations.forms import ShareForm
from namro.foundation.organisations.models import (
    Correction,
    Event,
    EventPart,
    Place,
    TableUpload,
    Unit,
    UnitName,
)
from namro.foundation.organisations.questions import tree
from tests.foundation.organisations.conftest import BEFORE, DAY, unit

City = dict[str, Unit]
SignIn = Callable[[User], Client]
CHANGE = "organisations:change"
BASIS = {
    "basis_number": "01/NQ",
    "basis_date": "15/06/2025",
    "basis_title": "",
    "source": "",
    "precision": "day",
    "confidence": "high",
    "note": "",
    "reason": "theo nghị quyết",
}
HEAD = "date,event,code,name,kind,block,hierarchy,parent,order,basis_number,act\n"
FOUNDED = "2025-07-01,founded,{},Xã Thử,commune,communes,territory,001,9,01/NQ,thành lập\n"


def rows() -> list[list[Any]]:
    models = (Unit, UnitName, Place, Event, EventPart, Correction)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


@pytest.fixture
def writer(signed_in: SignIn, secretariat: User) -> Client:
    return signed_in(secretariat)


def steps(client: Client, said: dict[str, Any]) -> Any:
    """Look, and where nothing stands against it, record."""
    before = rows()
    seen = client.post(reverse(CHANGE), {**said, "buoc": "xem"})
    assert rows() == before
    if "trial" not in seen.context:
        return seen
    return client.post(
        reverse(CHANGE), {**said, "buoc": "ghi", "dau": seen.context["trial"].digest}
    )


@pytest.mark.parametrize("path", ["thay-doi/", "nap/", "{}/dinh-chinh/", "{}/dinh-chinh/ten/{}/"])
def test_only_who_may_change_units_sees_how(
    city: City, signed_in: SignIn, reader: User, path: str
) -> None:
    name = city["00001"].names.get().pk
    address = "/don-vi/" + path.format(city["00001"].pk, name)
    client = signed_in(reader)
    before = rows()
    assert client.get(address).status_code == 403
    refused = client.post(address, {"buoc": "ghi", "name": "X", "reason": "x"})
    assert refused.status_code == (405 if path.endswith("{}/dinh-chinh/") else 403)
    assert rows() == before


def test_choosing_keeps_what_was_chosen_and_finds_without_marks(city: City, writer: Client) -> None:
    said: dict[str, Any] = {"viec": "merged", "ngay": "1/7/2025", "tim": "don 00003"}
    said["don-vi"] = city["00001"].pk
    page = writer.get(reverse(CHANGE), {**said, "buoc": "chon"})
    choices = [(each.code, each.chosen) for each in page.context["choices"]]
    assert choices == [("00001", True), ("00003", False)]
    wrong = writer.get(reverse(CHANGE), {**said, "ngay": "31/6/2025", "buoc": "dien"})
    assert "31/6/2025" in " ".join(wrong.context["asked"].errors)


def test_a_merger_into_a_new_unit_with_what_stood_under_it(city: City, writer: Client) -> None:
    said: dict[str, Any] = {
        "viec": "merged",
        "ngay": "1/7/2025",
        "don-vi": [city["001"].pk, city["002"].pk],
        "nhan": "003",
        "can-cu": "published",
        "so-moi": "1",
        "moi-ma-0": "003",
        "moi-ten-0": "Quận Mới",
        "moi-loai-0": "district",
        "moi-khoi-0": "districts",
        "moi-he-0": "territory",
        "moi-tren-0": "01",
        "moi-thu-tu-0": "3",
        **BASIS,
    }
    first = writer.get(reverse(CHANGE), {**said, "buoc": "dien"})
    assert len(first.context["asked"].children) == 4
    missing = steps(writer, said)
    assert missing.status_code == 422
    assert "trực thuộc" in " ".join(missing.context["asked"].errors)
    done = steps(writer, {**said, "con-ve": "003"})
    assert done.status_code == 302
    assert [node.code for node in tree(DAY)] == ["01", "003", "00002", "00003", "00001", "00004"]
    event = Event.objects.get()
    assert (event.kind, event.basis_number, event.recorded_by) == (
        "merged",
        "01/NQ",
        "to-giup-viec",
    )
    assert len(tree(BEFORE)) == 7


def test_a_split_with_shares_that_must_be_one(city: City, writer: Client) -> None:
    one = city["00001"]
    said = {
        "viec": "split",
        "ngay": "01/07/2025",
        "don-vi": one.pk,
        "so-giao": "2",
        "giao-0": one.pk,
        "nhan-0": "00002",
        "ty-le-0": "0,4",
        "can-cu-0": "population",
        "giao-1": one.pk,
        "nhan-1": "00003",
        "ty-le-1": "0,5",
        "can-cu-1": "population",
        **BASIS,
    }
    short = steps(writer, said)
    assert "chưa đủ" in " ".join(short.context["asked"].errors)
    done = steps(writer, {**said, "ty-le-1": "60%"})
    assert done.status_code == 302
    shares = EventPart.objects.order_by("pk").values_list("successor__code", "basis")
    assert list(shares) == [("00002", "population"), ("00003", "population")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nhan": ""}, "mã đơn vị nhận"),
        ({"nhan": "99999"}, "99999"),
        ({"basis_number": ""}, "căn cứ"),
        ({"so-moi": "1", "moi-ma-0": "9", "moi-ten-0": "X"}, "5 chữ số"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_filled_in_stays(
    city: City, writer: Client, changed: dict[str, str], said: str
) -> None:
    form = {
        "viec": "merged",
        "ngay": "01/07/2025",
        "don-vi": city["00001"].pk,
        "nhan": "00002",
        "can-cu": "published",
        **BASIS,
        **changed,
    }
    answer = steps(writer, form)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["asked"].errors)
    assert "theo nghị quyết" in answer.content.decode()


def test_a_missing_reason_is_said_at_its_field(city: City, writer: Client) -> None:
    said = {"viec": "dissolved", "ngay": "01/07/2025", "don-vi": city["00001"].pk, **BASIS}
    answer = steps(writer, {**said, "reason": " "})
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_move_rename_dissolve_and_found(city: City, writer: Client) -> None:
    common = {"ngay": "01/07/2025", **BASIS}
    one = {"don-vi": city["00001"].pk, **common}
    assert steps(writer, {"viec": "renamed", "ten": "Tên mới", **one}).status_code == 302
    moved = {"viec": "moved", "he": "territory", "tren": "002", "thu-tu": "7", **one}
    assert steps(writer, moved).status_code == 302
    gone = {"viec": "dissolved", "don-vi": city["00002"].pk, **common}
    assert steps(writer, gone).status_code == 302
    new = {"so-moi": "1", "moi-ma-0": "00009", "moi-ten-0": "Xã Chín", "moi-tren-0": "001"}
    assert steps(writer, {"viec": "founded", **new, **common}).status_code == 302
    assert [(node.code, node.name) for node in tree(DAY)][1:] == [
        ("001", "Đơn vị 001"),
        ("00009", "Xã Chín"),
        ("002", "Đơn vị 002"),
        ("00003", "Đơn vị 00003"),
        ("00004", "Đơn vị 00004"),
        ("00001", "Tên mới"),
    ]
    again = steps(writer, {"viec": "renamed", "ten": "Tên khác", **one})
    assert "01/07/2025" in " ".join(again.context["asked"].errors)


def test_confirming_what_was_not_shown_shows_it_first(city: City, writer: Client) -> None:
    said = {
        "viec": "renamed",
        "ngay": "01/07/2025",
        "don-vi": city["00001"].pk,
        "ten": "Tên mới",
        **BASIS,
    }
    before = rows()
    for digest in ("", "0" * 32):
        answer = writer.post(reverse(CHANGE), {**said, "buoc": "ghi", "dau": digest})
        assert answer.status_code == 409
        assert answer.context["groups"]
        assert rows() == before


def correcting(client: Client, address: str, said: dict[str, Any]) -> Any:
    """Open, fill in, look, and where nothing stands against it, record."""
    opened = client.get(address)
    form = {**opened.context["form"].initial, "version": opened.context["version"], **said}
    form = {name: "" if value is None else value for name, value in form.items()}
    seen = client.post(address, {**form, "buoc": "xem"})
    if "trial" not in seen.context:
        return seen
    return client.post(address, {**form, "buoc": "ghi", "dau": seen.context["trial"].digest})


def test_each_thing_recorded_has_its_way_to_be_put_right(city: City, writer: Client) -> None:
    one = city["00001"]
    moved = {"viec": "moved", "ngay": "01/07/2025", "don-vi": one.pk, "he": "territory"}
    assert steps(writer, {**moved, "tren": "002", "thu-tu": "7", **BASIS}).status_code == 302
    split = {
        "viec": "split",
        "ngay": "01/07/2025",
        "don-vi": city["00003"].pk,
        "so-giao": "2",
        "giao-0": city["00003"].pk,
        "nhan-0": "00004",
        "giao-1": city["00003"].pk,
        "nhan-1": "00002",
    }
    assert steps(writer, {**split, **BASIS}).status_code == 302
    index = writer.get(reverse("organisations:correct", args=[one.pk])).content.decode()
    addresses = set(re.findall(r'href="(/don-vi/\d+/dinh-chinh/[a-z-]+/\d+/)"', index))
    assert {address.split("/")[4] for address in addresses} == {
        *("don-vi", "ten", "vi-tri", "su-kien", "rut", "rut-don-vi"),
    }
    for address in addresses:
        assert writer.get(address).status_code == 200
    part = EventPart.objects.filter(predecessor=city["00003"], successor=city["00004"]).get()
    base = f"/don-vi/{city['00003'].pk}/dinh-chinh"
    assert f"{base}/ty-le/{part.pk}/" in writer.get(f"{base}/").content.decode()
    done: dict[str, dict[str, Any]] = {
        f"{base}/ty-le/{part.pk}/": {"share": "1/4", "basis": "area"},
        f"/don-vi/{one.pk}/dinh-chinh/ten/{one.names.get().pk}/": {"name": "Đúng tên"},
        f"/don-vi/{one.pk}/dinh-chinh/don-vi/{one.pk}/": {"note": "ghi chú"},
        f"/don-vi/{one.pk}/dinh-chinh/vi-tri/{one.places.get(valid_to=None).pk}/": {"order": 8},
        f"/don-vi/{one.pk}/dinh-chinh/su-kien/{one.gave.get().event_id}/": {"on": "30/06/2025"},
    }
    for address, said in done.items():
        assert correcting(writer, address, {**said, "reason": "nhầm"}).status_code == 302, address
    part.refresh_from_db()
    assert (part.share_numerator, part.share_denominator, part.basis) == (1, 4, "area")
    assert one.places.get(valid_to=None).valid_from == BEFORE
    page = writer.get(reverse("organisations:unit", args=[one.pk])).content.decode()
    assert page.count("nhầm") == 4
    event = one.gave.get().event
    gone = correcting(writer, f"/don-vi/{one.pk}/dinh-chinh/rut/{event.pk}/", {"reason": "nhầm"})
    assert gone.status_code == 302
    assert one.places.get().parent == city["001"]


def test_what_is_of_another_unit_is_not_found(city: City, writer: Client) -> None:
    other = city["00002"]
    for what, key in (
        ("ten", other.names.get().pk),
        ("vi-tri", other.places.get().pk),
        ("don-vi", other.pk),
        ("su-kien", 1),
        ("gi-do", 1),
    ):
        address = reverse("organisations:correct-one", args=[city["00001"].pk, what, key])
        assert writer.get(address).status_code == 404


def test_a_refused_correction_is_said_in_its_form(city: City, writer: Client) -> None:
    address = reverse(
        "organisations:correct-one", args=[city["001"].pk, "rut-don-vi", city["001"].pk]
    )
    answer = correcting(writer, address, {"reason": "nhầm"})
    assert answer.status_code == 422
    assert "trực thuộc" in str(answer.context["form"].non_field_errors())
    place = city["00001"].places.get()
    address = reverse("organisations:correct-one", args=[city["00001"].pk, "vi-tri", place.pk])
    answer = correcting(writer, address, {"parent": "77777", "reason": "nhầm"})
    assert "77777" in str(answer.context["form"].non_field_errors())


def table(content: str, name: str = "don-vi.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def test_a_table_is_looked_at_and_then_loaded_once(city: City, writer: Client) -> None:
    address, before = reverse("organisations:import"), rows()
    taken = writer.post(address, {"file": table(HEAD + FOUNDED.format("00009"))})
    assert taken.status_code == 302
    page = writer.get(taken["Location"])
    assert (page.context["loaded"].added, page.context["loaded"].unchanged) == (1, 0)
    assert rows() == before
    done = {"buoc": "ghi", "dau": page.context["trial"].digest, "reason": "theo danh mục"}
    assert writer.post(taken["Location"], done).status_code == 302
    assert unit("00009").names.get().name == "Xã Thử"
    assert not TableUpload.objects.exists()
    assert writer.post(taken["Location"], done).status_code == 404
    again = writer.post(address, {"file": table(HEAD + FOUNDED.format("00009"))})
    page = writer.get(again["Location"])
    assert (page.context["loaded"].added, page.context["loaded"].unchanged) == (0, 1)
    assert writer.post(again["Location"], {"buoc": "bo"}).status_code == 302
    assert not TableUpload.objects.exists()


def test_faults_are_said_by_row_and_column_and_nothing_is_loaded(
    city: City, writer: Client
) -> None:
    before = rows()
    bad = HEAD + FOUNDED.format("00009") + FOUNDED.format("x")
    taken = writer.post(reverse("organisations:import"), {"file": table(bad)})
    page = writer.get(taken["Location"])
    assert any("Dòng 3" in error and "code" in error for error in page.context["errors"])
    assert writer.post(taken["Location"], {"buoc": "ghi", "dau": ""}).status_code == 422
    assert rows() == before


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"\xff\xfe\x00bad", "a.csv"), (b"PK not a book", "a.xlsx"), (b"", "a.csv")],
)
def test_files_that_cannot_be_read(city: City, writer: Client, content: bytes, name: str) -> None:
    before = rows()
    answer = writer.post(
        reverse("organisations:import"), {"file": SimpleUploadedFile(name, content)}
    )
    if answer.status_code == 302:
        answer = writer.get(answer["Location"])
    assert answer.context["errors"] or answer.context["file_error"]
    assert rows() == before


def test_a_table_too_long_or_too_large_is_refused(
    city: City, writer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("namro.foundation.organisations.tables.MOST_ROWS", 1)
    address = reverse("organisations:import")
    long = table(HEAD + FOUNDED.format("00008") + FOUNDED.format("00009"))
    assert writer.post(address, {"file": long}).status_code == 422
    monkeypatch.setattr("namro.foundation.organisations.views_import.LARGEST", 10)
    large = writer.post(address, {"file": table(HEAD + FOUNDED.format("00008"))})
    assert large.status_code == 422
    assert "MB" in large.context["file_error"]
    assert writer.post(address, {}).status_code == 422
    assert not TableUpload.objects.exists()


def test_anothers_table_is_not_found(
    city: City, writer: Client, make_user: Callable[..., User]
) -> None:
    other = make_user("nguoi-khac", "secretariat")
    made = TableUpload.objects.create(file_name="a", sha256="0", cells=[], uploaded_by=other)
    address = reverse("organisations:import-confirm", args=[made.pk])
    assert writer.get(address).status_code == 404
    assert writer.post(address, {"buoc": "bo"}).status_code == 404
    assert TableUpload.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"ngay": "01/01/0001"},
        {"ngay": "31/12/9999"},
        {"ten": "Phường\0Mới"},
        {"ten": "x" * 100_000},
        {"viec": "moved", "tren": "\0"},
        {"viec": "split", "so-giao": "2", "ty-le-0": "9" * 5000},
        {"viec": "split", "so-giao": "2", "ty-le-0": "1/" + "9" * 20},
    ],
    ids=lambda said: "-".join(said),
)
def test_nothing_that_can_be_sent_breaks_the_form(
    writer: Client, city: City, said: dict[str, str]
) -> None:
    asked: dict[str, Any] = {
        "viec": "renamed",
        "ngay": f"{DAY:%d/%m/%Y}",
        "don-vi": city["00001"].pk,
        "ten": "Phường Mới",
        "giao-0": city["00001"].pk,
        "nhan-0": "00002",
        "can-cu-0": "population",
        **BASIS,
        **said,
    }
    assert writer.get(reverse(CHANGE), asked | {"buoc": "tiep"}).status_code == 200
    seen = writer.post(reverse(CHANGE), asked | {"buoc": "xem"})
    assert seen.status_code in (200, 422)
    page = seen.content.decode()
    assert "Exceeds the limit" not in page
    if "ty-le-0" in said:
        assert "không phải là tỷ lệ; hãy ghi như 0,35, 35% hoặc 123/456." in page
    assert "x" * 501 not in page


def test_a_share_that_is_none_is_said_where_it_is_corrected() -> None:
    form = ShareForm({"share": "một nửa", "basis": "population", "reason": "x"})
    with override("vi"):
        said = str(form.errors["share"])
    assert "“một nửa” không phải là tỷ lệ từ trên 0 đến 1" in said
    assert "35% hoặc" in said
