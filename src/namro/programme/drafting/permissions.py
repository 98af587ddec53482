"""Who may do what with drafts: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import declare

CHECK = declare("drafting.check", _("Check a draft before signing"), Role.SECRETARIAT, Role.READER)
