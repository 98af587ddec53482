"""Levels at the command line: what importing again says, and raising protection."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from typer.testing import CliRunner, Result

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes import cli_levels
from namro.programme.programmes.actions import MAX_ISSUER, MAX_NUMBER, list_programme
from namro.programme.programmes.actions_levels import raise_level
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from namro.programme.programmes.models_search import SearchEntry
from namro.programme.programmes.refusals import ImportRefused
from tests.programme.programmes.test_cli import PLAN, call

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def level(*arguments: str, language: str = "vi_VN.UTF-8") -> Result:
    environment = {"LC_ALL": language, "LC_MESSAGES": "", "LANG": ""}
    return CliRunner().invoke(cli_levels.app, ["level", *arguments], env=environment)


@pytest.mark.parametrize(
    ("kept", "wanted", "vietnamese", "english"),
    [
        ("internal", "restricted", 'namro level "12-CTr/TU" restricted', "To raise its protection"),
        ("internal", "public", 'level-ask "12-CTr/TU" public', "another person must approve"),
    ],
)
def test_importing_again_with_another_level_is_refused(
    plan: Path, kept: str, wanted: str, vietnamese: str, english: str
) -> None:
    assert call("import", plan, "--level", kept).exit_code == 0
    for language, words in (("vi_VN", vietnamese), ("en_US", english)):
        refused = call("import", plan, "--level", wanted, language=language)
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert words in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
    assert Programme.objects.get().level == kept
    assert call("import", plan, "--level", kept).exit_code == 0, "the same level is no difference"
    assert call("import", plan).exit_code == 0


def test_raising_the_level(plan: Path, reader: User) -> None:
    assert call("import", plan).exit_code == 0
    done = level("12-CTr/TU", "restricted", "--reason", "Tờ trình 7")
    assert done.exit_code == 0, done.output
    assert "restricted" in done.stdout
    programme = Programme.objects.get()
    assert programme.level == "restricted"
    assert not Programme.objects.visible_to(reader).exists()
    assert set(SearchEntry.objects.values_list("level", flat=True)) >= {"restricted"}
    event = apps.get_model("programmes", "ProgrammeEvent").objects.order_by("pgh_id").last()
    assert event.pgh_context.metadata["why"] == "Tờ trình 7"
    again = level("12-CTr/TU", "restricted", "--reason", "x")
    assert (again.exit_code, "không có gì thay đổi" in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("kept", "wanted", "raised"),
    [
        ("public", "internal", True),
        ("public", "restricted", True),
        ("internal", "restricted", True),
        ("internal", "public", False),
        ("restricted", "internal", False),
        ("restricted", "public", False),
    ],
)
def test_protection_only_rises(kept: str, wanted: str, *, raised: bool) -> None:
    operator = Operator("tests")
    listed = list_programme(operator, "13-CTr/TU", "Việc", reason="x", level=Level(kept))
    Programme.objects.update(level=kept)
    if raised:
        assert raise_level(operator, listed.programme, Level(wanted), reason="x").changed
    else:
        with pytest.raises(ImportRefused, match="only raises"):
            raise_level(operator, listed.programme, Level(wanted), reason="x")
    assert Programme.objects.get().level == (wanted if raised else kept)


def test_who_may(reader: User, secretariat: User) -> None:
    programme = list_programme(Operator("t"), "13-CTr/TU", "Việc", reason="x").programme
    with pytest.raises(PermissionDenied):
        raise_level(reader, programme, Level.RESTRICTED, reason="x")
    assert raise_level(secretariat, programme, Level.RESTRICTED, reason="x").changed


def test_which_programme() -> None:
    none = level("99-CTr/TU", "restricted", "--reason", "x")
    assert (none.exit_code, "Không có chương trình nào" in none.stderr) == (2, True)
    for issuer in ("Tỉnh ủy A", "Tỉnh ủy B"):
        list_programme(Operator("t"), "13-CTr/TU", "Việc", reason="x", issuer=issuer)
    several = level("13-CTr/TU", "restricted", "--reason", "x", language="en_US")
    assert (several.exit_code, "--issuer" in several.stderr) == (2, True)
    one = level("13-CTr/TU", "restricted", "--reason", "x", "--issuer", "Tỉnh ủy B")
    assert one.exit_code == 0
    assert Programme.objects.get(issuer="Tỉnh ủy B").level == "restricted"
    assert Programme.objects.get(issuer="Tỉnh ủy A").level == "internal"


@pytest.mark.parametrize(
    ("option", "most", "vietnamese"),
    [("--number", MAX_NUMBER, "Số, ký hiệu dài"), ("--issuer", MAX_ISSUER, "cơ quan ban hành dài")],
)
def test_what_is_too_long_to_be_a_number_or_an_issuer(
    tmp_path: Path, option: str, most: int, vietnamese: str
) -> None:
    path = tmp_path / "khong-so.txt"
    path.write_text(PLAN.replace("Số 12-CTr/TU\n", ""), encoding="utf-8")
    more = () if option == "--number" else ("--number", "12-CTr/TU")
    refused = call("import", path, *more, option, "9" * (most + 1))
    assert refused.exit_code == 2
    assert vietnamese in refused.stderr
    assert str(most) in refused.stderr
    assert not Programme.objects.exists()
    assert call("import", path, *more, option, "9" * most).exit_code == 0
