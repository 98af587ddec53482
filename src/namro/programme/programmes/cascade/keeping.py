"""Keeping what a document cites. Part of the import and of accepting an amendment."""

from __future__ import annotations

from django.db.models import Min

from namro.foundation.interface.text import identity_key
from namro.programme.programmes.models import Citation, SourceDocument
from namro.programme.programmes.rules.citing import citations


def keep_citations(source: SourceDocument) -> None:
    """Keep what the text of a new version cites before its first heading."""
    headings = source.provisions.filter(heading=True)
    first = headings.aggregate(first=Min("start"))["first"]
    until = len(source.text) if first is None else first
    found = citations(source.text, until, source.head.get("number") or "")
    Citation.objects.bulk_create(
        Citation(
            source=source,
            order=order,
            start=cited.start,
            end=cited.end,
            kind=cited.kind,
            number=cited.number,
            number_key=identity_key(cited.number),
            name=cited.name,
            dated_on=cited.dated_on,
            issuer=cited.issuer,
            subject=cited.subject,
            manner=cited.manner,
        )
        for order, cited in enumerate(found)
    )
