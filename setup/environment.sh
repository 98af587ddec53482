#!/usr/bin/env bash
# Make or renew .venv: environment.sh base|dev
# Does nothing when the pinned requirements, the packaging, Python and the folder are as they were.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/say.sh
level="${1:?base or dev}"

fit() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=""
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if command -v "$candidate" >/dev/null && fit "$candidate"; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    setup/debian.sh python3
    python=/usr/bin/python3
    fit "$python" || {
        say "Cần Python 3.11 trở lên: hãy cài rồi chạy lại, hoặc đặt PYTHON=đường-dẫn." \
            "Python 3.11 or later is needed: install it and run this again, or set PYTHON=path." >&2
        exit 1
    }
fi

# One at a time in one checkout.
exec 9>.venv.lock
flock 9

wanted() {
    { printf '%s\n' "$PWD" "$1"; "$python" -VV; sha256sum "requirements/$1.txt" pyproject.toml; } | sha256sum
}
current() { [ -x .venv/bin/python ] && [ "$(cat ".venv/.$1" 2>/dev/null)" = "$(wanted "$1")" ]; }

# What tests need includes what the program needs.
current dev && exit 0
[ "$level" = base ] && current base && exit 0

whole() { [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip, sys, os; sys.exit(os.path.realpath(sys.prefix) != os.path.realpath(".venv"))' 2>/dev/null; }
same_python() { [ "$(.venv/bin/python -VV 2>/dev/null)" = "$("$python" -VV)" ]; }
moved() { [ "$(cat .venv/.folder 2>/dev/null)" != "$PWD" ]; }
if ! whole || ! same_python || moved; then
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        setup/debian.sh python3-venv
    fi
    "$python" -m venv .venv
    printf '%s' "$PWD" >.venv/.folder
fi

say "Đang cài các gói Python (lần đầu mất vài phút)…" "Installing Python packages (a few minutes the first time)…" >&2
rm -f .venv/.base .venv/.dev
pip=(.venv/bin/python -m pip --disable-pip-version-check -qq)
"${pip[@]}" install --require-hashes -r "requirements/$level.txt"
"${pip[@]}" install --no-deps --no-build-isolation --editable .
# Relative, so that it holds no letter that Python might fail to read under a broken locale.
for pointer in .venv/lib/python3.*/site-packages/*namro*.pth; do
    printf '../../../../src\n' >"$pointer"
done
wanted "$level" >".venv/.$level"
