"""After a test that commits the database is as it was made."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from namro.config.backup.copying import count
from namro.foundation.accounts.models import RoleAssignment, User
from namro.foundation.history.tables import event_tables
from tests.emptying import empty


@pytest.mark.django_db(transaction=True)
def test_what_was_put_in_goes_and_what_was_made_stays(reader: User) -> None:
    made = [ContentType.objects.count(), Permission.objects.count()]
    assert all(made)
    assert count("accounts_userevent")
    empty()
    assert not User.objects.exists()
    assert not RoleAssignment.objects.exists()
    assert not any(count(table) for table in event_tables())
    assert [ContentType.objects.count(), Permission.objects.count()] == made
