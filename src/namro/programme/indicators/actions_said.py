"""The verbs of what people say of a verdict: concluding oneself, and explaining."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.models_said import Conclusion, Explanation
from namro.programme.indicators.permissions import CONCLUDE, EXPLAIN
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.kinds import Status
from namro.programme.programmes.models import Programme

#: Of which verdicts a cause and a remedy are asked.
EXPLAINED = (Status.AT_RISK, Status.OFF_TRACK, Status.MISSED)


def conclude(
    actor: Actor,
    programme: Programme,
    judged: Judged,
    verdict: Status,
    *,
    on: dt.date,
    reason: str,
    document: str,
) -> Conclusion:
    """Record the standing body's own conclusion beside what is computed, which stays as it is.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: it gives no reason, or names no document.
    """
    require(actor, CONCLUDE, programme)
    if not reason.strip() or not document.strip():
        raise IndicatorRefused("conclusion_without_basis")
    with transaction.atomic(), history.reason(actor, reason):
        return Conclusion.objects.create(
            target=given(judged.row.identity),
            on=on,
            computed=judged.status.value,
            verdict=verdict.value,
            reason=reason.strip(),
            document=document.strip(),
            said_by=actor.get_username(),
        )


@dataclass(frozen=True, slots=True)
class Why:
    """Why a target is not on its way: "objective" or "subjective", in words, and the remedy."""

    kind: str
    cause: str
    remedy: str
    by: dt.date


def explain(
    actor: Actor, programme: Programme, judged: Judged, why: Why, *, on: dt.date
) -> Explanation:
    """Record why a target is at risk, off track or missed, what will be done, and by when.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: nothing is asked for this verdict, something is empty, or the remedy is
            to be done before the day judged.
    """
    require(actor, EXPLAIN, programme)
    if judged.status not in EXPLAINED:
        raise IndicatorRefused("nothing_to_explain")
    if not why.cause.strip() or not why.remedy.strip():
        raise IndicatorRefused("explanation_empty")
    if why.by < on:
        raise IndicatorRefused("remedy_in_the_past", day=f"{why.by:%d/%m/%Y}")
    with transaction.atomic(), history.reason(actor, why.cause.strip()):
        return Explanation.objects.create(
            target=given(judged.row.identity),
            on=on,
            computed=judged.status.value,
            cause_kind=why.kind,
            cause=why.cause.strip(),
            remedy=why.remedy.strip(),
            remedy_by=why.by,
            said_by=actor.get_username(),
        )


def explanation_due(judged: Judged) -> bool:
    """Whether a cause and a remedy are asked and nobody has given them since the figure that the
    verdict rests on became known."""
    if judged.status not in EXPLAINED:
        return False
    figure = judged.answer.figure
    said = Explanation.objects.filter(target=judged.row.identity_id)
    if figure is not None:
        said = said.filter(on__gte=figure.period.last)
    return not said.exists()
