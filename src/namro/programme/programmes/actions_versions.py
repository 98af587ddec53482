"""The verbs on amendments: proposing a changed document, accepting it as a version, rejecting it.

Nothing of an earlier version is changed or lost: its rows, its file and its text stay, and only
the day is written down from which another one is in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from namro import __version__
from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.interface.text import identity_key, search_text
from namro.programme.programmes.actions import SourceFile, head_of, lock, same
from namro.programme.programmes.actions_levels import carry_levels
from namro.programme.programmes.cascade.proposing import propose_again
from namro.programme.programmes.choices import AmendmentStatus, Level
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.keeping import AnyDraft, keep_content
from namro.programme.programmes.models import Amendment, Programme, SourceDocument
from namro.programme.programmes.permissions import AMEND
from namro.programme.programmes.reading import ReadDraft
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules.comparison import Comparison, compare, side_of_draft
from namro.programme.programmes.rules.matching import Entry
from namro.programme.programmes.rules.numbers import date
from namro.programme.programmes.rules.versions import Span, may_begin, storable_json
from namro.programme.programmes.versions import as_said, side_of_source

Actor = User | Operator


def propose_amendment(
    actor: Actor,
    draft: AnyDraft,
    source: SourceFile,
    *,
    reason: str,
    programme: Programme | None = None,
    level: Level | None = None,
    number: str = "",
    issuer: str = "",
) -> Amendment:
    """Keep a changed document until somebody decides whether it amends its programme.

    The programme is the given one, else the one of that number, issuer and edition that has a
    document. The same file proposed again gives the same proposal. The level is the programme's,
    or a higher one where it is given: an amendment never lowers it.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: there is nothing to amend, or the draft cannot be kept.
    """
    if programme is None:
        require_somewhere(actor, AMEND)
    else:
        require(actor, AMEND, programme)
    content = storable_json(draft.as_dict("vi"))
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        name = rules.file_name(source.name)
        kept = SourceDocument.objects.filter(sha256=source.sha256).first()
        if kept is not None:
            raise ImportRefused("same_document", file=name, number=kept.programme.number)
        waiting = Amendment.objects.filter(
            sha256=source.sha256, status=AmendmentStatus.PROPOSED
        ).first()
        if waiting is not None:
            return waiting
        if programme is None:
            programme = _amended(content, number.strip(), issuer.strip())
            require(actor, AMEND, programme)
        if not any(content[part] for part in ("outline", "targets", "deliverables")):
            raise ImportRefused("empty", file=name)
        latest = latest_version(programme)
        if latest is None:
            raise ImportRefused("nothing_to_amend", number=programme.number)
        try:
            what = _against(latest, _headed(programme, content), rules.storable(draft.text))
        except (rules.Contradiction, KeyError) as error:
            raise ImportRefused("unkept", file=name, what=str(error)) from error
        if not what.differences:
            raise ImportRefused("no_difference", file=name, number=programme.number)
        return Amendment.objects.create(
            programme=programme,
            file_name=name,
            sha256=source.sha256,
            level=Level.highest(level or programme.level, programme.level),
            content=source.content,
            text=rules.storable(draft.text),
            draft={
                "vi": content,
                "en": storable_json(draft.as_dict("en")),
                "issues": [storable_json(dict(issue.values)) for issue in draft.issues],
            },
            reason=reason,
            proposed_by=actor.get_username(),
        )


def accept_amendment(
    actor: Actor,
    amendment: Amendment,
    *,
    reason: str,
    basis_number: str,
    basis_date: dt.date,
    in_force_from: dt.date,
    seen: int | None = None,
) -> SourceDocument:
    """Make a proposed document the version in force from a day on; the one before stays.

    `basis_number`, `basis_date`: the document that amends. `seen`: the key of the version that the
    person saw it compared with; if another came since, nothing is done.

    Returns:
        The new version.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: it was decided before, its day is not later than the version before it, or
            it cannot be kept; nothing was changed.
    """
    require(actor, AMEND, amendment)
    if not basis_number.strip():
        raise ImportRefused("no_basis")
    try:
        with transaction.atomic(), history.reason(actor, reason):
            lock()
            amendment = _open(amendment)
            # Levels of it and its items are set under this lock: one raised now is passed on.
            programme = Programme.objects.select_for_update().get(pk=amendment.programme_id)
            latest = latest_version(programme)
            if latest is None or (seen is not None and latest.pk != seen):
                raise ImportRefused("moved_on")
            if not may_begin(Span(latest.in_force_from, latest.in_force_until), in_force_from):
                raise ImportRefused(
                    "not_later", day=date(latest.in_force_from) if latest.in_force_from else "?"
                )
            draft = draft_of(amendment)
            content = draft.as_dict("vi")
            what = _against(latest, _headed(programme, content), amendment.text)
            latest.in_force_until = in_force_from
            latest.save(update_fields=["in_force_until"])
            version = SourceDocument.objects.create(
                programme=programme,
                file_name=amendment.file_name,
                size=len(bytes(amendment.content or b"")),
                sha256=amendment.sha256,
                content=amendment.content,
                text=amendment.text,
                level=amendment.level,
                reader_version=__version__,
                imported_by=amendment.proposed_by,
                version=latest.version + 1,
                in_force_from=in_force_from,
                basis_number=rules.storable(basis_number).strip(),
                basis_date=basis_date,
                head=_headed(programme, content)["document"],
            )
            keep_content(
                version,
                draft,
                content,
                _known(latest, "targets", what),
                _known(latest, "deliverables", what),
            )
            carry_levels(latest, version, what)
            _decide(amendment, actor, AmendmentStatus.ACCEPTED, reason, version)
            bring_up_to_date(programme)
            return version
    except (rules.Contradiction, IntegrityError, DataError) as error:
        said = str(error).strip().partition("\n")[0]
        raise ImportRefused("unkept", file=amendment.file_name, what=said) from error


def reject_amendment(actor: Actor, amendment: Amendment, *, reason: str) -> Amendment:
    """Refuse a proposed document: its file, text and draft are removed, the decision is kept.

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: it was decided before.
    """
    require(actor, AMEND, amendment)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        amendment = _open(amendment)
        _decide(amendment, actor, AmendmentStatus.REJECTED, reason, None)
    return amendment


def begin_versions(actor: Actor, day: dt.date, *, reason: str) -> int:
    """Let programmes whose new version begins on `day` (or in the week before) say so.

    Their list entry and their search entries follow the version in force; the pages themselves
    always do. Doing it again changes nothing.

    Returns:
        How many programmes it looked at.

    Raises:
        PermissionDenied: the actor may not.
    """
    require(actor, AMEND)
    beginning = Programme.objects.filter(
        sources__version__gt=1,
        sources__in_force_from__range=(day - dt.timedelta(days=7), day),
    ).distinct()
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        for programme in beginning:
            bring_up_to_date(programme)
    return len(beginning)


def bring_up_to_date(programme: Programme) -> None:
    """Let a programme's own columns and its search entries say what today's version says."""
    source = programme.source
    if source is None:
        return
    as_said(programme, source)
    programme.search_text = search_text(programme.number, programme.title, programme.issuer)
    # What identifies it (number, issuer, edition and what they are made from) never changes.
    programme.save(update_fields=["kind", "title", "place", "signer", "signer_role", "search_text"])
    index_programme(programme)
    propose_again(programme)


def latest_version(programme: Programme) -> SourceDocument | None:
    """The last version of a programme's document, whether in force already or not."""
    found: SourceDocument | None = programme.sources.order_by("-version").defer("content").first()
    return found


