"""Who may do what with units: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare

READ = declare(
    "organisations.read",
    _("Read units and hierarchies"),
    *Role,
    needs=Needs.ANYWHERE,
)
CHANGE = declare(
    "organisations.change",
    _("Found, rename, move, merge, split and dissolve units"),
    Role.SECRETARIAT,
)
