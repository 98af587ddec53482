"""How the installation is: each part with its state, what was seen, and what to do."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from namro.foundation.history import guarding, upkeep
from namro.foundation.history.models import Seal
from namro.foundation.history.rules import health as rules

LABELS: dict[str, Promise] = {
    "good": gettext_lazy("well"),
    "look": gettext_lazy("to look at"),
    "bad": gettext_lazy("broken"),
}
SIGNS = {"good": "●", "look": "!", "bad": "✖"}


@dataclass(frozen=True, slots=True)
class Check:
    """One part: its state, what was seen, what to do where it is not well."""

    name: str
    state: rules.State
    seen: str
    do: str = ""

    @property
    def label(self) -> str:
        """The state in a word."""
        return str(LABELS[self.state])

    @property
    def sign(self) -> str:
        """The state as a sign, for who tells no colours apart."""
        return SIGNS[self.state]


def checks() -> list[Check]:
    """All parts, in a fixed order; one that cannot be asked is broken and says why."""
    return [_asked(name, check) for name, check in _parts()]


def _asked(name: str, check: Callable[[], tuple[rules.State, str, str]]) -> Check:
    try:
        state, seen, do = check()
    except (Error, OSError) as error:
        return Check(name, "bad", type(error).__name__, _("See the logs of the server."))
    return Check(name, state, seen, "" if state == "good" else do)


def _parts() -> Iterator[tuple[str, Callable[[], tuple[rules.State, str, str]]]]:
    yield _("Database"), _database
    yield _("Tables up to date"), _migrations
    yield _("Background worker"), _worker
    yield _("Background work"), _queue
    yield _("Sealing of the history"), _sealing
    yield _("Verification of the history"), _verification
    yield _("Triggers that record"), _triggers
    yield _("Backup"), _backup
    yield _("Disk"), _disk
    yield _("Clock"), _clock


def _one(sql: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row: tuple[object, ...] = cursor.fetchone()
    return row


def _ago(at: dt.datetime | None) -> str:
    if at is None:
        return _("never")
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def _age(at: dt.datetime | None) -> dt.timedelta | None:
    return None if at is None else timezone.now() - at


def _database() -> tuple[rules.State, str, str]:
    (version,) = _one("SHOW server_version")
    return "good", f"PostgreSQL {version}", ""


def _migrations() -> tuple[rules.State, str, str]:
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    seen = ngettext("%(n)s step is missing", "%(n)s steps are missing", count) % {"n": count}
    return (
        ("bad", seen, _("Stop the site, back up, and run “namro manage migrate”."))
        if count
        else ("good", _("all steps taken"), "")
    )


def _worker() -> tuple[rules.State, str, str]:
    (silent,) = _one(
        "SELECT extract(epoch FROM now() - max(last_heartbeat))::float8 FROM procrastinate_workers"
    )
    found = float(str(silent)) if silent is not None else None
    seen = (
        _("none is running")
        if found is None
        else _("heard of %(n)s seconds ago") % {"n": round(found)}
    )
    return rules.worker(found), seen, _("Start “namro run” again; see its last lines.")


def _queue() -> tuple[rules.State, str, str]:
    waiting, failed = _one(
        "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),"
        " count(*) FILTER (WHERE status = 'failed' AND id IN (SELECT job_id FROM "
        "procrastinate_events WHERE type = 'failed' AND at > now() - interval '1 day'))"
        " FROM procrastinate_jobs"
    )
    numbers = {"waiting": waiting, "failed": failed}
    seen = _("%(waiting)s waiting, %(failed)s failed within a day") % numbers
    do = _("See the logs of the worker; a document that failed can be read again on its page.")
    return rules.queue(int(str(waiting)), int(str(failed))), seen, do


def _sealing() -> tuple[rules.State, str, str]:
    last = Seal.objects.defer("entries").order_by("-number").first()
    at = last.sealed_at if last is not None else None
    seen = _("last sealed: %(at)s") % {"at": _ago(at)}
    # Nothing is sealed while nothing is recorded.
    (waiting,) = _one("SELECT max(created_at) FROM pghistory_context")
    if at is not None and (waiting is None or str(waiting) <= str(at)):
        return "good", seen, ""
    do = _("The worker seals each hour; “namro seal-history” does it now.")
    return rules.within(_age(at), rules.SEALED_WITHIN), seen, do


def _verification() -> tuple[rules.State, str, str]:
    done = upkeep.read().get(upkeep.VERIFIED)
    seen = _("last verified: %(at)s") % {"at": _ago(done.at if done else None)}
    if done is not None and not done.well:
        do = _("It was not intact: see “namro verify-history”, change nothing, copy everything.")
        return "bad", seen, do
    do = _("Run “namro verify-history --digest FILE” with the digests kept elsewhere.")
    return rules.within(_age(done.at if done else None), rules.VERIFIED_WITHIN), seen, do


def _triggers() -> tuple[rules.State, str, str]:
    missing = guarding.unguarded()
    if not missing:
        return "good", _("all in place"), ""
    return "bad", ", ".join(missing[:5]), _("Run “namro manage migrate”, then look who did it.")


def _backup() -> tuple[rules.State, str, str]:
    done = upkeep.read().get(upkeep.BACKED_UP)
    seen = _("last backup by “namro backup”: %(at)s") % {"at": _ago(done.at if done else None)}
    do = _("Run “namro backup FILE” each night, and keep the file on another machine.")
    return rules.within(_age(done.at if done else None), rules.BACKED_UP_WITHIN), seen, do


def _disk() -> tuple[rules.State, str, str]:
    place = Path(settings.UPKEEP_FILE).parent
    usage = shutil.disk_usage(place if place.exists() else Path("/"))
    free = number_format(usage.free / 1e9, 1)
    seen = _("%(free)s GB free") % {"free": free}
    do = _("Make room: move old backups and logs away.")
    return rules.disk(usage.free, usage.total), seen, do


def _clock() -> tuple[rules.State, str, str]:
    (now,) = _one("SELECT extract(epoch FROM clock_timestamp())::float8")
    apart = timezone.now().timestamp() - float(str(now))
    seen = _("site and database are %(n)s seconds apart") % {"n": number_format(abs(apart), 1)}
    return rules.clock(apart), seen, _("Let both machines keep time by NTP.")
