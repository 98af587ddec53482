"""Preparing what a command of the program needs: the secret key, the database, Django itself.

Only the program's entry point comes here; importing settings never does.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from namro.config import embedded, locations
from namro.config.language import say


class NoInstallationError(RuntimeError):
    """There is no installation to work on; the message says what to do. Nothing was made."""


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` readable by its owner alone; an existing one keeps its permissions.

    As root the database's own user must pass through it (what is secret inside is 0600).
    """
    folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def write_private_file(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all, readable by its owner alone."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def ensure_secret_key(var: Path) -> None:
    """Make the site's secret key once, unless the environment gives one."""
    path = locations.secret_key_file(var)
    if os.environ.get("NAMRO_SECRET_KEY") or os.environ.get("NAMRO_DATABASE_URL"):
        return
    make_private_folder(var)
    if not path.exists():
        write_private_file(path, secrets.token_urlsafe(50) + "\n")


@contextmanager
def prepared(*, database: bool = True, create: bool = True) -> Iterator[None]:
    """Run a block with Django set up and, unless ``database`` is false, a database that answers.

    With ``NAMRO_DATABASE_URL`` that server is used and the embedded one never starts. Unless
    ``create`` is true an installation must be there already.

    Raises:
        NoInstallationError: there is none; nothing was made.
        embedded.EmbeddedError: the embedded database cannot start; the message says why.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")
    var = locations.var()
    if not database or os.environ.get("NAMRO_DATABASE_URL"):
        if database:
            ensure_secret_key(var)
        _set_up_django()
        yield
        return
    if not create and not locations.holds_installation(var):
        raise NoInstallationError(
            say(
                f"Chưa có bản cài đặt Năm Rõ nào ở {var}: hãy chạy “namro run” để lập một bản, "
                "hoặc đặt NAMRO_VAR tới thư mục var của bản đã có; chưa có gì được tạo.",
                f"There is no installation of Năm Rõ in {var}: run “namro run” to make one, or set "
                "NAMRO_VAR to the var folder of one that exists; nothing was made.",
            )
        )
    ensure_secret_key(var)
    with embedded.running(var):
        _set_up_django()
        yield


def _set_up_django() -> None:
    import django

    django.setup()
