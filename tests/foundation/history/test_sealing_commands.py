"""The commands and the job that seal and verify, and how values are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from typer.testing import CliRunner

from namro.foundation.accounts.models import User
from namro.foundation.accounts.personal import Sealed
from namro.foundation.history import actions, jobs, tables
from namro.foundation.history.cli import app
from namro.foundation.history.models import Seal
from namro.foundation.history.rules import chain
from namro.foundation.history.rules.entries import values_of
from namro.foundation.history.verifying import Verification, verify
from tests.foundation.history.ledger import OPERATOR, keys, tamper

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_of_the_site_may_neither_seal_nor_verify(secretariat: User) -> None:
    for act in (actions.seal, verify):
        with pytest.raises(PermissionDenied):
            act(secretariat)


def test_the_hourly_job_seals_and_keeps_the_digest_outside(
    make_user: Callable[..., User], digests: Path
) -> None:
    make_user("u")
    jobs.seal_history(timestamp=0)
    jobs.seal_history(timestamp=0)
    kept = chain.digests_in(digests.read_text())
    assert [each.hash for each in kept] == [Seal.objects.get().hash]
    assert verify(OPERATOR, kept).intact
    assert digests.stat().st_mode & 0o777 == 0o600


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("locale", "sealed", "intact", "altered"),
    [
        ("vi_VN.UTF-8", "Đã niêm phong", "Nguyên vẹn", "KHÔNG nguyên vẹn: 2 phát hiện"),
        ("en_US.UTF-8", "Sealed", "Intact", "NOT intact: 2 findings"),
    ],
)
def test_at_the_command_line(
    people: list[User],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    sealed: str,
    intact: str,
    altered: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    User.objects.filter(username="u0").update(full_name=Sealed("X"))
    mine = tmp_path / "usb.txt"
    code, said = run("seal-history", "--digest", str(mine))
    assert (code, sealed in said) == (0, True)
    assert said.splitlines()[-1] + "\n" == mine.read_text()
    code, said = run("verify-history", "--digest", str(mine))
    assert (code, intact in said) == (0, True)
    key = keys()[0]
    tamper(
        "UPDATE accounts_userevent SET full_name = 'kẻ khác' WHERE pgh_id IN (%s, %s)", key, key + 1
    )
    code, said = run("verify-history", "--digest", str(mine))
    assert (code, altered in said, f"{key}–{key + 1}" in said) == (1, True, True)
    code, said = run("verify-history", "--json")
    assert code == 1
    answer = json.loads(said)
    assert [each["key"] for each in answer["findings"]] == [key, key + 1]
    assert (answer["intact"], answer["compared"], answer["seals"]) == (False, 6, 4)


@pytest.mark.parametrize("text", [None, "không phải mã"])
def test_a_file_that_holds_no_digest_is_one_sentence(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "x.txt"
    if text is not None:
        path.write_text(text)
    code, said = run("verify-history", "--digest", str(path))
    assert code == 2
    assert str(path) in said
    assert len(said.strip().splitlines()) == 1


def test_nothing_was_ever_sealed() -> None:
    code, _said = run("seal-history")
    assert code == 0
    assert isinstance(verify(OPERATOR), Verification)
    assert verify(OPERATOR).intact


@pytest.mark.parametrize(
    "session",
    [
        "SET timezone = 'UTC'",
        "SET timezone = 'Asia/Ho_Chi_Minh'; SET datestyle = 'SQL, DMY'; "
        "SET bytea_output = 'escape'; SET extra_float_digits = 0; SET intervalstyle = 'postgres'",
    ],
)
def test_values_are_written_alike_whatever_the_server_and_its_user_prefer(session: str) -> None:
    """What stands here was sealed: another release of PostgreSQL must write it in the same way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(session.replace("SET ", "SET LOCAL "))
        cursor.execute(
            """
            CREATE TEMPORARY TABLE every_kind (
                pgh_id int, pgh_context_id uuid, a bool, b numeric(12, 3), c float8, d date,
                e timestamptz, f jsonb, g bytea, h text, i varchar(9)[], j interval, k text
            ) ON COMMIT DROP;
            INSERT INTO every_kind VALUES (
                7, '0b51b4a5-7a3c-4a9e-8b1e-000000000001', true, 95.50, 0.1::float8 + 0.2,
                '2026-11-22', '2026-11-22 19:00:00.123456+07', '{"vì sao": "ổn", "b": [1, 2.50]}',
                '\\x00ff5c', E'Năm\\tRõ\\n\\\\', '{"một hai",NULL}', '1 day 02:00', NULL
            )
            """
        )
        tables.write_alike()
        columns = tables.columns_of("every_kind")
        connection.ensure_connection()
        with connection.connection.cursor().copy(tables.query("every_kind", columns)) as copy:
            (line,) = list(copy)
    key, *values = values_of(bytes(line))
    assert key == b"7"
    written = dict(zip((each.name for each in columns), values, strict=True))
    assert written == {
        "a": b"t",
        "b": b"95.500",
        "c": b"0.30000000000000004",
        "d": b"2026-11-22",
        "e": b"2026-11-22 12:00:00.123456+00",
        "f": '{"b": [1, 2.50], "vì sao": "ổn"}'.encode(),
        "g": b"\\x00ff5c",
        "h": "Năm\tRõ\n\\".encode(),
        "i": '{"một hai",NULL}'.encode(),
        "j": b"P1DT2H",
        "k": None,
        "pgh_context_id": b"0b51b4a5-7a3c-4a9e-8b1e-000000000001",
        "pgh_id": b"7",
        "pgh_context.created_at": None,
        "pgh_context.metadata": None,
    }
