"""Rows stand by the key of what they belong to: ordering by the thing itself would join it, and
what it is ordered by, into every query. Nothing changes in the database.
"""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0008_drafts_under_review'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='deliverable',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'deliverable', 'verbose_name_plural': 'deliverables'},
        ),
        migrations.AlterModelOptions(
            name='draftissue',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'issue of reading', 'verbose_name_plural': 'issues of reading'},
        ),
        migrations.AlterModelOptions(
            name='objective',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'objective', 'verbose_name_plural': 'objectives'},
        ),
        migrations.AlterModelOptions(
            name='provision',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'provision', 'verbose_name_plural': 'provisions'},
        ),
        migrations.AlterModelOptions(
            name='recipient',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'recipient', 'verbose_name_plural': 'recipients'},
        ),
        migrations.AlterModelOptions(
            name='requirement',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'requirement', 'verbose_name_plural': 'requirements'},
        ),
        migrations.AlterModelOptions(
            name='roadmapstep',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'roadmap step', 'verbose_name_plural': 'roadmap steps'},
        ),
        migrations.AlterModelOptions(
            name='sourcedocument',
            options={'ordering': ['programme_id', 'version'], 'verbose_name': 'source document', 'verbose_name_plural': 'source documents'},
        ),
        migrations.AlterModelOptions(
            name='target',
            options={'ordering': ['source_id', 'order'], 'verbose_name': 'target', 'verbose_name_plural': 'targets'},
        ),
    ]
