"""Who may do what with the history: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.permissions import declare

# Without roles: whoever runs commands on the server, and the program's own clock.
SEAL = declare("history.seal", _("Seal the history"))
VERIFY = declare("history.verify", _("Verify the sealed history"))
