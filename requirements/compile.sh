#!/usr/bin/env bash
# Compile requirements/*.txt from pyproject.toml: pinned, with hashes, naming no registry.
#   base.txt  what the program needs (and what its editable installation is built with)
#   dev.txt   base.txt and what tests and checks need
# Add --upgrade to take newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."
unset PIP_FIND_LINKS UV_FIND_LINKS
compile() {
    "${PYTHON:-.venv/bin/python}" -m uv --quiet pip compile pyproject.toml \
        --generate-hashes --universal --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}
compile --extra build -o requirements/base.txt "$@"
compile --extra build --extra dev -c requirements/base.txt -o requirements/dev.txt "$@"
