"""Time lines: in the interface's words, to whom, and what is withheld."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils.text import capfirst
from django.utils.translation import override

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import actions as sealing
from namro.foundation.history import reading, registering
from namro.foundation.history.wording import Words
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Deliverable, Programme, Target
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
SignIn = Callable[[User], Client]


@pytest.fixture
def programme(db: None) -> Programme:
    source = SourceFile("07.docx", b"07")
    return import_draft(OPERATOR, FakeDraft(), source, reason="Nhập kế hoạch").programme


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def of(row: Programme | Target | Deliverable, kind: str) -> str:
    return f"/lich-su/{kind}/{row.pk}/"


def test_everything_that_is_tracked_is_told_in_the_words_of_the_interface() -> None:
    tracked = {model for model in apps.get_models() if hasattr(model, "pgh_event_model")}
    assert tracked == {each.model for each in registering.registered()}
    words = Words(OPERATOR)
    with override("vi"):
        for told in registering.registered():
            for field in reading.fields_of(told.model):
                if field.name in told.silent or field.name == "sha256":
                    continue
                label = words.label(told.model, field.attname)
                assert label != capfirst(field.name.replace("_", " ")), (told.kind, field.name)


def test_a_thing_tells_who_changed_what_when_and_why(
    programme: Programme, secretariat: User, signed_in: SignIn
) -> None:
    raise_level(secretariat, programme, Level.RESTRICTED, reason="Đang chuẩn bị")
    client = signed_in(secretariat)
    page = text(client, of(programme, "chuong-trinh"))
    assert "Mức độ Nội bộ → thành Hạn chế" in page
    assert "to-giup-viec" in page
    assert "Lý do: Đang chuẩn bị" in page
    assert "chưa niêm phong" in page
    assert page.index("Đang chuẩn bị") < page.index("Nhập kế hoạch"), "newest first"
    assert "người vận hành máy chủ (tests)" in page
    assert str(programme.pk) not in re.sub(r"\d\d/\d\d/\d{4} [\d:]+", "", page).split()


@pytest.mark.django_db(transaction=True)
def test_it_says_when_it_was_sealed(
    programme: Programme, secretariat: User, signed_in: SignIn
) -> None:
    sealing.seal(OPERATOR)
    page = text(signed_in(secretariat), of(programme, "chuong-trinh"))
    assert re.search(r"niêm phong \d\d/\d\d/\d{4}", page)
    assert "chưa niêm phong" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE programmes_target SET due_year = 2030 WHERE id = %s",
            "Đến năm 2025 → thành 2030",
        ),
        (
            "UPDATE programmes_target SET comparator = 'at_most', value_low = 12.50 WHERE id = %s",
            "12,5",
        ),
    ],
)
def test_what_was_done_past_the_program_is_told_so(
    programme: Programme, secretariat: User, signed_in: SignIn, sql: str, said: str
) -> None:
    target = Target.objects.filter(due_year=2025).order_by("order").first()
    assert target is not None
    with connection.cursor() as cursor:
        cursor.execute(sql, [target.pk])
    client = signed_in(secretariat)
    for address in (of(target, "chi-tieu"), of(programme, "chuong-trinh"), "/lich-su/"):
        page = text(client, address)
        assert "không qua phần mềm" in page
        assert said in page
    assert said in text(client, "/lich-su/?nguoi=-&loai=chi-tieu")
    assert "Nhập kế hoạch" not in text(client, "/lich-su/?nguoi=-")


def test_bulk_changes_and_removals_are_told_row_by_row(
    programme: Programme, secretariat: User, signed_in: SignIn
) -> None:
    with history.reason(secretariat, "Đính chính hàng loạt"):
        Target.objects.update(lead_text="Văn phòng")
        count = Target.objects.count()
    gone = Programme.objects.create(
        number="99-KH", number_key="99-kh", title="Nhầm", sort_key="9", search_text=""
    )
    with history.reason(secretariat, "Ghi nhầm"):
        gone_key = gone.pk
        gone.delete()
    client = signed_in(secretariat)
    page = text(client, "/lich-su/?loai=chi-tieu")
    assert page.count("→ thành Văn phòng") == count
    page = text(client, f"/lich-su/chuong-trinh/{gone_key}/")
    assert "xóa Chương trình 99-KH" in page
    assert "Ghi nhầm" in page


def test_a_reader_sees_what_pages_show_and_no_more(
    programme: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    title = "Đề án xây dựng hệ thống theo dõi nhiệm vụ của toàn thành phố"
    Deliverable.objects.filter(no="1").update(title=title)
    hidden = Deliverable.objects.get(no="1")
    other = Deliverable.objects.get(no="2")
    secret = f"Giữ kín {hidden.title}"
    assert hidden.identity is not None
    set_item_levels(secretariat, programme, [hidden.identity], Level.RESTRICTED, reason=secret)
    with history.reason(secretariat, "Sửa ghi chú"):
        Deliverable.objects.filter(pk=other.pk).update(note=f"Xem {hidden.title}")
    with history.reason(secretariat, f"Đổi tên theo {hidden.title}"):
        Programme.objects.filter(pk=programme.pk).update(title="Tên mới")
    client = signed_in(reader)
    assert client.get(of(hidden, "nhiem-vu")).status_code == 404
    assert client.get(of(hidden, "nhiem-vu") + "lich-su.csv").status_code == 404
    for address in (of(other, "nhiem-vu"), of(programme, "chuong-trinh")):
        page = text(client, address)
        assert "Sửa ghi chú" in page
        assert hidden.title not in page
        assert "Giữ kín" not in page
        file = client.get(address + "lich-su.csv").content.decode("utf-8-sig")
        assert "Sửa ghi chú" in file
        assert hidden.title not in file
    assert "Đổi tên theo" in text(client, of(programme, "chuong-trinh"))
    assert client.get("/lich-su/").status_code == 403
    assert client.get("/lich-su/nhat-ky.xlsx").status_code == 403
    client = signed_in(secretariat)
    assert hidden.title in text(client, of(programme, "chuong-trinh"))


def test_a_restricted_programme_and_other_people_have_no_history_for_a_reader(
    programme: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    raise_level(OPERATOR, programme, Level.RESTRICTED, reason="x")
    target = Target.objects.first()
    assert target is not None
    client = signed_in(reader)
    for address in (of(programme, "chuong-trinh"), of(target, "chi-tieu")):
        assert client.get(address).status_code == 404
        assert client.get(address + "gan-day/").status_code == 404
    assert client.get(f"/lich-su/nguoi-dung/{secretariat.pk}/").status_code == 404
    assert client.get(f"/lich-su/nguoi-dung/{reader.pk}/").status_code == 200
    assert client.get("/lich-su/khong-co/1/").status_code == 404
    assert client.get(f"/lich-su/chuong-trinh/{10**17}/").status_code == 404


def test_the_page_it_was_done_on_is_for_who_may_know(
    programme: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    address = f"/chuong-trinh/{programme.pk}/muc-do/"
    version = client.get(address).context["version"]
    client.post(
        address,
        {
            "do": "items",
            "items-level": "internal",
            "items-reason": "Rõ",
            "which": "all",
            "version": version,
        },
    )
    assert address in text(client, of(programme, "chuong-trinh"))
    assert address not in text(signed_in(reader), of(programme, "chuong-trinh"))


def test_pages_go_on_where_the_one_before_ended(
    programme: Programme, secretariat: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namro.foundation.history import views

    monkeypatch.setattr(views, "A_PAGE", 7)
    client = signed_in(secretariat)
    seen: list[tuple[str, int]] = []
    address: str | None = "/lich-su/?trang=1"
    while address:
        context = client.get(address).context
        for act in context["acts"]:
            seen += [(line.told.kind, line.entry.number) for line in act.lines]
        address = f"/lich-su/?trang={context['older']}" if context["older"] else None
    assert len(seen) == len(set(seen))
    file = client.get("/lich-su/nhat-ky.csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == len(seen) + 1
    assert "Không có thay đổi nào như vậy" in text(client, "/lich-su/?tu=2099-01-01")
    for slip in ("tu=hôm+qua", "den=31/12/9999", "tu=0001-01-01"):
        assert "Có ngày ghi không đúng" in text(client, f"/lich-su/?{slip}")


def test_a_page_asks_as_often_however_many_entries_there_are(
    programme: Programme,
    secretariat: User,
    signed_in: SignIn,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = signed_in(secretariat)
    client.get("/lich-su/")
    with history.reason(secretariat, "Hàng loạt"):
        Target.objects.update(lead_text="A")
        Deliverable.objects.update(lead_text="B")
    with django_assert_max_num_queries(47):  # type: ignore[attr-defined]
        client.get("/lich-su/")
