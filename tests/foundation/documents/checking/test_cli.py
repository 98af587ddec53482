"""`namro check`: what it prints, its exit codes, its languages, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from tests.foundation.documents.checking.drafts import PARTY, STATE, planted
from tests.foundation.documents.converting.test_converting import NEEDS_OFFICE, odt


def namro(
    *arguments: str | Path, locale: str = "vi_VN.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES")
    }
    return subprocess.run(
        [sys.executable, "-m", "namro.config.cli", "check", *map(str, arguments)],
        capture_output=True,
        env={**environment, "LANG": locale, "PYTHONUTF8": "1"},
        timeout=90,
        check=False,
    )


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "Dự thảo.md"
    path.write_text(STATE, encoding="utf-8")
    return path


def test_nothing_to_mend(draft: Path) -> None:
    ran = namro(draft)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "Không có phát hiện nào" in ran.stdout.decode()


def test_what_must_be_mended_gives_exit_code_1_with_place_quote_and_remedy(draft: Path) -> None:
    draft.write_text(planted(STATE, ("Số: 07/", "Số 7/")), encoding="utf-8")
    ran = namro(draft)
    page = ran.stdout.decode()
    assert ran.returncode == 1
    assert "Phải sửa" in page
    assert "dòng 5" in page
    assert "“Số 7/KH-UBND”" in page
    assert "→ Viết “Số: 07/KH-UBND”." in page
    assert "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3.c" in page


@NEEDS_OFFICE
@pytest.mark.slow
def test_an_opendocument_draft_is_converted(tmp_path: Path) -> None:
    path = tmp_path / "Dự thảo.odt"
    lines = [line for line in planted(STATE, ("Số: 07/", "Số 7/")).split("\n") if line.strip()]
    path.write_bytes(odt(*map(escape, lines)))
    ran = namro(path)
    assert ran.returncode == 1
    assert "“Số 7/KH-UBND”" in ran.stdout.decode()
    assert "Tệp được chuyển sang .docx để đọc" in ran.stderr.decode()


def test_what_should_be_mended_alone_gives_exit_code_0(draft: Path) -> None:
    draft.write_text(planted(STATE, ("III. NHIỆM VỤ", "III. Nhiệm vụ")), encoding="utf-8")
    ran = namro(draft, locale="en_US.UTF-8")
    assert ran.returncode == 0
    assert "Should be mended" in ran.stdout.decode()
    assert "Decree 30/2020/NĐ-CP, Annex I, Part I" in ran.stdout.decode()


def test_json_says_all_in_both_languages(draft: Path) -> None:
    draft.write_text(planted(STATE, ("Số: 07/", "Số 07/")), encoding="utf-8")
    ran = namro(draft, "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert told["counts"] == {"must": 1, "should": 0, "look": 0}
    (finding,) = told["findings"]
    assert finding["code"] == "number_colon"
    assert (
        set(finding["message"]) == set(finding["remedy"]) == set(finding["basis"]) == {"vi", "en"}
    )
    assert finding["quote"] == "Số 07/KH-UBND"


def test_parent_profile_and_day(draft: Path, tmp_path: Path) -> None:
    parent = tmp_path / "cap-tren.md"
    parent.write_text(planted(STATE, ("95% hồ sơ", "99% hồ sơ")), encoding="utf-8")
    told = json.loads(namro(draft, "--json", "--parent", parent).stdout)
    assert [finding["code"] for finding in told["findings"]] == ["parent_another_value"]
    as_party = json.loads(namro(draft, "--json", "--profile", "party", "--on", "01/06/2026").stdout)
    assert "national_title_of_other_side" in {one["code"] for one in as_party["findings"]}
    assert any("05-HD/VPTW" in one["basis"]["vi"] for one in as_party["findings"])


def test_a_party_draft_by_its_day(tmp_path: Path) -> None:
    path = tmp_path / "dang.md"
    path.write_text(planted(PARTY, ("Số 05-", "Số: 05-")), encoding="utf-8")
    for day, law in (("01/01/2020", "36-HD/VPTW"), ("2026-06-01", "05-HD/VPTW")):
        told = json.loads(namro(path, "--json", "--on", day).stdout)
        assert [law in one["basis"]["vi"] for one in told["findings"]] == [True]


def test_refusals(draft: Path, tmp_path: Path) -> None:
    missing = namro(tmp_path / "khong-co.docx")
    assert (missing.returncode, missing.stdout) == (2, b"")
    assert missing.stderr.decode().count("\n") == 1
    secret = tmp_path / "mat.txt"
    secret.write_text("TỐI MẬT\n\n" + STATE, encoding="utf-8")
    for ran in (namro(secret), namro(draft, "--parent", secret)):
        assert ran.returncode == 2
        assert "mật" in ran.stderr.decode()
        assert "An Hòa" not in ran.stderr.decode()
    assert namro(draft, "--on", "32/13/2026").returncode == 2
    assert namro(draft, "--profile", "khac").returncode == 2


def test_neither_django_nor_a_database_is_loaded() -> None:
    code = (
        "import sys; import namro.foundation.documents.checking.cli, "
        "namro.foundation.documents.checking.work; "
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"
