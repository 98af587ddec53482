"""Mark the sample's units of installations that loaded it before units could be marked."""

from django.db import migrations

_MARK = """
    UPDATE organisations_unit SET illustrative = true
    WHERE id IN (
        SELECT kept.pgh_obj_id FROM organisations_unitevent kept
        JOIN pghistory_context context ON context.id = kept.pgh_context_id
        WHERE kept.pgh_label = 'insert' AND context.metadata ->> 'why' =
            'Dữ liệu minh họa từ nguồn công khai / illustrative data from public sources'
    )
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_illustrative_units_and_corrections")]
    operations = [migrations.RunSQL(_MARK, migrations.RunSQL.noop)]
