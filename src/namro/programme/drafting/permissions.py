"""Who may do what with drafts: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare
from namro.foundation.accounts.routes import Route, routes

CHECK = declare(
    "drafting.check",
    _("Check a draft before signing"),
    *(role for role in Role if role not in (Role.ADMINISTRATOR, Role.APPROVER)),
    needs=Needs.ANYWHERE,
)

routes("drafting", {"check": Route(CHECK)})
