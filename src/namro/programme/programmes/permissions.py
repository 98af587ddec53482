"""Who may do what with programmes: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare

READ = declare("programmes.read", _("Read programmes"), *Role, needs=Needs.ANYWHERE)
READ_RESTRICTED = declare(
    "programmes.read_restricted",
    _("Read restricted programmes and items"),
    Role.SECRETARIAT,
    Role.APPROVER,
)
IMPORT = declare(
    "programmes.import",
    _("Import a document as a programme"),
    Role.SECRETARIAT,
    needs=Needs.EVERYWHERE,
)
LIST = declare(
    "programmes.list",
    _("List a programme whose document comes later"),
    Role.SECRETARIAT,
    needs=Needs.EVERYWHERE,
)
REVIEW = declare(
    "programmes.review",
    _("Upload a document and review what was read in it"),
    Role.SECRETARIAT,
    needs=Needs.EVERYWHERE,
)
AMEND = declare("programmes.amend", _("Propose, accept and reject amendments"), Role.SECRETARIAT)
RAISE_LEVEL = declare(
    "programmes.raise_level",
    _("Raise the protection of a programme or an item"),
    Role.SECRETARIAT,
)
ASK_LEVEL = declare(
    "programmes.ask_level",
    _("Ask that a programme or an item be protected less"),
    Role.SECRETARIAT,
)
APPROVE_LEVEL = declare(
    "programmes.approve_level",
    _("Approve or refuse that something is protected less (asked by another person)"),
    Role.APPROVER,
)
SPECIFY = declare(
    "programmes.specify",
    _("Say which document specifies which, provision to provision"),
    Role.SECRETARIAT,
)
LINK_LEADS = declare(
    "programmes.link_leads",
    _("Say which unit a lead is, and confirm who leads after it ended"),
    Role.SECRETARIAT,
)
