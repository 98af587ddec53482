"""What was kept before there were versions becomes the first version of its programme."""

from __future__ import annotations

import pghistory
from django.db import migrations

WHY = "the first version of each document (migration 0006)"


def number_them(apps, schema_editor):
    sources = apps.get_model("programmes", "SourceDocument").objects
    with pghistory.context(who="migration", why=WHY):
        for source in sources.filter(head={}).select_related("programme").defer("content", "text"):
            programme = source.programme
            source.in_force_from = programme.issued_on
            source.head = {
                "kind": programme.kind,
                "number": programme.number,
                "title": programme.title,
                "issuer": programme.issuer,
                "issued_on": programme.issued_on.isoformat() if programme.issued_on else None,
                "place": programme.place,
                "signer": programme.signer,
                "signer_role": programme.signer_role,
                "period": [programme.period_start, programme.period_end]
                if programme.period_start
                else None,
            }
            source.save(update_fields=["in_force_from", "head"])
        for kind in ("Target", "Deliverable"):
            rows = apps.get_model("programmes", kind).objects.filter(identity__isnull=True)
            identity = apps.get_model("programmes", f"{kind}Identity")
            found = list(rows.select_related("source").only("pk", "source__programme_id"))
            made = identity.objects.bulk_create(
                identity(programme_id=row.source.programme_id) for row in found
            )
            for row, each in zip(found, made, strict=True):
                row.identity_id = each.pk
            rows.model.objects.bulk_update(found, ["identity"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_versions_of_documents")]

    operations = [migrations.RunPython(number_them, migrations.RunPython.noop)]
