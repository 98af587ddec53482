"""The words that are kept are those that the rules know, and no others."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.db.models import TextChoices

from namro.programme.indicators import choices
from namro.programme.indicators.rules import kinds
from namro.programme.programmes.choices import Comparator


@pytest.mark.parametrize(
    ("kept", "known"),
    [
        (Comparator, kinds.Comparator),
        (choices.Judging, kinds.Judging),
        (choices.RangeMeans, kinds.RangeMeans),
        (choices.Stage, kinds.Stage),
        (choices.Measure, kinds.Measure),
        (choices.Confidence, kinds.Confidence),
        (choices.Verdict, kinds.Status),
        (choices.OverTime, kinds.OverTime),
        (choices.OverUnits, kinds.OverUnits),
    ],
)
def test_the_lists_are_the_same(kept: type[TextChoices], known: type[StrEnum]) -> None:
    assert kept.values == [each.value for each in known]
