"""Who may do what with the history: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare
from namro.foundation.accounts.routes import SIGNED_IN, Route, routes

# Whoever keeps the register or audits it.
AUDITING = (Role.SECRETARIAT, Role.AUDITOR)

# Without roles: whoever runs commands on the server, and the program's own clock.
SEAL = declare("history.seal", _("Seal the history"))
VERIFY = declare("history.verify", _("Verify the sealed history"))
BACK_UP = declare("history.back_up", _("Back up the whole installation"))
RESTORE = declare("history.restore", _("Restore a backup"))
SEE_REGISTER = declare(
    "history.see_register",
    _("See the register of all changes"),
    *AUDITING,
    needs=Needs.EVERYWHERE,
)
SEE_ORIGIN = declare(
    "history.see_origin",
    _("See on which page a change was made"),
    *AUDITING,
    needs=Needs.EVERYWHERE,
)
SEE_HEALTH = declare(
    "history.see_health",
    _("See how the installation is"),
    *(Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR),
    needs=Needs.EVERYWHERE,
)

routes("", {"condition": Route(SEE_HEALTH)})
routes(
    "history",
    {
        **dict.fromkeys(("register", "register-file"), Route(SEE_REGISTER)),
        # What a thing's own room shows somebody: told there, asked of each entry.
        **dict.fromkeys(("thing", "thing-file", "recent"), Route(SIGNED_IN)),
    },
)
