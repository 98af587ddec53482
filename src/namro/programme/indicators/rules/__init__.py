"""Whether a target is attained: pure functions over typed values, the one place it is computed.

`attainment` is the question; `targets` and `observations` hold what it is asked about,
`suggesting` proposes from a document's words how a target is judged, `sentences` tells the answer.
"""

from namro.programme.indicators.rules.attainment import (
    attainment,
    attainment_of_many,
    together,
)
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import (
    Comparator,
    Confidence,
    Flag,
    Judging,
    Measure,
    PlanFrom,
    RangeMeans,
    Reason,
    Stage,
    Status,
)
from namro.programme.indicators.rules.observations import Bridge, Observation
from namro.programme.indicators.rules.planning import InYear, Plan, in_year
from namro.programme.indicators.rules.results import Attainment
from namro.programme.indicators.rules.sentences import sentence
from namro.programme.indicators.rules.settings import Settings
from namro.programme.indicators.rules.targets import Baseline, Target

__all__ = [
    "Attainment",
    "Baseline",
    "Bridge",
    "Comparator",
    "Confidence",
    "Flag",
    "InYear",
    "Judging",
    "Measure",
    "Observation",
    "Plan",
    "PlanFrom",
    "RangeMeans",
    "Reason",
    "Settings",
    "Stage",
    "Status",
    "Target",
    "TargetError",
    "attainment",
    "attainment_of_many",
    "in_year",
    "sentence",
    "together",
]
