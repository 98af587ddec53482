"""Restoring a backup: built aside and compared, then put in place at one stroke, or not at all.

The tables are made and filled in a schema of their own, while what is there stays untouched; in the
end one transaction lets the two schemas change names. Whenever it is cut short before that, what
was there still is; what was built aside is removed by the next restoring.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from namro import __version__
from namro.config import locations
from namro.config.backup import copying, manifest
from namro.config.backup.manifest import Manifest
from namro.config.backup.refusals import BackupRefused
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import telling, verifying
from namro.foundation.history.permissions import RESTORE
from namro.foundation.history.rules import chain

_ASIDE, _BEFORE = "namro_restoring", "namro_before"
_LOCK = 0x6E616D62
_CHUNK = 1 << 20
# Rows of these say nothing of anybody's work: the program makes them itself.
_MADE_BY_ITSELF = (
    "django_migrations", "django_content_type", "auth_permission", "django_site",
    "procrastinate_workers", *copying.LEFT_OUT,
)  # fmt: skip
Progress = Callable[[int], None]


@dataclass(slots=True)
class Opened:
    """A backup whose every part is what its manifest says."""

    archive: zipfile.ZipFile
    manifest: Manifest
    path: Path

    def pieces(self, member: str) -> Iterator[bytes]:
        """One part, a piece at a time."""
        with self.archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                yield piece


@contextmanager
def opened(path: Path, progress: Progress = lambda _count: None) -> Iterator[Opened]:
    """Open a backup once each of its parts was compared with its SHA-256.

    Args:
        progress: told how many bytes were compared since.

    Raises:
        BackupRefused: it is none, is damaged, or a later version made it.
        OSError: it cannot be read.
    """
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
            with archive.open(manifest.NAME) as stream:
                text = stream.read(manifest.LARGEST + 1)
            if len(text) > manifest.LARGEST:
                raise manifest.NotABackupError(manifest.NAME)
            found = manifest.read(text.decode())
        except (
            *(zipfile.BadZipFile, KeyError, ValueError, zlib.error, EOFError),
            RuntimeError,  # locked with a password, or packed in a way unknown here
        ) as error:
            what = str(error).strip("'\" ") or type(error).__name__
            raise BackupRefused("not_a_backup", file=path, what=what) from None
        _known(found)
        backup = Opened(archive, found, path)
        for member, wanted in found.members().items():
            digest = hashlib.sha256()
            try:
                for piece in backup.pieces(member):
                    digest.update(piece)
                    progress(len(piece))
            except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError):
                raise BackupRefused("damaged", file=path, what=member) from None
            if digest.hexdigest() != wanted:
                raise BackupRefused("damaged", file=path, what=member)
        yield backup


def _known(found: Manifest) -> None:
    """Refuse what a later version made: its tables were made by steps that this one lacks."""
    loader = MigrationExecutor(connection).loader
    ours = set(loader.disk_migrations or {})
    if found.format > manifest.FORMAT or not set(found.migrations) <= ours:
        raise BackupRefused("newer", program=found.program, here=__version__)


def standing() -> dict[str, int]:
    """What an installation holds that restoring would delete: rows by table; none: it is empty."""
    names = set(copying.table_names()).difference(_MADE_BY_ITSELF)
    counts = {name: copying.count(name) for name in sorted(names)}
    return {name: rows for name, rows in counts.items() if rows}


def restore(
    actor: Actor,
    backup: Opened,
    *,
    replace: bool = False,
    despite_findings: bool = False,
    begin: Progress = lambda _total: None,
    progress: Progress = lambda _count: None,
) -> verifying.Verification:
    """Put a backup in the place of what is there: all of it, or nothing.

    Args:
        replace: what is there is deleted; otherwise only an empty installation is filled.
        despite_findings: restore a history that was not intact when it was backed up.
        begin, progress: told how many rows there are, and how many were loaded since.

    Returns:
        What verifying the restored history found.

    Raises:
        PermissionDenied: the actor may not.
        BackupRefused: it says why; what was there still is.
    """
    require(actor, RESTORE)
    home = str(copying.asked("SELECT current_schema()")[0][0])
    with _alone():
        _mend_files()
        _may_go(replace)
        begin(backup.manifest.rows)
        copying.do(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")
        copying.do(f"CREATE SCHEMA {_ASIDE}")
        try:
            with _working_in(_ASIDE):
                found = _build(actor, backup, despite_findings, progress)
            files = _unpack(backup)
            _put_in_place(home, files)
        except BaseException:
            connection.close()
            copying.do(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")
            shutil.rmtree(_staging(), ignore_errors=True)
            raise
        finally:
            connection.close()
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """One restoring at a time, by a connection of its own that lives as long."""
    guard = connection.copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise BackupRefused("busy")
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid NOT IN (%s, %s)",
                [own, copying.asked("SELECT pg_backend_pid()")[0][0]],
            )
            others = cursor.fetchone()[0]
        if others:
            raise BackupRefused("in_use", count=others)
        yield
    finally:
        guard.close()


def _may_go(replace: bool) -> None:
    """Refuse where somebody's data would be lost unasked, or what is not ours."""
    from django.apps import apps

    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    strangers = [
        name
        for name in copying.table_names()
        if name not in ours and not name.startswith(("procrastinate_", "django_migrations"))
    ]
    if strangers:
        raise BackupRefused("strangers", what=", ".join(strangers[:10]))
    lost = standing()
    if lost and not replace:
        what = ", ".join(f"{name} {rows}" for name, rows in list(lost.items())[:8])
        raise BackupRefused("not_empty", what=what)


