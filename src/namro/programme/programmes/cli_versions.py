"""``namro import --amend``: what the command does with a changed document, and what it says."""

from __future__ import annotations

import datetime as dt

from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.cli import language
from namro.programme.programmes.actions import SourceFile
from namro.programme.programmes.actions_versions import (
    accept_amendment,
    draft_side,
    latest_version,
    propose_amendment,
)
from namro.programme.programmes.choices import Level
from namro.programme.programmes.keeping import AnyDraft
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules.comparison import compare
from namro.programme.programmes.rules.numbers import as_language, date
from namro.programme.programmes.rules.telling import counted
from namro.programme.programmes.versions import side_of_source


def amend_with(
    operator: Operator,
    draft: AnyDraft,
    file: SourceFile,
    *,
    reason: str,
    level: Level | None,
    number: str,
    issuer: str,
    decision: tuple[str, dt.date, dt.date] | None,
) -> None:
    """Propose a changed document, and accept it where a decision is given; say what it changes.

    `decision`: number and date of the amending document, and the day it is in force from.

    Raises:
        ImportRefused: there is nothing to amend, or it cannot be accepted (it stays proposed).
    """
    tongue = as_language(language())
    english = tongue == "en"
    amendment = propose_amendment(
        operator, draft, file, reason=reason, level=level, number=number, issuer=issuer
    )
    latest = latest_version(amendment.programme)
    if latest is None:
        raise ImportRefused("moved_on")
    found = compare(side_of_source(latest), draft_side(amendment))
    said = ", ".join(f"{count} {name}" for _, name, count in counted(found, tongue))
    name = amendment.programme.number
    if decision is None:
        print(
            f"Proposed as an amendment of programme {name}: {said}. The secretariat decides on "
            "the page “Versions” of the programme."
            if english
            else f"Đã đề nghị sửa đổi chương trình {name}: {said}. Tổ giúp việc quyết định ở "
            "trang “Các phiên bản” của chương trình."
        )
        return
    version = accept_amendment(
        operator,
        amendment,
        reason=reason,
        basis_number=decision[0],
        basis_date=decision[1],
        in_force_from=decision[2],
        seen=latest.pk,
    )
    day = date(decision[2])
    print(
        f"Programme {name} has version {version.version}, in force from {day}: {said}."
        if english
        else f"Chương trình {name} có phiên bản {version.version}, hiệu lực từ {day}: {said}."
    )
