"""Making a backup: everything as of one moment, in one file that is there whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from namro import __version__
from namro.config import locations
from namro.config.backup import copying, manifest
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history.models import Seal
from namro.foundation.history.permissions import BACK_UP

_CHUNK = 1 << 20
Progress = Callable[[int], None]


def back_up(
    actor: Actor,
    path: Path,
    *,
    with_secrets: bool = False,
    begin: Progress = lambda _total: None,
    progress: Progress = lambda _count: None,
) -> manifest.Manifest:
    """Write the whole installation to `path`, readable by its owner alone.

    Args:
        with_secrets: the secret key and the demonstration passwords too.
        begin, progress: told how many rows there are, and how many were written since.

    Raises:
        PermissionDenied: the actor may not.
        FileExistsError: there is such a file; a backup is never overwritten.
        OSError: it cannot be written; nothing is left behind.
    """
    require(actor, BACK_UP)
    if path.exists():
        raise FileExistsError(str(path))
    with _whole(path) as stream, zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        with transaction.atomic(durable=True):
            # All tables as of one moment, whoever writes meanwhile.
            copying.do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            copying.write_alike()
            names = [name for name in copying.table_names() if name not in copying.LEFT_OUT]
            counts = {name: copying.count(name) for name in names}
            begin(sum(counts.values()))
            tables = []
            for name in names:
                tables.append(_table(archive, name, counts[name]))
                progress(counts[name])
            made = manifest.Manifest(
                made_at=dt.datetime.now(dt.UTC),
                program=__version__,
                server=str(connection.pg_version),  # type: ignore[attr-defined]
                migrations=tuple(
                    MigrationRecorder.Migration.objects.order_by("pk").values_list("app", "name")
                ),
                tables=tuple(tables),
                sequences=copying.sequences(),
                files=tuple(_file(archive, *each) for each in _files(with_secrets)),
                left_out=tuple(sorted(set(copying.LEFT_OUT).intersection(copying.table_names()))),
                secrets=with_secrets,
                digest=_digest(),
            )
        archive.writestr(_info(manifest.NAME), made.text())
    return made


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when the block ends well, and otherwise is gone."""
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _name(half, path)
    finally:
        half.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _name(half: Path, path: Path) -> None:
    try:
        os.link(half, path)  # unlike a renaming this never replaces a file that came meanwhile
    except FileExistsError:
        raise
    except OSError:  # a stick without links
        if path.exists():
            raise FileExistsError(str(path)) from None
        half.rename(path)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, dt.datetime.now(dt.UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    # The fastest step: the better ones take several times as long for a few per cent.
    info._compresslevel = 1  # type: ignore[attr-defined]
    return info


def _table(archive: zipfile.ZipFile, name: str, rows: int) -> manifest.Table:
    columns = copying.columns_of(name)
    digest = hashlib.sha256()
    with archive.open(_info(f"tables/{name}.copy"), "w", force_zip64=True) as member:
        for piece in copying.rows_out(name, columns):
            digest.update(piece)
            member.write(piece)
    return manifest.Table(name, tuple(columns), rows, digest.hexdigest())


def _files(with_secrets: bool) -> Iterator[tuple[str, Path]]:
    """The files to keep, by their name below the installation's folder."""
    var = locations.var()
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"media/{path.relative_to(media).as_posix()}", path
    singles = [Path(settings.HISTORY_DIGESTS)]
    if with_secrets:
        singles += [locations.secret_key_file(var), locations.demo_sign_in_file(var)]
    for path in singles:
        if path.is_file():
            yield path.name, path


def _file(archive: zipfile.ZipFile, name: str, path: Path) -> manifest.File:
    digest, size = hashlib.sha256(), 0
    with (
        path.open("rb") as source,
        archive.open(_info(f"files/{name}"), "w", force_zip64=True) as member,
    ):
        while piece := source.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return manifest.File(name, size, digest.hexdigest())


def _digest() -> str:
    last = Seal.objects.defer("entries").order_by("number").last()
    return last.digest().line() if last is not None else ""
