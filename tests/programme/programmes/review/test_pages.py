"""The pages of uploading and reviewing, with Django's client."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.core.files import uploadedfile, uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from namro.foundation.accounts.models import User
from namro.foundation.documents.reading import Refused
from namro.programme.programmes.models import Programme, Target
from namro.programme.programmes.review import actions, receiving
from namro.programme.programmes.review.models import DraftReview
from namro.sample import build
from tests.foundation.documents.converting.test_converting import NEEDS_OCR, partly_scanned
from tests.programme.programmes.drafts import TEXT
from tests.programme.programmes.review.conftest import drafted

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(secretariat: User, signed_in: SignIn) -> Client:
    client = signed_in(secretariat)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    return client


def at(name: str, *arguments: object) -> str:
    return reverse(f"programmes:{name}", args=arguments)


def said(content: bytes) -> str:
    """What a reader sees, spaces collapsed."""
    return re.sub(r"[\s\u00a0]+", " ", unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def send(client: Client, name: str, content: bytes, **more: str) -> tuple[int, str]:
    data = {"file": SimpleUploadedFile(name, content), "level": "internal", "no_secret": "1"}
    answer = client.post(at("upload"), {**data, **more}, follow=True)
    return answer.status_code, said(answer.content)


def form_of(client: Client, pk: int, key: str) -> dict[str, str]:
    """The values that the form of an item would send unchanged."""
    page = client.get(at("review-item", pk, key) + "?sua=1", headers=HTMX).content.decode()
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not ("checkbox" in tag and "checked" not in tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S
    ):
        found[name] = unescape(value)
    for name, inner in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_plan_is_uploaded_and_reviewed(desk: Client) -> None:
    status, text = send(desk, "ctr.docx", build.DOCUMENT.read_bytes())
    assert status == 200
    review = DraftReview.objects.get()
    assert (review.status, review.level, review.no_secret) == ("review", "internal", True)
    assert "Cần xem lại" in text
    page = desk.get(at("review", review.pk)).content.decode()
    # Every item that is not set aside has a label in the text, and a way back to it.
    keys = set(re.findall(r'<li id="((?:chi-tieu|nhiem-vu|xem-lai|muc-tieu)-\d+)"', page))
    assert len(keys) > 40
    assert keys <= set(re.findall(r'id="v-([a-z-]+-\d+)"', page))
    assert keys <= set(re.findall(r'<a class="chip [a-z]+" id="v-[^"]+" href="#([^"]+)"', page))


def test_the_text_is_shown_whole_and_in_order(desk: Client, under_review: DraftReview) -> None:
    page = desk.get(at("review", under_review.pk)).content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    bare = re.sub(r'<a class="chip.*?</a>', "", article, flags=re.S)
    lines = [unescape(re.sub("<[^>]+>", "", line)) for line in re.findall("<p.*?</p>", bare, re.S)]
    assert lines == [line for line in TEXT.split("\n") if line.strip()]
    starts = [int(start) for start in re.findall(r'<p data-start="(\d+)"', article)]
    assert [TEXT[start:].split("\n")[0] for start in starts] == lines


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("rong.docx", b"", "rỗng"),
        ("gia.docx", b"%PDF-1.7 khong phai", "phần mở rộng"),
        ("mat.txt", "TỐI MẬT\nKế hoạch\n".encode(), "dấu chỉ độ mật"),
        ("ảnh.gif", b"GIF89a" + b"\0" * 100, "PNG, JPEG hay TIFF"),
        ("bang.xlsx", b"PK\x03\x04", "bị hỏng"),
    ],
)
def test_a_refusal_is_said_and_nothing_kept(
    name: str, content: bytes, sentence: str, desk: Client
) -> None:
    status, text = send(desk, name, content)
    assert status == 422
    assert sentence.lower() in text.lower()
    assert not DraftReview.objects.exists()


def test_the_confirmation_is_needed(desk: Client) -> None:
    status, text = send(desk, "a.txt", TEXT.encode(), no_secret="")
    assert status == 422
    assert "Hãy xác nhận điều này trước khi nhận tệp." in text
    assert not DraftReview.objects.exists()


def test_a_large_file_is_refused_before_it_is_read(
    desk: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.NAMRO_MAX_UPLOAD_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    monkeypatch.setattr(receiving, "examine", None)
    status, text = send(desk, "a.txt", b"a" * (1024 * 1024 + 1))
    assert status == 422
    assert "Tệp lớn hơn 1 MB" in text


def test_an_upload_never_stands_in_a_temporary_file(
    desk: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError("a temporary file was opened")

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024  # type: ignore[attr-defined]
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(uploadedfile, "TemporaryUploadedFile", refuse)
    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", refuse)
    status, text = send(desk, "mat.txt", "TỐI MẬT\nKế hoạch\n".encode() + b"a " * 5000)
    assert status == 422
    assert "dấu chỉ độ mật" in text
    status, _text = send(desk, "ke-hoach.txt", TEXT.encode() + b"a " * 5000)
    assert (status, DraftReview.objects.count()) == (200, 1)


def test_more_than_is_taken_is_thrown_away(desk: Client, settings: object) -> None:
    settings.NAMRO_MAX_UPLOAD_BYTES = 100_000  # type: ignore[attr-defined]
    status, text = send(desk, "a.txt", b"a" * 400_000)
    assert status == 422
    assert "Tệp lớn hơn 0 MB" in text
    assert not DraftReview.objects.exists()


def test_the_token_is_asked_for(secretariat: User) -> None:
    client = Client(enforce_csrf_checks=True)
    backend = "namro.foundation.accounts.backends.UsernameOrEmailBackend"
    client.force_login(secretariat, backend=backend)
    form = {"file": SimpleUploadedFile("x.txt", TEXT.encode()), "no_secret": "1"}
    assert client.post(at("upload"), form).status_code == 403
    assert not DraftReview.objects.exists()


@NEEDS_OCR
@pytest.mark.slow
def test_of_a_partly_scanned_pdf_those_pages_are_recognised(desk: Client) -> None:
    data = partly_scanned("text", "scan", "text", "scan")
    status, text = send(desk, "ke-hoach.pdf", data)
    review = DraftReview.objects.get()
    assert (status, review.status, review.pages) == (200, "reading", 2)
    assert "Đang nhận dạng chữ: đã xong 1 trên 2 trang." in text
    assert len(review.ocr_pages) == 1
    receiving.read_in_background(review.pk)
    review.refresh_from_db()
    assert review.status == "review"
    assert review.text.count("Đạt tối thiểu 60% năm 2027.") == 2
    assert review.text.count("Tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 95%") == 2
    page = said(desk.get(at("review", review.pk)).content)
    assert "Trang 2, 4 là ảnh, chữ được nhận dạng bằng Tesseract" in page


def test_a_value_is_changed_by_its_form(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    form = form_of(desk, pk, "chi-tieu-2")
    assert (form["low"], form["comparator"], form["unit"]) == ("60,5", "more_than", "%")
    form |= {"low": "1.060,25", "comparator": "between", "high": "2.000", "due": "30/06/2025"}
    answer = desk.post(at("review-item", pk, "chi-tieu-2"), form, headers=HTMX)
    assert answer.status_code == 200
    assert "từ 1.060,25 đến 2.000%, đến ngày 30/06/2025" in said(answer.content)
    kept = drafted(pk)["targets"][1]
    assert (kept["value"], kept["due"]) == ([1060.25, 2000], "2025-06-30")


def test_a_wrong_value_keeps_what_was_written(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    form = form_of(desk, pk, "chi-tieu-2") | {"low": "bảy mươi", "due": "31/02/2025"}
    for headers in (HTMX, {}):
        answer = desk.post(at("review-item", pk, "chi-tieu-2"), form, headers=headers)
        assert answer.status_code == 422
        assert 'value="bảy mươi"' in answer.content.decode()
        assert 'value="31/02/2025"' in answer.content.decode()
        assert "Hãy ghi một số" in said(answer.content)
    assert DraftReview.objects.get(pk=pk).version == 0


def test_a_clash_shows_both_values(desk: Client, under_review: DraftReview, other: User) -> None:
    pk = under_review.pk
    form = form_of(desk, pk, "nhiem-vu-1")
    seen = {"lead": "Ban Tổ chức"}
    actions.change(other, pk, "nhiem-vu-1", {"lead": "Sở Y tế"}, seen, "b")
    form["lead"] = "Sở Nội vụ"
    answer = desk.post(at("review-item", pk, "nhiem-vu-1"), form, headers=HTMX)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'value="Sở Nội vụ"' in text
    assert "Người kia ghi: Sở Y tế" in said(answer.content)
    assert "nguoi-thu-hai" in text
    # Saving this form keeps one's own.
    again = {**form, "seen-lead": "Sở Y tế", "page": "x"}
    assert desk.post(at("review-item", pk, "nhiem-vu-1"), again, headers=HTMX).status_code == 200
    assert drafted(pk)["deliverables"][0]["lead"] == "Sở Nội vụ"


def test_a_form_sent_by_itself_gets_values(
    desk: Client, under_review: DraftReview, other: User
) -> None:
    pk = under_review.pk
    address = at("review-item", pk, "nhiem-vu-1")
    form = form_of(desk, pk, "nhiem-vu-1") | {"auto": "1", "version": "0"}
    actions.change(other, pk, "nhiem-vu-1", {"product": "Đề án"}, {"product": None}, "b")
    answer = desk.post(address, form | {"lead": "Sở Nội vụ"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["values"]["lead"], told["values"]["product"]) == ("Sở Nội vụ", "Đề án")
    assert re.fullmatch(r"\d\d:\d\d:\d\d", told["at"])
    assert told["version"] == "0"  # the other's change was not seen: accepting must say so
    answer = desk.post(address, form | {"title": ""})
    assert (answer.status_code, list(answer.json()["wrong"])) == (422, ["title"])
    answer = desk.post(address, form | {"product": "Kế hoạch"})
    assert (answer.status_code, answer.json()) == (409, {"by": "nguoi-thu-hai"})
    assert drafted(pk)["deliverables"][0]["product"] == "Đề án"
    actions.reject(other, pk, "Nhầm tệp")
    answer = desk.post(address, form | {"lead": "Sở Y tế"})
    assert answer.status_code == 410
    assert "Nội dung đã thay đổi" in answer.json()["said"]
    assert DraftReview.objects.get().working is None


@pytest.mark.parametrize(
    "key",
    ["chi-tieu-1", "nhiem-vu-2", "muc-tieu-1", "yeu-cau-1", "lo-trinh-1", "de-muc-2", "van-ban"],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_sent_unchanged_changes_nothing(
    key: str, language: str, desk: Client, under_review: DraftReview
) -> None:
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    pk = under_review.pk
    answer = desk.post(at("review-item", pk, key), form_of(desk, pk, key))
    assert answer.status_code == 302
    review = DraftReview.objects.get(pk=pk)
    assert review.version == 0
    assert review.working == review.read


def test_what_was_missed_is_added_by_its_words(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    form = {"group": "targets", "words": "Từ năm 2021 đến năm 2024: làm."}
    answer = desk.post(at("review-add", pk), form, follow=True)
    assert answer.status_code == 200
    added = drafted(pk)["targets"][4]
    assert TEXT[added["start"] : added["end"]] == "Từ năm 2021 đến năm 2024: làm."
    assert added["_added"] is True
    listed = desk.get(at("review", pk)).content.decode()
    assert 'id="chi-tieu-5"' in listed
    assert 'id="v-chi-tieu-5"' in listed


def test_the_reader_fills_in_what_it_understands(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    piece = "Tỷ lệ đạt trên 75%"
    start = TEXT.index(piece)
    form = {"group": "targets", "start": str(start), "end": str(start + len(piece))}
    desk.post(at("review-add", pk), form)
    added = drafted(pk)["targets"][4]
    assert (added["comparator"], added["value"], added["unit"]) == ("more_than", 75, "%")


def test_a_missed_provision_is_added_below_what_a_person_chooses(
    desk: Client, under_review: DraftReview
) -> None:
    pk = under_review.pk
    # The title alone is enough: a provision begins its line.
    start = TEXT.index("Yêu cầu")
    form = {"group": "outline", "start": str(start), "end": str(start + 7)}
    page = desk.post(at("review-add", pk), form).content.decode()
    chosen = re.search(r'<select [^>]*name="below".*?</select>', page, re.S)
    assert chosen
    assert re.findall(r'value="([^"]*)"( selected)?', chosen[0]) == [
        ("", ""), ("p1", ""), ("p1/I", " selected"),
    ]  # fmt: skip
    assert drafted(pk) == under_review.read
    line = TEXT.index("3. Yêu cầu")
    assert f'name="start" inputmode="numeric" maxlength="9" value="{line}"' in page
    form = {"group": "outline", "start": str(line), "end": str(start + 7), "below": "p1/I"}
    answer = desk.post(at("review-add", pk), form)
    assert answer["Location"] == at("review-item", pk, "de-muc-5") + "?sua=1"
    added = drafted(pk)["outline"][4]
    assert {name: added[name] for name in ("label", "label_raw", "title", "kind", "parent")} == {
        "label": "3", "label_raw": "3", "title": "Yêu cầu", "kind": "requirement",
        "parent": "p1/I",
    }  # fmt: skip
    # What is none of the offered is asked again, and nothing is added.
    answer = desk.post(at("review-add", pk), form | {"words": "", "start": "5", "below": "x"})
    assert answer.status_code == 200
    assert len(drafted(pk)["outline"]) == 5


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"group": "targets"}, "Hãy chọn một đoạn"),
        ({"group": "targets", "words": "không hề có"}, "không có trong văn bản"),
        ({"group": "targets", "start": "5", "end": "3"}, "Không có đoạn"),
        ({"group": "targets", "start": "0", "end": "999999"}, "Không có đoạn"),
        ({"group": "targets", "start": "x", "end": "3"}, "số nguyên"),
        ({"group": "roadmap", "start": "0", "end": "3"}, "Hãy chọn đoạn này là gì"),
        ({"group": "outline", "words": "II. Lộ trình"}, "Dòng này đã là một đề mục"),
        ({"group": "targets", "words": "(1)"}, "nhiều chỗ"),
    ],
)
def test_what_cannot_be_added(
    form: dict[str, str], sentence: str, desk: Client, under_review: DraftReview
) -> None:
    answer = desk.post(at("review-add", under_review.pk), form)
    assert answer.status_code == 422
    assert sentence in said(answer.content)
    assert DraftReview.objects.get().version == 0


def test_marks_on_items_and_acceptance(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    version = "0"
    for address, expected in (
        (at("review-mark", pk, "chi-tieu-1", "bo"), "Lấy lại"),
        (at("review-mark", pk, "nhiem-vu-2", "xac-nhan"), "đã giải quyết"),
        (at("review-mark", pk, "xem-lai-1", "xong"), "Mở lại"),
    ):
        answer = desk.post(address, {"on": "1", "version": version}, headers=HTMX)
        assert expected in said(answer.content)
        version = re.search(r'id="version" value="(\d+)"', answer.content.decode())[1]  # type: ignore[index]
    answer = desk.post(at("review-accept", pk), {"version": version})
    programme = Programme.objects.get()
    assert answer["Location"] == at("programme", programme.pk)
    assert Target.objects.count() == 3
    assert "đã chấp nhận" in said(desk.get(at("review", pk)).content)


def test_a_version_seen_before_anothers_change_is_not_accepted(
    desk: Client, under_review: DraftReview, other: User
) -> None:
    pk = under_review.pk
    actions.set_aside(other, pk, "chi-tieu-3", True)
    answer = desk.post(
        at("review-mark", pk, "chi-tieu-1", "bo"), {"on": "1", "version": "0"}, headers=HTMX
    )
    version = re.search(r'id="version" value="(\d+)"', answer.content.decode())[1]  # type: ignore[index]
    answer = desk.post(at("review-accept", pk), {"version": version}, follow=True)
    assert "đã thay đổi bản nháp" in said(answer.content)
    assert not Programme.objects.exists()


def test_rejecting(desk: Client, under_review: DraftReview) -> None:
    pk = under_review.pk
    answer = desk.post(at("review-reject", pk), {"reason": ""}, follow=True)
    assert "Hãy ghi lý do" in said(answer.content)
    desk.post(at("review-reject", pk), {"reason": "Nhầm tệp", "version": "0"})
    text = said(desk.get(at("review", pk)).content)
    assert "Nhầm tệp" in text
    assert under_review.sha256 in text
    assert "kế hoạch.txt" not in text


def test_readers_see_nothing_of_it(
    under_review: DraftReview, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    pk = under_review.pk
    for address in (at("reviews"), at("upload"), at("review", pk), at("review-progress", pk),
                    at("review-item", pk, "chi-tieu-1")):  # fmt: skip
        assert client.get(address).status_code == 403
    for address in (at("upload"), at("review-item", pk, "chi-tieu-1"), at("review-add", pk),
                    at("review-accept", pk), at("review-reject", pk), at("review-again", pk),
                    at("review-mark", pk, "chi-tieu-1", "bo")):  # fmt: skip
        assert client.post(address).status_code == 403
    assert at("reviews") not in client.get(at("list")).content.decode()


def test_hostile_words_come_out_as_text(desk: Client) -> None:
    harm = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    text = f"KẾ HOẠCH\nI. MỤC TIÊU\n1. Đến năm 2025 đạt 75% {harm}\n"
    send(desk, '"><script>.txt', text.encode())
    review = DraftReview.objects.get()
    page = desk.get(at("review", review.pk)).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page.replace('<img src="/static', "")
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_document_is_read_in_the_background(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE_BYTES", 10)
    status, text = send(desk, "ke-hoach.txt", TEXT.encode())
    review = DraftReview.objects.get()
    assert (status, review.status) == (200, "reading")
    assert "Đang đọc văn bản." in text
    piece = desk.get(at("review-progress", review.pk), headers=HTMX)
    assert "HX-Redirect" not in piece
    from procrastinate.contrib.django.models import ProcrastinateJob

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("programmes.read_document", {"pk": review.pk})
    receiving.read_in_background(review.pk)
    receiving.read_in_background(review.pk)  # twice is once
    piece = desk.get(at("review-progress", review.pk), headers=HTMX)
    assert piece["HX-Redirect"] == at("review", review.pk)
    assert DraftReview.objects.get().status == "review"


@pytest.mark.parametrize("code", ["out_of_memory", "secret"])
def test_what_is_refused_in_the_background_leaves_nothing(
    code: str, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE_BYTES", 10)
    send(desk, "ke-hoach.txt", TEXT.encode())

    def refuse(content: bytes, name: str) -> None:
        raise Refused(code)

    monkeypatch.setattr(receiving, "read_apart", refuse)
    review = DraftReview.objects.get()
    receiving.read_in_background(review.pk)
    review.refresh_from_db()
    assert (review.status, review.content, review.text) == ("failed", None, "")
    assert (review.sha256 == "", review.file_name == "") == ((code == "secret",) * 2)
    assert Refused(code).message("vi") in said(desk.get(at("review", review.pk)).content)


def test_a_broken_off_reading_is_begun_again(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from namro.programme.programmes.review import uploading

    monkeypatch.setattr(receiving, "AT_ONCE_BYTES", 10)
    send(desk, "ke-hoach.txt", TEXT.encode())
    review = DraftReview.objects.get()
    assert "Đọc lại" not in said(desk.get(at("review", review.pk)).content)
    monkeypatch.setattr(uploading, "BROKEN_OFF", timedelta(0))
    assert "Đọc lại" in said(desk.get(at("review", review.pk)).content)
    assert desk.post(at("review-again", review.pk)).status_code == 302
    from procrastinate.contrib.django.models import ProcrastinateJob

    assert ProcrastinateJob.objects.filter(status="todo").count() == 1  # never twice
