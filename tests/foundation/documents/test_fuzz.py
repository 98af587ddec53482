"""500 damaged documents, each read in a process of its own; `make fuzz` reads thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.mutants import mutant
from fuzz.reading import run
from fuzz.seeds import KINDS, seeds


@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_crashes_the_reader(kind: str, tmp_path: Path) -> None:
    *_, report = run((kind,), each=125, seed=2026, jobs=2, keep=tmp_path)
    assert report.failures == []
    assert sum(report.counts.values()) == 125
    assert report.counts["read"] >= 10  # else the damage never gets past the door


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_can_be_made_again(kind: str) -> None:
    import random

    sound = seeds(kind)
    made = [mutant(kind, sound[0], sound, random.Random("1:a:7")) for _ in range(2)]
    assert made[0] == made[1] != sound[0]
