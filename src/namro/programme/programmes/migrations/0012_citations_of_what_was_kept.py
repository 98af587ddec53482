"""What the documents kept so far cite, read from their texts as that of new ones is."""

from __future__ import annotations

import pghistory
from django.db import migrations
from django.db.models import Min

from namro.programme.programmes.rules.citing import citations
from namro.foundation.interface.text import identity_key

WHY = "what each document cites (migration 0012)"


def cite(apps, schema_editor):
    Citation = apps.get_model("programmes", "Citation")
    Provision = apps.get_model("programmes", "Provision")
    sources = apps.get_model("programmes", "SourceDocument").objects.defer("content")
    with pghistory.context(who="migration", why=WHY):
        for source in sources.filter(citations__isnull=True).iterator(chunk_size=20):
            headings = Provision.objects.filter(source=source, heading=True)
            first = headings.aggregate(first=Min("start"))["first"]
            until = len(source.text) if first is None else first
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
                for order, cited in enumerate(
                    citations(source.text, until, source.head.get("number") or "")
                )
            )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0011_cascade")]

    operations = [migrations.RunPython(cite, migrations.RunPython.noop)]
