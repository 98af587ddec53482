"""Loading the sample: through the same actions as any user's file. Twice changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FICTIONAL = "Tỉnh hư cấu, để minh họa / a fictional province, to illustrate"
REASON = "Dữ liệu minh họa từ nguồn công khai / illustrative data from public sources"


def read_programmes() -> dict[str, Any]:
    """The ten programmes, what stands above them and below one of them (keys: issuer, issued_on,
    period, programme, above, below)."""
    with (HERE / "programmes.toml").open("rb") as file:
        return tomllib.load(file)


def load(announce: Callable[[str], None] | None = None) -> int:
    """List the ten programmes, the resolution above and a plan below, and import the document of
    those that have one.

    What somebody has imported, listed or said of them meanwhile is left as it is.

    Args:
        announce: told, in the language of the command line, when something is added.

    Returns:
        How many programmes were added or filled in.
    """
    # Here and not above: importing this module must not need Django to be set up.
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.cli import language
    from namro.foundation.documents.reading import read_bytes
    from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
    from namro.programme.programmes.choices import Level
    from namro.programme.programmes.models import SourceDocument
    from namro.programme.programmes.refusals import ImportRefused

    operator, data, added = Operator.here(), read_programmes(), 0
    for programme in data["programme"]:
        listed = list_programme(
            operator,
            programme["number"],
            programme["title"],
            reason=REASON,
            issuer=data["issuer"],
            issued_on=data["issued_on"],
            period=data["period"],
            level=Level.PUBLIC,
            illustrative=True,
        )
        changed = listed.changed
        if "document" in programme and listed.programme.source is None:
            path = HERE / programme["document"]
            file = SourceFile(path.name, path.read_bytes())
            if not SourceDocument.objects.filter(sha256=file.sha256).exists():
                try:
                    imported = import_draft(
                        operator,
                        read_bytes(file.content, file.name),
                        file,
                        reason=REASON,
                        level=Level.PUBLIC,
                        illustrative=True,
                    )
                except ImportRefused as refused:
                    # A real document imported at this very moment stands; the sample gives way.
                    if refused.code != "other_document":
                        raise
                else:
                    changed = changed or imported.changed
        added += changed
    added += _cascade(data)
    if added and announce is not None:
        announce(
            f"Loaded illustrative data: {added} programmes."
            if language() == "en"
            else f"Đã nạp dữ liệu minh họa: {added} chương trình."
        )
    return added


def load_organisations(announce: Callable[[str], None] | None = None) -> int:
    """Load Hanoi's units before and after 2025; what somebody recorded meanwhile is left as it is.

    Returns:
        How many facts were added: 0 where the table was loaded before, or where units of other
        sources stand in its way.
    """
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.cli import language
    from namro.foundation.organisations.loading import load as load_table
    from namro.foundation.organisations.refusals import LoadRefused
    from namro.foundation.organisations.tables import read_file

    try:
        table = read_file(HERE / "organisations.csv")
        done = load_table(Operator.here(), table, reason=REASON, illustrative=True)
    except LoadRefused as refused:
        # An office has recorded its own units: they stand, and the sample gives way.
        if announce is not None:
            said = refused.errors[0].message(language())
            announce(
                f"The sample's units were not loaded. {said}"
                if language() == "en"
                else f"Không nạp các đơn vị minh họa. {said}"
            )
        return 0
    _link_leads()
    if done.added and announce is not None:
        announce(
            f"Loaded illustrative units: {done.added} facts."
            if language() == "en"
            else f"Đã nạp các đơn vị minh họa: {done.added} dòng."
        )
    return done.added


def _link_leads() -> None:
    """Look the leads of the sample's documents up in the sample's units, once; who leads after an
    ended body is for a person to say."""
    from namro.foundation.accounts.operators import Operator
    from namro.programme.programmes.leads.actions import match_leads
    from namro.programme.programmes.models import SourceDocument

    waiting = SourceDocument.objects.filter(programme__illustrative=True, lead_links__isnull=True)
    for source in waiting.defer("content", "text").select_related("programme"):
        match_leads(Operator.here(), source, reason=REASON)


def _cascade(data: dict[str, Any]) -> int:
    """List the resolution that all ten programmes specify, and the plan that specifies one.

    Returns:
        How many documents were added.
    """
    from namro.foundation.accounts.operators import Operator
    from namro.programme.programmes.actions import list_programme
    from namro.programme.programmes.cascade.actions import specify
    from namro.programme.programmes.choices import Level
    from namro.programme.programmes.models import Programme, Specification

    operator, made = Operator.here(), {}
    for part in ("above", "below"):
        said = data[part]
        made[part] = list_programme(
            operator,
            said["number"],
            said["title"],
            reason=REASON,
            issuer=said["issuer"],
            issued_on=said.get("issued_on"),
            period=said.get("period"),
            level=Level.PUBLIC,
            illustrative=True,
        )
    numbers = [programme["number"] for programme in data["programme"]]
    listed = {
        each.number: each
        for each in Programme.objects.filter(number__in=numbers, illustrative=True)
    }
    pairs = [(each, made["above"].programme) for each in listed.values()]
    if specified := listed.get(data["below"]["specifies"]):
        pairs.append((made["below"].programme, specified))
    for lower, upper in pairs:
        # What somebody has listed themselves, and decided of the two, is left as it is.
        ours = lower.illustrative and upper.illustrative
        if ours and not Specification.objects.filter(lower=lower, upper=upper).exists():
            specify(operator, lower, upper, reason=REASON)
    return sum(each.changed for each in made.values())


def load_fictional(announce: Callable[[str], None] | None = None) -> int:
    """Import the programme of the province that does not exist, with its figures: it shows every
    verdict. To be called after `load_figures`, whose indicators it uses.

    Returns:
        How many figures were added; 0 where somebody else's programme has its number.
    """
    import csv

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.cli import language
    from namro.foundation.documents.reading import read_bytes
    from namro.programme.indicators.actions_figures import record
    from namro.programme.indicators.refusals import FiguresRefused
    from namro.programme.programmes.actions import SourceFile, import_draft
    from namro.programme.programmes.choices import Level
    from namro.programme.programmes.refusals import ImportRefused

    operator = Operator.here()
    path = HERE / "fictional_programme.txt"
    file = SourceFile(path.name, path.read_bytes())
    with (HERE / "fictional_observations.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table))
    try:
        import_draft(
            operator,
            read_bytes(file.content, file.name),
            file,
            reason=FICTIONAL,
            level=Level.PUBLIC,
            illustrative=True,
        )
        added = record(operator, rows, reason=FICTIONAL).added
    except (ImportRefused, FiguresRefused):
        return 0
    if added and announce is not None:
        announce(
            f"Loaded a fictional province with {added} figures."
            if language() == "en"
            else f"Đã nạp một tỉnh hư cấu với {added} số liệu."
        )
    return added


def load_figures(announce: Callable[[str], None] | None = None) -> int:
    """Define the indicators of Programme 01's targets and record their published figures; what
    somebody defined or recorded meanwhile is left as it is.

    Returns:
        How many indicators and figures were added.
    """
    import csv

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.documents.cli import language
    from namro.programme.indicators.actions import define
    from namro.programme.indicators.actions_figures import record
    from namro.programme.indicators.models import Indicator
    from namro.programme.indicators.refusals import FiguresRefused

    operator = Operator.here()
    with (HERE / "indicators.toml").open("rb") as file:
        said = tomllib.load(file)["indicator"]
    added = 0
    for each in said:
        _made, new = define(
            operator, each.pop("key"), reason=REASON, level="public", illustrative=True, **each
        )
        added += new
    with (HERE / "observations.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    # An office's own indicator of that name takes its figures from the office.
    ours = set(Indicator.objects.filter(illustrative=True).values_list("key", flat=True))
    try:
        done = record(operator, [heads, *(row for row in rows if row[0] in ours)], reason=REASON)
    except FiguresRefused as refused:
        if announce is not None:
            announce(refused.errors[0].message(language()))
        return added
    added += done.added
    if added and announce is not None:
        announce(
            f"Loaded illustrative indicators and figures: {added}."
            if language() == "en"
            else f"Đã nạp chỉ số và số liệu minh họa: {added}."
        )
    return added
