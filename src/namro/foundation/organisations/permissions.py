"""Who may do what with units: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare
from namro.foundation.accounts.routes import Route, routes

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

routes(
    "organisations",
    {
        **dict.fromkeys(("tree", "tree-file", "unit"), Route(READ)),
        "change": Route(CHANGE, somewhere=True),
        **dict.fromkeys(("import", "import-confirm"), Route(CHANGE)),
        **dict.fromkeys(("correct", "correct-one"), Route(CHANGE, of="unit")),
    },
)
