"""Translations: ``messages.py compile | gather | check``.

Strings are written in English in the code; Vietnamese stands in each room's ``locale/vi``, and for
what belongs to no room in ``src/namro/locale/vi``.
``compile`` needs nothing but Python; ``gather`` and ``check`` use GNU gettext through Django.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "namro"
CATALOGUE = Path("locale/vi/LC_MESSAGES/django.po")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def compile_all() -> int:
    """Write each ``.mo`` that is older than its ``.po``, whole or not at all."""
    for po in SOURCE.rglob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        half = mo.with_name(f".{mo.name}.{os.getpid()}")
        polib.pofile(str(po)).save_as_mofile(str(half))
        half.replace(mo)
    return 0


def _gathered(folder: Path) -> list[Path]:
    """Run Django's makemessages over a copy of the package in ``folder``.

    Returns:
        The catalogues it wrote, relative to ``folder``; each string is in the nearest one above it.
    """
    shutil.copytree(
        SOURCE, folder, ignore=shutil.ignore_patterns("built", "__pycache__", "migrations")
    )
    (folder / "locale").mkdir(exist_ok=True)
    for room in folder.rglob("apps.py"):
        (room.parent / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "--locale=vi"),
            *("--no-wrap", "--add-location=file", "--verbosity=0"),
        ],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        check=True,
    )
    return sorted(path.relative_to(folder) for path in folder.rglob(str(CATALOGUE)))


def gather() -> int:
    """Bring the committed catalogues up to the strings in the code; new ones stay empty."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "namro"
        for path in _gathered(folder):
            fresh = polib.pofile(str(folder / path), wrapwidth=0)
            # Obsolete entries and the hour of gathering only make noise in the history.
            for entry in fresh.obsolete_entries():
                fresh.remove(entry)
            fresh.header = "Vietnamese of this part of Năm Rõ."
            fresh.metadata_is_fuzzy = False
            fresh.metadata = {
                "Language": "vi",
                "MIME-Version": "1.0",
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
                "Plural-Forms": "nplurals=1; plural=0;",
            }
            (SOURCE / path).parent.mkdir(parents=True, exist_ok=True)
            fresh.save(str(SOURCE / path))
            for entry in fresh:
                if not entry.translated():
                    print(f"to translate, {path}: {entry.msgid}")
    return 0


def check() -> int:
    """Fail on strings with no Vietnamese, fuzzy ones, lost placeholders, and leftovers."""
    faults = []
    count = 0
    said: dict[tuple[str | None, str], tuple[str, Path]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "namro"
        for path in _gathered(folder):
            catalogue = polib.pofile(str(folder / path))
            count += len(catalogue)
            faults += [f"{path}: {fault}" for entry in catalogue if (fault := _fault(entry))]
            faults += _clashes(catalogue, path, said)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("Run “make messages”, then complete the catalogues.", file=sys.stderr)
    else:
        print(f"Translations: {count} strings, all in Vietnamese.")
    return 1 if faults else 0


def _clashes(
    catalogue: polib.POFile, path: Path, said: dict[tuple[str | None, str], tuple[str, Path]]
) -> list[str]:
    """Strings that another room says otherwise: Django keeps one of the two for both."""
    faults = []
    for entry in catalogue:
        text, before = entry.msgstr, said.get((entry.msgctxt, entry.msgid))
        if before is not None and before[0] != text:
            faults.append(
                f"{path}: “{entry.msgid}” is “{text}” here and “{before[0]}” in {before[1]}; "
                "give one of them a context"
            )
        said.setdefault((entry.msgctxt, entry.msgid), (text, path))
    return faults


def _fault(entry: polib.POEntry) -> str:
    """What is wrong with one entry, or nothing."""
    if entry.obsolete:
        return f"no longer used: {entry.msgid!r}"
    if entry.fuzzy:
        return f"fuzzy: {entry.msgid!r}"
    if not entry.translated():
        return f"no Vietnamese: {entry.msgid!r}"
    meant = sorted(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    if any(sorted(_PLACEHOLDER.findall(text)) != meant for text in texts):
        return f"placeholders differ: {entry.msgid!r}"
    return ""


if __name__ == "__main__":
    sys.exit({"compile": compile_all, "gather": gather, "check": check}[sys.argv[1]]())
