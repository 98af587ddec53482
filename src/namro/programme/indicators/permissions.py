"""Who may do what with indicators and figures: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import declare

READ = declare(
    "indicators.read",
    _("Read indicators, figures and verdicts"),
    *(Role.SECRETARIAT, Role.READER, Role.APPROVER),
)
READ_RESTRICTED = declare(
    "indicators.read_restricted",
    _("Read figures of restricted indicators"),
    *(Role.SECRETARIAT, Role.APPROVER),
)
DEFINE = declare(
    "indicators.define", _("Define indicators and how targets are judged"), Role.SECRETARIAT
)
RECORD = declare("indicators.record", _("Record figures"), Role.SECRETARIAT)
