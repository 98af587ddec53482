"""Who may do what with programmes: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare
from namro.foundation.accounts.routes import Route, routes

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

_REVIEWING = (
    *("reviews", "upload", "review", "review-progress", "review-again", "review-item"),
    *("review-mark", "review-add", "review-accept", "review-reject"),
)
_READING = (
    *("programme", "targets", "download", "book", "source", "file", "versions", "comparison"),
    *("cascade_items", "cascade_differences"),
)
routes(
    "programmes",
    {
        **dict.fromkeys(("list", "list-file", "search"), Route(READ)),
        **dict.fromkeys(_READING, Route(READ, of="programme")),
        **dict.fromkeys(_REVIEWING, Route(REVIEW)),
        "level-requests": Route(APPROVE_LEVEL, somewhere=True),
        "levels": Route(READ_RESTRICTED, of="programme", write=RAISE_LEVEL, write_of="programme"),
        "leads": Route(READ, of="programme", write=LINK_LEADS, write_of="programme"),
        "leads-file": Route(READ, of="programme"),
        **dict.fromkeys(("lead", "lead-hints"), Route(LINK_LEADS, of="programme")),
        "amendment": Route(AMEND, of="programme"),
        "cascade": Route(READ, of="programme", write=SPECIFY, write_of="programme"),
        "cascade_pairs": Route(READ, of="programme", write=SPECIFY, write_of="programme"),
    },
)
