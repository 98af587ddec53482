"""What must be in place before the site opens: tables, static files, first accounts, the sample."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from namro.config import entry, locations, rooms
from namro.config.language import say

_LOCK = 0x6E616D72  # "namr": one preparation of a database at a time
_DEMO = {
    "to-giup-viec": "secretariat",
    "nguoi-doc": "reader",
    "nguoi-phe-duyet": "approver",
    "quan-tri": "administrator",
}
# Those whose role is over a unit of the sample, which gives it to them.
_DEMO_OF_SAMPLE = {"can-bo-xa": "reporting_officer"}

Announce = Callable[[str], None]


class PreparationError(RuntimeError):
    """The site cannot be prepared; the message says why and what to do."""


def prepare(announce: Announce) -> None:
    """Bring everything up to date. Done twice, or by two at once, it changes nothing more.

    Raises:
        PreparationError: the database cannot be reached, or is too old.
    """
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        with connection.cursor() as cursor:
            if connection.pg_version < 150_000:  # type: ignore[attr-defined]
                raise PreparationError(
                    say("Cần PostgreSQL 15 trở lên.", "PostgreSQL 15 or later is needed.")
                )
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    except OperationalError as error:
        raise PreparationError(
            say(
                f"Không kết nối được cơ sở dữ liệu: {error}",
                f"The database cannot be reached: {error}",
            )
        ) from None
    try:
        _migrate(announce)
        _collect_static_files()
        _first_accounts(announce)
        _sample(announce)
    finally:
        # Ends with the session anyway; the children open connections of their own.
        connection.close()


def _migrate(announce: Announce) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        announce(say("Đang dựng các bảng dữ liệu…", "Bringing the tables up to date…"))
        call_command("migrate", verbosity=0, interactive=False)


def _collect_static_files() -> None:
    """Gather and compress the static files, when one of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    seal = root / ".sources"
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    wanted = digest.hexdigest()
    if seal.is_file() and seal.read_text() == wanted:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    seal.write_text(wanted)


def _first_accounts(announce: Announce) -> None:
    """Make the demonstration accounts of a new installation, with generated passwords.

    Only where the program is tried out (``NAMRO_DEMO``): the first account of a site in real use is
    made by ``namro user add``. Passwords stand in a file of the owner's alone.
    """
    from django.conf import settings
    from django.db import transaction

    from namro.foundation.accounts import actions
    from namro.foundation.accounts.models import Role, User
    from namro.foundation.accounts.operators import Operator

    path = locations.demo_sign_in_file(locations.var())
    if not settings.NAMRO_DEMO:
        left = User.objects.filter(is_demo=True, is_active=True).count()
        if left:
            announce(
                say(
                    f"Lưu ý: hệ thống có {left} tài khoản minh họa chưa đóng; chúng không đăng "
                    "nhập được ở đây. Hãy đóng bằng “namro user close”.",
                    f"Note: {left} demonstration accounts are still open; they cannot sign in "
                    "here. Close them with “namro user close”.",
                )
            )
        return
    if User.objects.exists():
        if path.is_file():
            announce(
                say(f"Tài khoản minh họa: xem {path}.", f"Demonstration accounts: see {path}.")
            )
        return
    people = _DEMO | (_DEMO_OF_SAMPLE if _with_sample() else {})
    passwords = {name: secrets.token_urlsafe(12) for name in people}
    lines = [f"{name}\t{passwords[name]}\t{role}" for name, role in people.items()]
    entry.make_private_folder(path.parent)
    operator, why = Operator.here(), "demonstration account of a new installation"
    with transaction.atomic():
        for name in people:
            user = actions.create_user(operator, name, passwords[name], reason=why, is_demo=True)
            if name in _DEMO:
                actions.give_role(operator, user, Role(_DEMO[name]), reason=why)
        # Before the commit: accounts whose passwords nobody knows would be of no use.
        entry.write_private_file(path, "\n".join(lines) + "\n")
    announce(say("Tài khoản minh họa:", "Demonstration accounts:"))
    for line in lines:
        announce("  " + line.expandtabs(20))
    announce(say(f"(cũng ghi trong {path})", f"(also kept in {path})"))


def _sample(announce: Announce) -> None:
    """Load the sample into an installation that shows the demonstration accounts, unless
    ``NAMRO_SAMPLE=none``."""
    if not locations.demo_sign_in_file(locations.var()).is_file():
        return
    if _with_sample():
        sample = import_module("namro.sample.load")
        sample.load(announce)
        sample.load_organisations(announce)
        sample.load_figures(announce)
        sample.load_fictional(announce)
        import_module("namro.sample.given").load_given(announce)
        collection = import_module("namro.sample.collection")
        collection.load_collection(announce)
        for name, role in _DEMO_OF_SAMPLE.items():
            collection.give_officer_role(name, role)


def _with_sample() -> bool:
    """Whether the sample is loaded into an installation that is tried out."""
    return os.environ.get("NAMRO_SAMPLE", "") != "none" and rooms.exists("namro.sample.load")
