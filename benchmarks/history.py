"""How long it takes to verify a sealed history of 1,000,000 entries; limit: 60 seconds.

    python -m benchmarks.history [--entries 1000000]

An embedded database of its own is filled by bulk updates, as the triggers record them, each with
its context; then sealed, then verified. Beside it stands a plain SHA-256 of each entry's bytes,
read already: what no verification can do without. Exit code 1 when the limit is missed, or when an
entry altered behind the triggers' back is not the one named.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil

LIMIT = 60.0
_PEOPLE = 1000


def main() -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    wanted = parser.parse_args().entries
    folder = Path(tempfile.mkdtemp(prefix="namro-bench-"))
    folder.chmod(0o711)  # as root, the database's own user must pass
    os.environ.pop("NAMRO_DATABASE_URL", None)
    os.environ |= {"NAMRO_VAR": str(folder), "NAMRO_EMBEDDED_THROWAWAY": "1"}
    try:
        from namro.config import entry

        with entry.prepared():
            return _measure(wanted)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(wanted: int) -> int:
    from django.core.management import call_command
    from django.db import connection, transaction

    from namro.foundation.accounts.operators import Operator
    from namro.foundation.history import actions
    from namro.foundation.history.rules.comparing import Kind
    from namro.foundation.history.verifying import verify

    call_command("migrate", verbosity=0, interactive=False)
    _fill(wanted)
    operator = Operator.here()
    begun = time.perf_counter()
    done = actions.seal(operator)
    sealing = time.perf_counter() - begun
    assert done.digest is not None
    begun, (ours, its) = time.perf_counter(), _used()
    found = verify(operator, [done.digest])
    verifying, (ours_after, its_after) = time.perf_counter() - begun, _used()
    assert found.intact
    assert found.compared == done.entries >= wanted
    plain, size = _plain()
    print(f"{found.compared} entries, {found.seals} seals, {size / 1e6:.0f} MB of entries' bytes")
    print(f"sealed in {sealing:.1f} s")
    print(
        f"verified in {verifying:.1f} s, limit {LIMIT:.0f} s: {verifying / LIMIT:.0%} "
        f"(CPU: Python {ours_after - ours:.1f} s, the database {its_after - its:.1f} s)"
    )
    print(f"plain SHA-256 of the same bytes {plain:.1f} s: {verifying / plain:.0f} times")
    key = wanted // 2
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE accounts_userevent SET email = 'x' WHERE pgh_id = %s", [key])
    named = [(each.kind, each.key) for each in verify(operator).findings]
    print(f"altered entry {key}: {'named' if named == [(Kind.ALTERED, key)] else named}")
    return 0 if verifying < LIMIT and named == [(Kind.ALTERED, key)] else 1


def _used() -> tuple[float, float]:
    """Seconds of CPU that this process and its database server's have used."""
    from django.db import connection

    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid).cpu_times()
    return time.process_time(), server.user + server.system


def _fill(wanted: int) -> None:
    from namro.foundation import history
    from namro.foundation.accounts.models import User
    from namro.foundation.accounts.operators import Operator
    from namro.foundation.accounts.personal import Sealed

    operator = Operator.here()
    with history.reason(operator, "người dùng để đo"):
        User.objects.bulk_create(
            User(username=f"nguoi.dung.{number}", email=f"nguoi.dung.{number}@example.vn")
            for number in range(_PEOPLE)
        )
    for turn in range(1, -(-wanted // _PEOPLE)):
        with history.reason(operator, f"điều chỉnh lần thứ {turn} theo Công văn số {turn}/CV"):
            User.objects.update(full_name=Sealed(f"Nguyễn Thị Minh Khai {turn}"))


def _plain() -> tuple[float, int]:
    """Seconds to hash each entry's bytes, and how many bytes they are."""
    from django.db import connection, transaction

    from namro.foundation.history import tables
    from namro.foundation.history.rules.entries import canonical, values_of

    table = "accounts_userevent"
    columns = tables.columns_of(table)
    seconds, size = 0.0, 0
    with transaction.atomic():
        tables.write_alike()
        with connection.connection.cursor().copy(tables.query(table, columns)) as copy:
            while True:
                lines = [bytes(line) for line, _number in zip(copy, range(50_000), strict=False)]
                if not lines:
                    return seconds, size
                whole = [canonical(table, columns, values_of(line)[1:]) for line in lines]
                begun = time.perf_counter()
                for each in whole:
                    hashlib.sha256(each).digest()
                seconds += time.perf_counter() - begun
                size += sum(len(each) for each in whole)


if __name__ == "__main__":
    sys.exit(main())
