"""Turning .doc and .odt into .docx with LibreOffice, leaving nothing behind.

LibreOffice reads and writes files and nothing else, so the document has to stand on a file
system while it is converted: in a folder of mode 0700, in memory (/dev/shm) where the system has
it, deleted when the conversion ends however it ends. It runs with a profile made for this one
conversion, macros switched off and links not followed, within limits on time, memory and the
size of what it writes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.kind import nature
from namro.foundation.documents.reading.opening.refusal import KINDS, Refused

SECONDS: Final = 90
MEMORY_BYTES: Final = 4 * 1024**3

#: Settings of the profile: (node, property, value) of LibreOffice's registry.
_SETTINGS: Final = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
)


def program() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(data: bytes, filename: str) -> bytes:
    """The document as .docx.

    Raises `Refused`: office_missing, oversized, out_of_time, office_failed.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        raise Refused("oversized", limit_mb=limits.MAX_FILE_BYTES // limits.MEGABYTE)
    kind = nature(data, filename)
    office = program()
    if office is None:
        vietnamese, english = KINDS[kind]
        raise Refused("office_missing", actual_vi=vietnamese, actual_en=english)
    with private_folder() as folder:
        source = folder / f"document.{kind}"
        _write(source, data)
        _convert(office, folder, source)
        try:
            with (folder / "out" / "document.docx").open("rb") as made:
                converted = made.read(limits.MAX_FILE_BYTES + 1)
        except OSError:
            raise Refused("office_failed") from None
    if len(converted) > limits.MAX_FILE_BYTES:
        raise Refused("oversized", limit_mb=limits.MAX_FILE_BYTES // limits.MEGABYTE)
    return converted


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that only its owner may enter, in memory where that can be; always removed."""
    memory = "/dev/shm"  # noqa: S108 - a folder of mode 0700 of our own is made inside it
    base = memory if os.access(memory, os.W_OK | os.X_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="namro-convert-", dir=base))  # mkdtemp makes it 0700
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove the folder; a file that is just being written by a dying process comes again."""
    for _ in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)  # says aloud why the document could not be removed


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)


def _convert(office: str, folder: Path, source: Path) -> None:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, mode=0o700)
    _write(profile / "user" / "registrymodifications.xcu", _registry().encode())
    (folder / "tmp").mkdir(mode=0o700)
    process = subprocess.Popen(
        [
            *(office, "--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"-env:UserInstallation={profile.as_uri()}",
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
            str(source),
        ],
        cwd=folder,
        # No proxy, no locale of ours, no other folder: what it writes stays in this one.
        env={
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(folder),
            "TMPDIR": str(folder / "tmp"),
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused("out_of_time", limit_s=SECONDS) from None
    finally:
        # soffice starts children: the whole group ends with it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode != 0:
        raise Refused("office_failed")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    largest = 4 * limits.MAX_FILE_BYTES
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file is a copy of the document


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{node}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for node, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
