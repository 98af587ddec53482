"""Lowering a level: asked by one person, approved or refused by another, or withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from typer.testing import CliRunner, Result

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes import cli_levels
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.actions_levels import raise_level, set_item_levels
from namro.programme.programmes.actions_requests import ask_lower, decide, stale, withdraw
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import (
    Deliverable,
    LevelRequest,
    Programme,
    SourceDocument,
    Target,
)
from namro.programme.programmes.models_search import SearchEntry
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.seeing import level_of
from tests.programme.programmes.drafts import FakeDraft
from tests.programme.programmes.test_cli import PLAN, call

pytestmark = pytest.mark.django_db

OPERATOR = Operator("tests")


@pytest.fixture
def approver(make_user: Callable[..., User]) -> User:
    return make_user("nguoi-phe-duyet", "approver")


@pytest.fixture
def programme(db: None) -> Programme:
    source = SourceFile("07.docx", b"07")
    return import_draft(OPERATOR, FakeDraft(), source, reason="t").programme


def events(model: str) -> list[dict[str, Any]]:
    found = apps.get_model("programmes", f"{model}Event").objects.order_by("pgh_id")
    return [each.pgh_context.metadata | {"level": each.level} for each in found]


def test_what_is_to_be_public_is_kept_as_internal_and_asked_for(db: None) -> None:
    kept = import_draft(
        OPERATOR, FakeDraft(), SourceFile("07.docx", b"07"), reason="Tờ trình 3", level=Level.PUBLIC
    )
    assert kept.programme.level == "internal"
    assert SourceDocument.objects.get().level == "internal"
    request = LevelRequest.objects.get()
    assert kept.request == request
    assert (request.from_level, request.to_level, request.status) == ("internal", "public", "open")
    assert (request.asked_by, request.reason) == ("operator:tests", "Tờ trình 3")
    listed = list_programme(OPERATOR, "13-CTr/TU", "Việc", reason="x", level=Level.PUBLIC)
    assert (listed.programme.level, listed.request is not None) == ("internal", True)


def test_a_document_never_lowers_what_was_listed(db: None) -> None:
    listed = list_programme(
        OPERATOR, "07-CTr/TU", "x", reason="x", issuer="Thành ủy Thử", level=Level.RESTRICTED
    )
    kept = import_draft(OPERATOR, FakeDraft(), SourceFile("07.docx", b"07"), reason="t")
    assert kept.programme == listed.programme
    assert kept.programme.level == "restricted"
    assert SourceDocument.objects.get().level == "restricted"


def test_asking_changes_nothing_and_approving_does(
    programme: Programme, secretariat: User, approver: User, reader: User
) -> None:
    raise_level(secretariat, programme, Level.RESTRICTED, reason="x")
    SourceDocument.objects.update(level="restricted")
    request = ask_lower(secretariat, programme, Level.INTERNAL, reason="Hết lý do hạn chế")
    programme.refresh_from_db()
    assert programme.level == "restricted"
    assert not Programme.objects.visible_to(reader).exists()
    decide(
        approver,
        [request.pk],
        approved=True,
        reason="Đồng ý",
        basis_number="15-TB/TU",
        basis_date=dt.date(2026, 11, 20),
    )
    programme.refresh_from_db()
    request.refresh_from_db()
    assert level_of(programme) == "internal"
    assert Programme.objects.visible_to(reader).get() == programme
    assert set(SearchEntry.objects.values_list("level", flat=True)) == {"internal"}
    assert (request.status, request.decided_by) == ("approved", "nguoi-phe-duyet")
    assert (request.basis_number, request.basis_date) == ("15-TB/TU", dt.date(2026, 11, 20))
    assert events("Programme")[-1]["who"] == "nguoi-phe-duyet"
    assert events("Programme")[-1]["why"] == "Đồng ý"


def test_refusing_and_withdrawing_change_nothing(
    programme: Programme, secretariat: User, approver: User
) -> None:
    request = ask_lower(secretariat, programme, Level.PUBLIC, reason="x")
    decide(approver, [request.pk], approved=False, reason="Chưa")
    again = ask_lower(secretariat, programme, Level.PUBLIC, reason="x")
    withdraw(secretariat, [again.pk], reason="Thôi")
    programme.refresh_from_db()
    assert programme.level == "internal"
    assert [each.status for each in LevelRequest.objects.all()] == ["refused", "withdrawn"]
    for decided in (request, again):
        with pytest.raises(ImportRefused, match="waits no longer"):
            decide(approver, [decided.pk], approved=True, reason="x")
        with pytest.raises(ImportRefused, match="waits no longer"):
            withdraw(secretariat, [decided.pk], reason="x")


def test_four_eyes(programme: Programme, make_user: Callable[..., User]) -> None:
    both = make_user("Lan", "secretariat", "approver")
    request = ask_lower(both, programme, Level.PUBLIC, reason="x")
    for actor in (both, Operator("lan")):
        for approved in (True, False):
            with pytest.raises(ImportRefused, match="Nobody approves"):
                decide(actor, [request.pk], approved=approved, reason="x")
    # The database holds it too, whatever writes to it.
    for name in ("Lan", "lan", "operator:lan"):
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            LevelRequest.objects.update(
                status="approved", decided_by=name, decided_at=timezone.now(), decision_reason="x"
            )
    assert decide(Operator("khac"), [request.pk], approved=True, reason="x")[0].pk == request.pk


@pytest.mark.parametrize("wrong", [{"to_level": "restricted"}, {"status": "?"}, {"reason": ""}])
def test_the_database_refuses_what_is_no_request(
    programme: Programme, wrong: dict[str, str]
) -> None:
    ask_lower(OPERATOR, programme, Level.PUBLIC, reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelRequest.objects.update(**wrong)


def test_who_may(programme: Programme, reader: User, secretariat: User, approver: User) -> None:
    for actor in (reader, approver):
        with pytest.raises(PermissionDenied):
            ask_lower(actor, programme, Level.PUBLIC, reason="x")
        with pytest.raises(PermissionDenied):
            set_item_levels(actor, programme, [], Level.RESTRICTED, reason="x")
    request = ask_lower(secretariat, programme, Level.PUBLIC, reason="x")
    for actor in (reader, secretariat):
        with pytest.raises(PermissionDenied):
            decide(actor, [request.pk], approved=True, reason="x")
    assert Programme.objects.visible_to(approver).exists()


def test_one_open_request_for_a_subject(programme: Programme, secretariat: User) -> None:
    ask_lower(secretariat, programme, Level.PUBLIC, reason="x")
    with pytest.raises(ImportRefused, match="waits already"):
        ask_lower(OPERATOR, programme, Level.PUBLIC, reason="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelRequest.objects.create(
            programme=programme, from_level="internal", to_level="public", reason="x", asked_by="y"
        )


def test_what_changed_meanwhile_can_only_be_refused(
    programme: Programme, secretariat: User, approver: User
) -> None:
    request = ask_lower(secretariat, programme, Level.PUBLIC, reason="x")
    assert not stale(request)
    raise_level(secretariat, programme, Level.RESTRICTED, reason="x")
    request = LevelRequest.objects.get()
    assert stale(request)
    with pytest.raises(ImportRefused, match="restricted now"):
        decide(approver, [request.pk], approved=True, reason="x")
    programme.refresh_from_db()
    assert programme.level == "restricted"
    decide(approver, [request.pk], approved=False, reason="x")


@pytest.mark.parametrize("wanted", ["internal", "restricted"])
def test_only_lowering_is_asked_for(programme: Programme, wanted: str) -> None:
    with pytest.raises(ImportRefused, match="nothing to ask for"):
        ask_lower(OPERATOR, programme, Level(wanted), reason="x")


def test_items(programme: Programme, secretariat: User, approver: User, reader: User) -> None:
    one, other = (row.identity for row in Deliverable.objects.order_by("order"))
    target: Any = Target.objects.get(label="(2)").identity
    done = set_item_levels(
        secretariat, programme, [one, target], Level.RESTRICTED, reason="Đang chuẩn bị"
    )
    assert (done.raised, done.same, done.asked) == (2, 0, [])
    assert [row.no for row in Deliverable.objects.visible_to(reader)] == ["2"]
    assert Target.objects.visible_to(reader).count() == 3
    assert events("DeliverableIdentity")[-1]["why"] == "Đang chuẩn bị"
    entries = SearchEntry.objects.filter(level="restricted")
    assert sorted(entries.values_list("kind", flat=True)) == ["chi-tieu", "nhiem-vu"]
    # Lowering opens requests, raising beside it happens at once.
    done = set_item_levels(secretariat, programme, [one, other, target], Level.INTERNAL, reason="x")
    assert (done.raised, len(done.asked)) == (1, 2)
    again = set_item_levels(secretariat, programme, [one, other], Level.INTERNAL, reason="x")
    assert (again.raised, again.same, again.waiting, again.asked) == (0, 1, 1, [])
    decide(approver, [each.pk for each in done.asked], approved=True, reason="x")
    assert Deliverable.objects.visible_to(reader).count() == 2
    assert Target.objects.visible_to(reader).count() == 4
    assert not SearchEntry.objects.filter(level="restricted").exists()


def test_all_of_several_or_none(programme: Programme, secretariat: User, approver: User) -> None:
    items = [row.identity for row in Deliverable.objects.order_by("order")]
    set_item_levels(secretariat, programme, items, Level.RESTRICTED, reason="x")
    asked = set_item_levels(secretariat, programme, items, Level.INTERNAL, reason="x").asked
    withdraw(secretariat, [asked[0].pk], reason="x")
    with pytest.raises(ImportRefused, match="waits no longer"):
        decide(approver, [each.pk for each in asked], approved=True, reason="x")
    assert set(Deliverable.objects.values_list("identity__level", flat=True)) == {"restricted"}


def test_an_item_is_hidden_with_its_programme(programme: Programme, reader: User) -> None:
    assert Deliverable.objects.visible_to(reader).count() == 2
    SourceDocument.objects.update(level="restricted")
    assert not Deliverable.objects.visible_to(reader).exists()
    SourceDocument.objects.update(level="internal")
    Programme.objects.update(level="restricted")
    assert not Target.objects.visible_to(reader).exists()
    assert not Target.objects.visible_to(None).exists()


def run(*arguments: object, language: str = "vi_VN.UTF-8") -> Result:
    environment = {"LC_ALL": language, "LC_MESSAGES": "", "LANG": ""}
    return CliRunner().invoke(cli_levels.app, [str(each) for each in arguments], env=environment)


def test_at_the_command_line(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, reader: User
) -> None:
    monkeypatch.setattr(Operator, "here", lambda: Operator("lan"))
    done = run("level", "07-CTr/TU", "restricted", "--item", "nhiem-vu-1", "--reason", "x")
    assert (done.exit_code, "restricted" in done.stdout) == (0, True), done.output
    assert Deliverable.objects.visible_to(reader).get().no == "2"
    lowered = run("level", "07-CTr/TU", "internal", "--item", "nhiem-vu-1", "--reason", "x")
    assert (lowered.exit_code, "namro level-ask" in lowered.stderr) == (2, True)
    none = run("level", "07-CTr/TU", "internal", "--item", "de-muc-1", "--reason", "x")
    assert (none.exit_code, "không có nội dung" in none.stderr) == (2, True)
    asked = run("level-ask", "07-CTr/TU", "internal", "--item", "nhiem-vu-1", "--reason", "Hết hạn")
    assert asked.exit_code == 0, asked.output
    request = LevelRequest.objects.get()
    listed = run("level-requests").stdout
    assert f"{request.pk}\t07-CTr/TU nhiem-vu-1\trestricted → internal\toperator:lan" in listed
    own = run("level-approve", request.pk, "--reason", "x")
    assert (own.exit_code, "không được tự phê duyệt" in own.stderr) == (2, True)
    monkeypatch.setattr(Operator, "here", lambda: Operator("mai"))
    bad = run("level-approve", request.pk, "--reason", "x", "--basis-date", "31/02/2026")
    assert (bad.exit_code, "không phải là một ngày" in bad.stderr) == (2, True)
    done = run("level-approve", request.pk, "--reason", "x", "--basis-date", "20/11/2026")
    assert (done.exit_code, "Đã phê duyệt" in done.stdout) == (0, True), done.output
    assert Deliverable.objects.visible_to(reader).count() == 2
    gone = run("level-refuse", request.pk, "--reason", "x", language="en_US")
    assert (gone.exit_code, "waits no longer" in gone.stderr) == (2, True)
    assert run("level-requests").stdout.strip() == "Không có đề nghị nào đang chờ."


def test_importing_as_public_at_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    first = call("import", path, "--level", "public")
    assert (first.exit_code, "chờ người khác phê" in first.stdout) == (0, True), first.output
    again = call("import", path, "--level", "public")
    assert (again.exit_code, "không có gì thay đổi" in again.stdout) == (0, True), again.output
    assert LevelRequest.objects.count() == 1
    assert Programme.objects.get().level == "internal"
