"""The verbs on programmes: listing one, and importing its document. Nothing else writes them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from namro import __version__
from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import require
from namro.foundation.interface.text import identity_key, search_text, sort_key
from namro.programme.programmes.actions_requests import open_request, waiting_for
from namro.programme.programmes.choices import Level
from namro.programme.programmes.indexing import index_programme
from namro.programme.programmes.keeping import AnyDraft, keep_content
from namro.programme.programmes.models import (
    Amendment,
    LevelRequest,
    Programme,
    SourceDocument,
)
from namro.programme.programmes.permissions import IMPORT, LIST
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules.comparison import HEAD
from namro.programme.programmes.rules.versions import storable_json

# Any fixed number: the key of the advisory lock under which programmes are added.
LOCK = 0x4E616D526F

# Characters. The longest numbers in use have some thirty; what is longer was misread or mistyped.
MAX_NUMBER = 64
MAX_ISSUER = 300


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The bytes' SHA-256, 64 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the programme, and whether anything was changed.

    `amendment`: the document was of a programme that has one, and waits as its amendment.
    `request`: it was to be public, is kept as internal, and waits for another person's approval.
    """

    programme: Programme
    changed: bool
    amendment: Amendment | None = None
    request: LevelRequest | None = None


def list_programme(
    actor: User | Operator,
    number: str,
    title: str,
    *,
    reason: str,
    issuer: str = "",
    issued_on: dt.date | None = None,
    period: Sequence[int] | None = None,
    level: Level = Level.INTERNAL,
    illustrative: bool = False,
) -> Imported:
    """List a programme whose document comes later. Listing it twice changes nothing.

    One that is to be public is internal until another person approves (`Imported.request`).

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: its number or its issuer is too long.
    """
    require(actor, LIST)
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        found = same(number, issuer, rules.edition(period, issued_on))
        if found:
            return Imported(found[0], changed=False)
        programme = Programme(
            level=_kept_level(level, illustrative=illustrative), illustrative=illustrative
        )
        describe(programme, number, issuer, title, issued_on, period)
        programme.save()
        index_programme(programme)
        request = _publishing(actor, programme, level, reason)
    return Imported(programme, changed=True, request=request)


def import_draft(
    actor: User | Operator,
    draft: AnyDraft,
    source: SourceFile,
    *,
    reason: str,
    level: Level = Level.INTERNAL,
    illustrative: bool = False,
    number: str = "",
    issuer: str = "",
) -> Imported:
    """Keep a document and all that was read in it: everything, or nothing.

    The same file again changes nothing. A programme that is only listed is filled in; one that
    has another document is left alone, and a sample (`illustrative`) gives way to whatever is
    there. `number` and `issuer` say what could not be read. What is to be public is kept as
    internal, with a request that another person decides (`Imported.request`).

    Raises:
        PermissionDenied: the actor may not.
        ImportRefused: the draft cannot be kept; its message says why and what to do.
    """
    require(actor, IMPORT)
    try:
        with transaction.atomic(), history.reason(actor, reason):
            # One import at a time: two at once of one file give one programme.
            lock()
            kept = SourceDocument.objects.filter(sha256=source.sha256).first()
            if kept is not None:
                return Imported(kept.programme, changed=False)
            content = draft.as_dict("vi")
            programme = _programme_for(
                content, source, number.strip(), issuer.strip(), illustrative=illustrative
            )
            kept_level = _kept_level(level, illustrative=illustrative)
            if programme.pk is not None:
                # Listed before, and perhaps protected more: a document never lowers that.
                kept_level = Level.highest(kept_level, programme.level)
            programme.level, programme.illustrative = kept_level, illustrative
            programme.save()
            document = SourceDocument.objects.create(
                programme=programme,
                file_name=rules.file_name(source.name),
                size=len(source.content),
                sha256=source.sha256,
                content=source.content,
                text=rules.storable(draft.text),
                level=kept_level,
                reader_version=__version__,
                imported_by=actor.get_username(),
                in_force_from=programme.issued_on,
                head=head_of(programme, content),
            )
            keep_content(document, draft, content)
            index_programme(programme)
            request = _publishing(actor, programme, level, reason)
            return Imported(programme, changed=True, request=request)
    except (rules.Contradiction, IntegrityError, DataError) as error:
        what = str(error).strip().partition("\n")[0]
        raise ImportRefused("unkept", file=rules.file_name(source.name), what=what) from error


def _kept_level(level: Level, *, illustrative: bool) -> Level:
    """The level something new is kept with: public only what is illustrative, made from public
    sources; all else is published by approval."""
    if illustrative:
        return level
    return Level.highest(level, Level.INTERNAL)


