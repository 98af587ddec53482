"""A recorded context (who, why, from where) stays as it is; digests are not compressed in vain."""

from django.db import migrations

_STAY = """
CREATE FUNCTION history_context_stays() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.created_at, NEW.metadata) IS NOT DISTINCT FROM
                (OLD.id, OLD.created_at, OLD.metadata) THEN
            RETURN NEW;
        END IF;
        IF (NEW.id, NEW.created_at) = (OLD.id, OLD.created_at) THEN
            -- Not yet committed: nobody has seen it, no seal covers it.
            IF OLD.created_at = transaction_timestamp() THEN
                RETURN NEW;
            END IF;
            -- The same request in a later transaction, outside any reason: what was first said
            -- stays.
            IF current_setting('pghistory.context_id', true) = OLD.id::text THEN
                RETURN NULL;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'The contexts of the history cannot be changed or deleted.';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER history_context_stays BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION history_context_stays();
ALTER TABLE history_seal ALTER COLUMN entries SET STORAGE EXTERNAL;
"""
_GO = """
DROP TRIGGER history_context_stays ON pghistory_context;
DROP FUNCTION history_context_stays();
ALTER TABLE history_seal ALTER COLUMN entries SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [migrations.RunSQL(_STAY, _GO)]
