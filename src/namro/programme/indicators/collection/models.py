"""Forms that ask units for figures, the rounds they come back in, and each unit's sheet of a round.

A sheet is filled in, submitted and approved step by step; what the last step approves becomes
observations, which are never changed. Totals over units are kept beside them and can be counted
anew from them at any time. Each part of this has a file of its own.
"""

from __future__ import annotations

from namro.programme.indicators.collection.models_forms import Form as Form
from namro.programme.indicators.collection.models_forms import FormItem as FormItem
from namro.programme.indicators.collection.models_forms import Round as Round
from namro.programme.indicators.collection.models_reminders import Digest as Digest
from namro.programme.indicators.collection.models_sheets import Cell as Cell
from namro.programme.indicators.collection.models_sheets import Remark as Remark
from namro.programme.indicators.collection.models_sheets import Sheet as Sheet
from namro.programme.indicators.collection.models_sheets import SheetFile as SheetFile
from namro.programme.indicators.collection.models_totals import RollUp as RollUp
from namro.programme.indicators.collection.models_totals import RoundCount as RoundCount
