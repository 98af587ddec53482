"""The commands: what they say, in which language, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from namro.foundation.accounts.operators import Operator
from namro.programme.programmes import actions
from namro.programme.programmes.cli import app
from namro.programme.programmes.models import Programme, SourceDocument, Target

pytestmark = pytest.mark.django_db

PLAN = """TỈNH ỦY THỬ
*
Số 12-CTr/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Hà Nội, ngày 17 tháng 3 năm 2021
CHƯƠNG TRÌNH
làm việc rõ ràng giai đoạn 2021-2025

I. MỤC TIÊU, CHỈ TIÊU
1. Mục tiêu
Mọi việc đều rõ người làm.
2. Chỉ tiêu
(1) Đến năm 2025, tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 95%.
II. NHIỆM VỤ
1. Việc thứ nhất
Làm cho xong.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def call(*arguments: str | Path, language: str = "vi_VN.UTF-8") -> Result:
    environment = {"LC_ALL": language, "LC_MESSAGES": "", "LANG": ""}
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


def test_importing_and_again(plan: Path) -> None:
    first = call("import", plan)
    assert first.exit_code == 0, first.output
    assert "Đã nhập chương trình 12-CTr/TU" in first.stdout
    assert "1  chỉ tiêu (đại lượng)" in first.stdout
    target = Target.objects.get()
    text = SourceDocument.objects.get().text
    assert "trên 95%" in text[target.start : target.end]
    assert Programme.objects.get().level == "internal"
    again = call("import", plan, language="en_US.UTF-8")
    assert again.exit_code == 0
    assert "nothing was changed" in again.stdout
    assert Programme.objects.count() == 1


def test_the_level_and_the_reason_are_kept(plan: Path) -> None:
    assert call("import", plan, "--level", "restricted", "--reason", "Tờ trình 5").exit_code == 0
    assert Programme.objects.get().level == "restricted"
    from django.apps import apps

    event = apps.get_model("programmes", "ProgrammeEvent").objects.get()
    assert event.pgh_context.metadata["why"] == "Tờ trình 5"


@pytest.mark.parametrize(
    ("content", "vietnamese", "english"),
    [
        (b"", "Tệp rỗng", "empty"),
        (b"M\xe1\xba\xacT\n" + PLAN.encode(), "bí mật nhà nước", "secret"),
        (b"\x00\x01\x02" * 100, "", ""),
    ],
)
def test_a_refused_file_gives_one_sentence_and_code_2(
    tmp_path: Path, content: bytes, vietnamese: str, english: str
) -> None:
    path = tmp_path / "tep.txt"
    path.write_bytes(content)
    for language, words in (("vi_VN", vietnamese), ("en_US", english)):
        refused = call("import", path, language=language)
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert len(refused.stderr.strip().splitlines()) == 1
        assert words.lower() in refused.stderr.lower()
    assert not Programme.objects.exists()


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.txt", tmp_path):
        refused = call("import", path)
        assert refused.exit_code == 2
        assert len(refused.stderr.strip().splitlines()) == 1


def test_another_document_of_that_number_is_refused_in_both_languages(
    plan: Path, tmp_path: Path
) -> None:
    assert call("import", plan).exit_code == 0
    other = tmp_path / "khac.txt"
    other.write_text(PLAN + "Thêm một dòng.\n", encoding="utf-8")
    for language, words in (("vi_VN", "không có gì thay đổi"), ("en_GB", "nothing was changed")):
        refused = call("import", other, language=language)
        assert refused.exit_code == 2
        assert words in refused.stderr
    assert SourceDocument.objects.count() == 1


def test_a_database_that_does_not_answer_gives_no_traceback(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("text of the document")

    monkeypatch.setattr(actions, "lock", fail)
    refused = call("import", plan)
    assert refused.exit_code == 2
    assert "Cơ sở dữ liệu không trả lời" in refused.stderr
    assert "text of the document" not in refused.stderr


def test_listing(plan: Path) -> None:
    assert "Chưa có chương trình nào." in call("programmes").stdout
    assert json.loads(call("programmes", "--json").stdout) == []
    actions.list_programme(Operator("tests"), "13-CTr/TU", "Việc sau", reason="to test")
    assert call("import", plan).exit_code == 0
    listed = call("programmes").stdout
    assert "13-CTr/TU" in listed
    assert "Việc sau (chưa nhập văn bản)" in listed
    assert "17/03/2021" in listed
    rows = {row["number"]: row for row in json.loads(call("programmes", "--json").stdout)}
    assert rows["13-CTr/TU"]["state"] == "listed"
    assert rows["13-CTr/TU"]["source"] is None
    assert rows["12-CTr/TU"]["targets"] == 1
    assert len(rows["12-CTr/TU"]["source"]["sha256"]) == 64


def test_what_comes_back_from_reading_is_the_draft(plan: Path) -> None:
    from namro.foundation.documents.reading import read_bytes
    from namro.programme.programmes.reading import read_apart

    content = plan.read_bytes()
    apart, here = read_apart(content, plan.name), read_bytes(content, plan.name)
    assert apart.text == here.text
    for language in ("vi", "en"):
        assert apart.as_dict(language) == json.loads(json.dumps(here.as_dict(language)))
    assert [issue.values for issue in apart.issues] == [dict(each.values) for each in here.issues]


AMENDED = PLAN.replace("trên 95%", "trên 98%")
DECISION = (
    *("--basis-number", "15-QĐ/TU", "--basis-date", "20/06/2023"),
    *("--in-force-from", "2023-07-01"),
)


def test_amending(plan: Path, tmp_path: Path) -> None:
    changed = tmp_path / "sửa đổi.txt"
    changed.write_text(AMENDED, encoding="utf-8")
    nothing = call("import", "--amend", changed)
    assert (nothing.exit_code, SourceDocument.objects.count()) == (2, 0)
    assert "để sửa đổi" in nothing.stderr
    call("import", plan, "--level", "restricted")
    assert "--amend" in call("import", changed).stderr
    proposed = call("import", "--amend", changed)
    assert proposed.exit_code == 0, proposed.output
    assert "Đã đề nghị sửa đổi chương trình 12-CTr/TU: 1 sửa đổi." in proposed.stdout
    assert SourceDocument.objects.count() == 1
    half = call("import", "--amend", changed, "--basis-number", "15-QĐ/TU")
    assert (half.exit_code, "--in-force-from" in half.stderr) == (2, True)
    wrong = call("import", "--amend", changed, *DECISION[:-1], "31/02/2023")
    assert (wrong.exit_code, "31/02/2023" in wrong.stderr) == (2, True)
    accepted = call("import", "--amend", changed, *DECISION, language="en_US.UTF-8")
    assert accepted.exit_code == 0, accepted.output
    assert "has version 2, in force from 01/07/2023: 1 changed." in accepted.stdout
    first, second = SourceDocument.objects.order_by("version")
    assert [each.targets.get().value_low for each in (first, second)] == [95, 98]
    assert second.level == "restricted"
    (row,) = json.loads(call("programmes", "--json").stdout)
    assert row["source"]["file"] == "sửa đổi.txt"
