"""History: who changed what, when and why, kept by the database itself.

Triggers at statement level see every change, bulk updates too, however it was made::

    from namro.foundation import history

    @history.track(exclude=["password"])
    class Thing(models.Model): ...

    with history.reason(user, "Theo Tờ trình số 12"):
        Thing.objects.filter(...).update(...)
"""

from namro.foundation.history.reasons import also_record, reason
from namro.foundation.history.tracking import track

__all__ = ["also_record", "reason", "track"]
