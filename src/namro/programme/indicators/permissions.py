"""Who may do what with indicators and figures: this room's table of action × role."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role
from namro.foundation.accounts.permissions import Needs, declare
from namro.foundation.accounts.routes import SIGNED_IN, Route, routes

READ = declare(
    "indicators.read", _("Read indicators, figures and verdicts"), *Role, needs=Needs.ANYWHERE
)
READ_RESTRICTED = declare(
    "indicators.read_restricted",
    _("Read figures of restricted indicators"),
    *(Role.SECRETARIAT, Role.APPROVER),
    needs=Needs.EVERYWHERE,
)
DEFINE = declare(
    "indicators.define",
    _("Define indicators and propose what bridges a change of method"),
    Role.SECRETARIAT,
    needs=Needs.EVERYWHERE,
)
APPROVE_BRIDGE = declare(
    "indicators.approve_bridge",
    _("Approve or refuse a proposed bridge between methods"),
    *(Role.APPROVER, Role.STANDING_BODY),
    needs=Needs.EVERYWHERE,
)
MEASURE = declare(
    "indicators.measure", _("Say how a programme's targets are judged"), Role.SECRETARIAT
)
RECORD = declare("indicators.record", _("Record figures"), Role.SECRETARIAT, needs=Needs.EVERYWHERE)

CONCLUDE = declare(
    "indicators.conclude",
    _("Record the standing body's own conclusion beside a computed verdict"),
    Role.STANDING_BODY,
)
EXPLAIN = declare(
    "indicators.explain",
    _("Explain why a target is not on its way, and what will be done"),
    *(Role.REPORTING_OFFICER, Role.SECRETARIAT),
)
COLLECT = declare(
    "indicators.collect",
    _("Say what is asked of units, open rounds of collection and open them again"),
    *(Role.SECRETARIAT, Role.STANDING_BODY),
)
FILL_SHEETS = declare(
    "indicators.fill_sheets",
    _("Fill in and submit a unit's sheet of figures"),
    *(Role.REPORTING_OFFICER, Role.SECRETARIAT),
)
APPROVE_SHEETS = declare(
    "indicators.approve_sheets", _("Approve or return a submitted sheet"), Role.APPROVER
)
SEE_SHEETS = declare(
    "indicators.see_sheets",
    _("See a unit's sheets, approved or not"),
    *(Role.REPORTING_OFFICER, Role.APPROVER, Role.SECRETARIAT, Role.STANDING_BODY),
    *(Role.LEADER, Role.AUDITOR),
)
ALLOCATE = declare(
    "indicators.allocate",
    _("Give a target out to years and units, amend and withdraw what was given"),
    Role.SECRETARIAT,
)

routes(
    "indicators",
    {
        **dict.fromkeys(("library", "library-file", "indicator"), Route(READ)),
        **dict.fromkeys(("total", "total-file", "compare", "compare-file", "map"), Route(READ)),
        **dict.fromkeys(("define", "edit", "propose-bridge"), Route(DEFINE)),
        "decide-bridge": Route(APPROVE_BRIDGE),
        **dict.fromkeys(("record", "record-table", "replace"), Route(RECORD)),
        **dict.fromkeys(("scoreboard", "file", "target"), Route(READ, of="programme")),
        **dict.fromkeys(("confirm", "measure"), Route(MEASURE, of="programme")),
        "conclude": Route(CONCLUDE, of="programme"),
        "explain": Route(EXPLAIN, of="programme"),
        **dict.fromkeys(("rounds", "rounds-file"), Route(SEE_SHEETS, somewhere=True)),
        **dict.fromkeys(
            ("round", "round-file", "form-grid", "form-grid-file"), Route(SEE_SHEETS, of="below")
        ),
        **dict.fromkeys(
            ("forms", "forms-file", "form", "burden", "burden-file"),
            Route(SEE_SHEETS, somewhere=True),
        ),
        "form-new": Route(COLLECT, somewhere=True),
        **dict.fromkeys(
            ("reminders", "reminders-file", "leading"), Route(SEE_SHEETS, somewhere=True)
        ),
        **dict.fromkeys(("undelivered", "undelivered-file"), Route(COLLECT)),
        **dict.fromkeys(
            ("form-change", "form-retire", "round-open", "round-reopen"), Route(COLLECT, of="unit")
        ),
        "sheet-hand-over": Route(COLLECT, of="unit"),
        **dict.fromkeys(("queue", "queue-file"), Route(APPROVE_SHEETS, somewhere=True)),
        "decide": Route(SEE_SHEETS, of="below", write=APPROVE_SHEETS, write_of="unit"),
        "allocation": Route(READ, of="programme"),
        **dict.fromkeys(
            ("allocate", "amend-allocation", "withdraw-allocation"),
            Route(ALLOCATE, of="programme"),
        ),
        **dict.fromkeys(("load-allocations", "allocation-form"), Route(ALLOCATE, of="programme")),
        **dict.fromkeys(
            ("workbooks", "round-workbooks", "paper"), Route(FILL_SHEETS, somewhere=True)
        ),
        **dict.fromkeys(
            ("sheet-workbook", "sheet-upload", "sheet-paper"), Route(FILL_SHEETS, of="below")
        ),
        # What somebody sent in is theirs alone; that they still fill in sheets is asked besides.
        **dict.fromkeys(("drop", "drop-progress", "drop-file", "drop-go-on"), Route(SIGNED_IN)),
        **dict.fromkeys(("mine", "mine-file"), Route(SEE_SHEETS, somewhere=True)),
        "sheet": Route(SEE_SHEETS, of="below", write=FILL_SHEETS, write_of="below"),
        **dict.fromkeys(
            ("sheet-check", "sheet-remark", "sheet-attach", "sheet-file-remove"),
            Route(FILL_SHEETS, of="below"),
        ),
        **dict.fromkeys(("sheet-file", "sheet-form"), Route(SEE_SHEETS, of="below")),
    },
)
# The addresses of the programming interface: what the pages need, and nothing less.
_SHEET = Route(SEE_SHEETS, of="below")
_FILL = Route(SEE_SHEETS, of="below", write=FILL_SHEETS, write_of="below")
_APPROVE = Route(SEE_SHEETS, of="below", write=APPROVE_SHEETS, write_of="unit")
routes(
    "api",
    {
        **dict.fromkeys(("forms", "rounds", "sheets"), Route(SEE_SHEETS, somewhere=True)),
        **dict.fromkeys(("form", "round", "sheet"), _SHEET),
        **dict.fromkeys(("cells", "submit", "correct", "remark"), _FILL),
        **dict.fromkeys(("approve", "return"), _APPROVE),
        **dict.fromkeys(("indicators", "indicator", "totals"), Route(READ)),
        **dict.fromkeys(("observations", "observations-csv", "observations-sdmx"), Route(READ)),
    },
)
