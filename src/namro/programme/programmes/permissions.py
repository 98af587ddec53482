"""Who may do what with programmes: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import declare

READ = declare("programmes.read", _("Read programmes"), Role.SECRETARIAT, Role.READER)
READ_RESTRICTED = declare(
    "programmes.read_restricted", _("Read restricted programmes"), Role.SECRETARIAT
)
IMPORT = declare("programmes.import", _("Import a document as a programme"), Role.SECRETARIAT)
LIST = declare(
    "programmes.list", _("List a programme whose document comes later"), Role.SECRETARIAT
)
REVIEW = declare(
    "programmes.review", _("Upload a document and review what was read in it"), Role.SECRETARIAT
)
AMEND = declare("programmes.amend", _("Propose, accept and reject amendments"), Role.SECRETARIAT)
RAISE_LEVEL = declare(
    "programmes.raise_level", _("Raise the protection of a programme"), Role.SECRETARIAT
)
