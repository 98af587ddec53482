"""Every target and deliverable is one through all versions of its document."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_first_versions")]

    operations = [
        migrations.AddConstraint(
            model_name=kind,
            constraint=models.CheckConstraint(
                condition=models.Q(("identity__isnull", False)),
                name=f"programmes_{kind}_has_identity",
            ),
        )
        for kind in ("target", "deliverable")
    ]
