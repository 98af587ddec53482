"""Programme 01 of the sample on 31 December 2024, judged by published figures alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from namro.programme.indicators.cli import app
from namro.programme.indicators.models import Allocation, Observation
from namro.programme.indicators.rules.kinds import Status
from namro.sample import fictional
from namro.sample.given import load_given
from namro.sample.load import load_fictional, load_figures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("figures")]

# (target, what its subject holds, its value) → status, and why it must be so.
WANTED = [
    (("1", "", 75), "no_data"),  # nothing was published for 2021-2024
    (("2", "", [9000, 10000]), "no_data"),  # 2021 exceeded; nothing for the years after
    (("3", "trẻ", 15), "no_data"),
    (("3", "nữ", 15), "no_data"),
    (("4", "", 40), "no_data"),
    (("4", "", 100), "no_data"),
    (("4", "", 80), "no_data"),
    (("5", "", 20), "no_data"),  # only offices of departments are known, and none of the term
    (("6", "", 10), "no_data"),  # no figure for the baseline, 2021
    (("7", "", 20), "no_data"),
    (("8", "", 100), "no_data"),
    (("8", "", 60), "no_data"),
    (("9", "", 100), "off_track"),  # 99.8 to May 2023, below where it began
    (("10", "", 20), "needs_judgement"),  # an increase without anything it is counted from
    (("11", "", 60), "no_data"),
    (("11", "", None), "not_due"),  # judged by evidence when due
    (("12", "", 5), "needs_judgement"),  # 39, -3, -3, -14 places: two readings, two answers
    (("13", "", 85), "missed"),  # 83.57 in 2023
    (("13", "", 90), "off_track"),  # 86.5 in 2024, where the path asks for 89.03
    (("14", "", 100), "no_data"),
    (("14", "", 30), "no_data"),
]


def status(*options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["01-CTr/TU", "--json", *options])
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.output)
    return found


def find(rows: list[dict[str, Any]], label: str, about: str, value: Any) -> dict[str, Any]:
    (found,) = [
        row
        for row in rows
        if row["target"] == label and about in row["subject"] and row["value"] == value
    ]
    return found


@pytest.mark.usefixtures("figures")
def test_the_fourteen_targets_at_the_end_of_2024() -> None:
    rows = status("--on", "2024-12-31")
    assert [(wanted, find(rows, *wanted)["status"]) for wanted, _status in WANTED] == WANTED
    papi = find(rows, "12", "", 5)
    assert papi["mean"] == 4.75
    assert papi["years"] == {
        "2021": "reached",
        "2022": "missed",
        "2023": "missed",
        "2024": "missed",
    }
    assert papi["readings"] == {"mean": "at_risk", "each_period": "missed"}
    assert find(rows, "2", "", [9000, 10000])["years"] == {"2021": "exceeded"}
    sipas = find(rows, "13", "", 90)
    assert (sipas["observed"]["period"], sipas["observed"]["value"]) == ("2024", 86.5)
    assert sipas["flags"]["unverified"]
    assert "89,03%" in sipas["explanation"]


@pytest.mark.usefixtures("figures")
def test_what_was_known_at_the_end_of_2024_itself() -> None:
    """SIPAS of 2024 was published in April 2025."""
    sipas = find(status("--on", "2024-12-31", "--known", "2024-12-31"), "13", "", 90)
    assert (sipas["observed"]["period"], sipas["observed"]["value"]) == ("2023", 83.57)


@pytest.mark.usefixtures("figures")
def test_loading_the_figures_twice_changes_nothing() -> None:
    before = Observation.objects.count()
    assert load_figures() == 0
    assert Observation.objects.count() == before


def test_a_programme_that_is_not_there_and_a_day_that_is_none_are_said() -> None:
    nowhere = CliRunner().invoke(app, ["99-CTr/TU"])
    assert (nowhere.exit_code, "99-CTr/TU" in nowhere.stderr) == (2, True)
    never = CliRunner().invoke(app, ["01-CTr/TU", "--on", "31/02/2024"])
    assert (never.exit_code, "31/02/2024" in never.stderr) == (2, True)


@pytest.mark.usefixtures("figures")
def test_the_fictional_province_shows_every_verdict() -> None:
    assert load_fictional() > 30
    assert load_fictional() == 0
    result = CliRunner().invoke(app, [fictional.NUMBER, "--json", "--on", "2026-11-22"])
    told = [row["status"] for row in json.loads(result.output)]
    assert told == [
        *("reached", "exceeded", "on_track", "at_risk", "off_track", "missed"),
        *("needs_judgement", "not_comparable", "no_data", "not_due"),
    ]
    assert set(told) == {each.value for each in Status}


def test_the_files_of_the_fictional_province_are_those_its_table_gives() -> None:
    folder = Path(fictional.__file__).parent
    assert (folder / "fictional_programme.txt").read_text("utf-8") == fictional.document()
    assert (folder / "fictional_observations.csv").read_text("utf-8") == fictional.observations()
    assert (folder / "fictional_allocations.csv").read_text("utf-8") == fictional.allocations()


@pytest.mark.usefixtures("figures")
def test_what_was_given_out_is_loaded_once_and_what_somebody_gave_stays() -> None:
    load_fictional()
    assert load_given() == 12
    assert load_given() == 0
    assert Allocation.objects.filter(version=2).get().value == 880
    published = Allocation.objects.get(target__programme__number="01-CTr/TU", year=2021)
    assert (published.value, published.document) == (9744, "")
    assert published.source.startswith("https://")


@pytest.mark.shared
@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("real", [False, True])
def test_agrees_with_the_gold_answers(shared: Path, real: bool) -> None:
    """On the sample, and on the real document imported beside it."""
    if real:
        from namro.foundation.accounts.operators import Operator
        from namro.foundation.documents.reading import read_bytes
        from namro.programme.programmes.actions import SourceFile, import_draft

        path = shared / "sources/programme-01-full-text.txt"
        file = SourceFile(path.name, path.read_bytes())
        draft = read_bytes(file.content, file.name)
        import_draft(Operator("tests"), draft, file, reason="thử")
    gold = json.loads((shared / "gold/status-2024-12-31.json").read_text("utf-8"))["rows"]
    rows = status("--on", "2024-12-31")
    assert len(gold) == 21
    taken: list[int] = []
    for wanted in gold:
        place, row = next(
            (place, row)
            for place, row in enumerate(rows)
            if place not in taken
            and row["target"] == wanted["target"]
            and row["value"] == wanted.get("value", row["value"])
            and row["due"] == wanted.get("due", row["due"])
            and row["comparator"] == wanted.get("comparator", row["comparator"])
            and wanted.get("about", "") in row["subject"]
        )
        taken.append(place)
        assert row["status"] in wanted["status"], (wanted, row)
        assert row["years"] == wanted.get("years", row["years"])
        assert row["mean"] == wanted.get("mean", row["mean"])
        observed = row["observed"] or {}
        for name, value in wanted.get("observed", {}).items():
            assert observed[name] == value
