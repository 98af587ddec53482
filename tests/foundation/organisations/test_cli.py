"""`namro organisations`: loading a table, and a hierarchy on a day as text and as JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from namro.foundation.organisations.cli import app
from namro.foundation.organisations.models import Unit
from tests.foundation.organisations.test_loading import HEAD, TABLE, UNITS

pytestmark = pytest.mark.django_db


def run(*words: str, language: str = "vi_VN.UTF-8") -> Result:
    return CliRunner(env={"LC_ALL": language}).invoke(app, ["organisations", *words])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "don-vi.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(TABLE)
    return path


def test_load_tells_how_many_are_new_and_twice_none_is(table: Path) -> None:
    assert "11" in run("load", str(table), "--reason", "Theo NQ 01").stdout
    again = run("load", str(table), language="en_US.UTF-8")
    assert again.stdout.strip() == "Loaded 0 rows; 11 were there already."


def test_a_faulty_table_is_refused_row_by_row_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "sai.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *UNITS, ["", "exists", "q1", "", "x"]])
    said = run("load", str(path))
    assert said.exit_code == 2
    assert "Dòng 6, cột “code”" in said.stderr
    assert "Dòng 6, cột “name”" in said.stderr
    assert "Không có gì được nạp" in said.stderr
    assert "Row 6, column “kind”" in run("load", str(path), language="en_US.UTF-8").stderr
    assert not Unit.objects.exists()


def test_the_tree_of_a_day_as_json(table: Path) -> None:
    run("load", str(table))
    before: list[dict[str, Any]] = json.loads(run("tree", "--on", "2025-06-30", "--json").stdout)
    assert before[0] == {
        "code": "01",
        "name": "Thành phố",
        "kind": "province",
        "parent": None,
        "valid_from": None,
        "valid_to": None,
    }
    assert [(each["code"], each["parent"], each["valid_to"]) for each in before[1:]] == [
        ("001", "01", "2025-06-30"),
        ("00002", "001", "2025-06-30"),
        ("00001", "001", "2025-06-30"),
    ]
    after = json.loads(run("tree", "--on", "1/7/2025", "--json").stdout)
    assert after[1] == {
        "code": "00001",
        "name": "Phường D",
        "kind": "commune",
        "parent": "01",
        "valid_from": "2025-07-01",
        "valid_to": None,
    }
    assert (
        json.loads(run("tree", "--on", "2025-06-30", "--hierarchy", "party", "--json").stdout) == []
    )


def test_the_tree_as_text_and_a_day_that_is_none(table: Path) -> None:
    run("load", str(table))
    assert run("tree", "--on", "2025-06-30").stdout.splitlines() == [
        "Thành phố (01)",
        "  Quận A (001)",
        "    Phường C (00002)",
        "    Phường B (00001)",
    ]
    refused = run("tree", "--on", "31/6/2025")
    assert refused.exit_code == 2
    assert "31/6/2025" in refused.stderr