@contextmanager
def _working_in(schema: str) -> Iterator[None]:
    """All that Django does meanwhile happens in `schema`."""
    options = connection.settings_dict["OPTIONS"]
    before = options.get("options")
    connection.close()
    options["options"] = " ".join(filter(None, [before, f"-c search_path={schema}"]))
    try:
        yield
    finally:
        connection.close()
        if before is None:
            del options["options"]
        else:
            options["options"] = before


def _build(
    actor: Actor, backup: Opened, despite_findings: bool, progress: Progress
) -> verifying.Verification:
    """Make the tables as they were, fill them, compare; then bring them up to date."""
    found = backup.manifest
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(executor, set(found.migrations)))
    _fill(backup, progress)
    with transaction.atomic():
        copying.write_alike()
        for table in found.tables:
            if copying.digest_of(table.name, table.columns) != table.sha256:
                raise BackupRefused("differs", what=table.name)
    call_command("migrate", verbosity=0, interactive=False)
    digests = chain.digests_in(found.digest) if found.digest else []
    history = verifying.verify(actor, digests)
    if not history.intact and not despite_findings:
        said = telling.of_verification(history, len(digests), _language())
        raise BackupRefused("history", what=said[0])
    return history


def _language() -> str:
    from namro.config.language import of

    return of()