def _publishing(
    actor: User | Operator, programme: Programme, level: Level, reason: str
) -> LevelRequest | None:
    """The request that opens where something was to be public and is not; or the one that waits."""
    if level != Level.PUBLIC or programme.level == Level.PUBLIC:
        return None
    return waiting_for(programme) or open_request(actor, programme, level, reason=reason)


def head_of(programme: Programme, content: dict[str, Any]) -> dict[str, Any]:
    """The head that a version keeps: the draft's, with what a person said of it."""
    document: dict[str, Any] = storable_json(content["document"])
    kept = {
        "number": programme.number,
        "issuer": programme.issuer,
        "title": programme.title,
        "issued_on": programme.issued_on.isoformat() if programme.issued_on else None,
        "period": [programme.period_start, programme.period_end]
        if programme.period_start
        else None,
    }
    return {key: document.get(key) for key in HEAD} | kept


def lock() -> None:
    """Wait until no other transaction adds programmes; released when this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def same(number: str, issuer: str, edition: int | None) -> list[Programme]:
    """The programmes that may be this one: same number, and no different issuer or edition."""
    found = Programme.objects.filter(number_key=identity_key(number)).order_by("pk")
    key = identity_key(issuer)
    return [
        programme
        for programme in found
        if (not key or programme.issuer_key in ("", key))
        and (edition is None or programme.edition in (None, edition))
    ]


def _programme_for(
    content: dict[str, Any],
    source: SourceFile,
    given_number: str,
    given_issuer: str,
    *,
    illustrative: bool,
) -> Programme:
    """The programme this document is for: a listed one, or a new one (not yet saved)."""
    document = content["document"]
    read = rules.storable(document.get("number")).strip()
    if len(read) > MAX_NUMBER and given_number:
        read = ""  # misread: what a person says counts
    if read and given_number and identity_key(read) != identity_key(given_number):
        raise ImportRefused("number_differs", read=read, given=given_number)
    number = read or given_number
    if not identity_key(number):
        raise ImportRefused("no_number")
    if not any(content[part] for part in ("outline", "targets", "deliverables")):
        raise ImportRefused("empty", file=rules.file_name(source.name))
    issuer = given_issuer or rules.storable(document.get("issuer")).strip()
    _, issued_on = rules.year_or_day(document.get("issued_on"))
    period = document.get("period")
    found = same(number, issuer, rules.edition(period, issued_on))
    if not illustrative:
        # A real document leaves the sample's as it is, and stands beside it.
        found = [each for each in found if not (each.illustrative and each.source)]
    for programme in found:
        other = programme.source
        if other is not None:
            raise ImportRefused(
                "other_document",
                number=programme.number,
                file=other.file_name,
                sha256=other.sha256[:12] + "…",
            )
    if len(found) > 1:
        raise ImportRefused("which_one", number=number, count=len(found))
    programme = found[0] if found else Programme()
    describe(
        programme,
        number,
        issuer or programme.issuer,
        rules.storable(document.get("title")).strip() or programme.title,
        issued_on or programme.issued_on,
        period,
    )
    programme.kind = rules.storable(document.get("kind"))
    programme.title = programme.title or f"{programme.kind} {number}".strip()
    programme.place = rules.storable(document.get("place"))
    programme.signer = rules.storable(document.get("signer"))
    programme.signer_role = rules.storable(document.get("signer_role"))
    return programme


def describe(
    programme: Programme,
    number: str,
    issuer: str,
    title: str,
    issued_on: dt.date | None,
    period: Sequence[int] | None,
) -> None:
    """Set what identifies a programme, and the columns computed from it.

    Raises:
        ImportRefused: its number or its issuer is too long to be one.
    """
    if len(number) > MAX_NUMBER:
        raise ImportRefused("number_too_long", length=len(number), most=MAX_NUMBER)
    if len(issuer) > MAX_ISSUER:
        raise ImportRefused("issuer_too_long", length=len(issuer), most=MAX_ISSUER)
    programme.number, programme.issuer, programme.title = number, issuer, title
    programme.issued_on = issued_on
    if period:
        programme.period_start, programme.period_end = int(period[0]), int(period[-1])
    elif programme.period_start and programme.period_end:
        period = (programme.period_start, programme.period_end)
    programme.edition = rules.edition(period, issued_on)
    programme.number_key, programme.issuer_key = identity_key(number), identity_key(issuer)
    programme.sort_key = sort_key(f"{issuer} {programme.edition or 0} {number}")
    programme.search_text = search_text(number, title, issuer)