def draft_of(amendment: Amendment) -> ReadDraft:
    """The draft of an amendment that waits."""
    kept: Mapping[str, Any] = amendment.draft or {}
    return ReadDraft(
        amendment.text,
        {language: kept[language] for language in ("vi", "en")},
        [SimpleNamespace(values=values) for values in kept["issues"]],
    )


def draft_side(amendment: Amendment) -> dict[str, list[Entry]]:
    """What an amendment that waits says, ready to be compared.

    Raises:
        Contradiction: the draft cannot be compared.
    """
    content = _headed(amendment.programme, draft_of(amendment).as_dict("vi"))
    return side_of_draft(content, amendment.text)


def comparison_of(amendment: Amendment, latest: SourceDocument) -> Comparison:
    """What an amendment that waits would change in the latest version.

    Raises:
        Contradiction: the draft cannot be compared.
    """
    return compare(side_of_source(latest), draft_side(amendment))


def _against(latest: SourceDocument, content: dict[str, Any], text: str) -> Comparison:
    return compare(side_of_source(latest), side_of_draft(content, text))


def _headed(programme: Programme, content: dict[str, Any]) -> dict[str, Any]:
    """The draft with the head that its version will keep: what identifies the programme stays."""
    read = content["document"]
    _, issued_on = rules.year_or_day(read.get("issued_on"))
    head = head_of(programme, content)
    head["title"] = (read.get("title") or "").strip() or programme.title
    head["issued_on"] = issued_on.isoformat() if issued_on else head["issued_on"]
    head["period"] = read.get("period") or head["period"]
    return {**content, "document": {**read, **head}}


def _open(amendment: Amendment) -> Amendment:
    """The amendment as it is now, locked.

    Raises:
        ImportRefused: it was decided before.
    """
    found = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=amendment.pk)
    )
    if found.status != AmendmentStatus.PROPOSED:
        raise ImportRefused("decided")
    return found


def _decide(
    amendment: Amendment,
    actor: Actor,
    status: AmendmentStatus,
    reason: str,
    version: SourceDocument | None,
) -> None:
    amendment.status, amendment.source = status, version
    amendment.content, amendment.draft, amendment.text = None, None, ""
    amendment.decided_by, amendment.decided_at = actor.get_username(), timezone.now()
    amendment.decision_reason = reason
    amendment.save()


def _known(latest: SourceDocument, part: str, what: Comparison) -> dict[int, int]:
    """By the order of an item in the new version: the key of its identity in the version before."""
    rows: Any = getattr(latest, part)
    by_order = dict(rows.values_list("order", "identity_id"))
    return {new: by_order[old] for new, old in what.partners(part).items()}


def _amended(content: Mapping[str, Any], given_number: str, given_issuer: str) -> Programme:
    """The programme that a changed document belongs to.

    Raises:
        ImportRefused: no number, none such, or several.
    """
    document = content["document"]
    read = (document.get("number") or "").strip()
    if read and given_number and identity_key(read) != identity_key(given_number):
        raise ImportRefused("number_differs", read=read, given=given_number)
    number = read or given_number
    if not identity_key(number):
        raise ImportRefused("no_number")
    issuer = given_issuer or (document.get("issuer") or "").strip()
    _, issued_on = rules.year_or_day(document.get("issued_on"))
    edition = rules.edition(document.get("period"), issued_on)
    # An amended document may be of another year than the one it amends.
    for wanted in (edition, None):
        found = [each for each in same(number, issuer, wanted) if each.source is not None]
        # The sample gives way to the real document of that number.
        real = [each for each in found if not each.illustrative]
        found = real or found
        if len(found) > 1:
            raise ImportRefused("which_one", number=number, count=len(found))
        if found:
            return found[0]
    raise ImportRefused("nothing_to_amend", number=number)