def _ends(executor: Any, taken: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the steps taken the last of each room."""
    graph = executor.loader.graph
    followed = {
        parent.key
        for node in taken
        if node in graph.node_map
        for parent in graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    return sorted(node for node in taken if node in graph.node_map and node not in followed)


def _fill(backup: Opened, progress: Progress) -> None:
    """Fill all tables in one transaction, whatever order and triggers would forbid."""
    found = backup.manifest
    with transaction.atomic():
        present = set(copying.table_names())
        missing = [table.name for table in found.tables if table.name not in present]
        wrong = [
            table.name
            for table in found.tables
            if table.name in present and copying.columns_of(table.name) != list(table.columns)
        ]
        if missing or wrong:
            raise BackupRefused("differs", what=", ".join([*missing, *wrong]))
        ties = copying.asked(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 "
            "AND connamespace = current_schema()::regnamespace"
        )
        for table, name, _what in ties:
            copying.do(f"ALTER TABLE {table} DROP CONSTRAINT {copying.quoted(name)}")
        for name in present:
            copying.do(f"ALTER TABLE {copying.quoted(name)} DISABLE TRIGGER USER")
        copying.do("TRUNCATE " + ", ".join(copying.quoted(name) for name in sorted(present)))
        for each in found.tables:
            copying.rows_in(
                each.name, each.columns, backup.pieces(each.member), lambda _piece: None
            )
            progress(each.rows)
        for name, last in found.sequences.items():
            copying.set_sequence(name, last)
        for table, name, what in ties:
            copying.do(f"ALTER TABLE {table} ADD CONSTRAINT {copying.quoted(name)} {what}")
        for name in present:
            copying.do(f"ALTER TABLE {copying.quoted(name)} ENABLE TRIGGER USER")
    copying.do("ANALYZE")


# --- files ----------------------------------------------------------------------------------------
def _media() -> Path:
    return Path(settings.MEDIA_ROOT)


def _staging() -> Path:
    return _media().with_name("media.restoring")


def _kept_before() -> Path:
    return _media().with_name("media.before-restoring")


def _mend_files() -> None:
    """Where an earlier restoring was killed between the files and the tables, the files go back."""
    before = _kept_before()
    if before.exists():
        shutil.rmtree(_media(), ignore_errors=True)
        before.rename(_media())


def _unpack(backup: Opened) -> dict[str, Path]:
    """The files aside, by name; each compared with its SHA-256 once more as it was written."""
    staging = _staging()
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700, parents=True)
    made: dict[str, Path] = {}
    for file in backup.manifest.files:
        target = staging / file.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("xb") as stream:
            target.chmod(0o600)
            for piece in backup.pieces(file.member):
                digest.update(piece)
                stream.write(piece)
        if digest.hexdigest() != file.sha256:
            raise BackupRefused("damaged", file=backup.path, what=file.member)
        made[file.name] = target
    return made


def _put_in_place(home: str, files: dict[str, Path]) -> None:
    """The tables at one stroke; the files just before it, and back where it fails."""
    media, before = _media(), _kept_before()
    try:
        with transaction.atomic():
            copying.do(f"ALTER SCHEMA {copying.quoted(home)} RENAME TO {_BEFORE}")
            copying.do(f"ALTER SCHEMA {_ASIDE} RENAME TO {copying.quoted(home)}")
            for (name,) in copying.asked(
                "SELECT extname FROM pg_extension WHERE extnamespace = %s::regnamespace", _BEFORE
            ):
                to = copying.quoted(home)
                copying.do(f"ALTER EXTENSION {copying.quoted(name)} SET SCHEMA {to}")
            _bring_functions(home)
            copying.do(f"DROP SCHEMA {_BEFORE} CASCADE")
            if media.exists():
                media.rename(before)
            else:
                before.mkdir(parents=True)
            if (_staging() / "media").exists():
                (_staging() / "media").rename(media)
    except BaseException:
        _mend_files()
        raise
    shutil.rmtree(before, ignore_errors=True)
    _put_singles(files)
    shutil.rmtree(_staging(), ignore_errors=True)


def _bring_functions(home: str) -> None:
    """Functions that were made in the old schema by its name (pgtrigger does) go on standing."""
    found = copying.asked(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = %s::regnamespace "
        "AND NOT EXISTS (SELECT FROM pg_proc n WHERE n.pronamespace = %s::regnamespace "
        "AND n.proname = p.proname)",
        _BEFORE,
        home,
    )
    for (function,) in found:
        copying.do(f"ALTER ROUTINE {function} SET SCHEMA {copying.quoted(home)}")


def _put_singles(files: dict[str, Path]) -> None:
    """The files that stand beside the uploaded ones."""
    singles = {
        Path(settings.HISTORY_DIGESTS).name: Path(settings.HISTORY_DIGESTS),
        **{
            path.name: path
            for path in (
                locations.secret_key_file(locations.var()),
                locations.demo_sign_in_file(locations.var()),
            )
        },
    }
    for name, target in singles.items():
        # The digests kept here may tell more than those of an older day.
        keeps = target.exists() and target == Path(settings.HISTORY_DIGESTS)
        if name in files and not keeps:
            files[name].replace(target)
