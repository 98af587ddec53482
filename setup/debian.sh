#!/usr/bin/env bash
# Make sure that Debian packages are there: debian.sh PACKAGE…
# As root, or where sudo asks for no password, they are installed; otherwise one sentence names them.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/say.sh

present() {
    case "$1" in
        chromium) command -v chromium ;;
        gettext) command -v msgfmt && command -v xgettext ;;
        postgresql-15) test -x /usr/lib/postgresql/15/bin/postgres ;;
        python3-venv) /usr/bin/python3 -c 'import ensurepip, venv' ;;
        python3) command -v python3 ;;
        *) dpkg -s "$1" ;;
    esac >/dev/null 2>&1
}

missing=()
for package in "$@"; do present "$package" || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        root=(sudo -n)
    else
        say "Thiếu gói ${missing[*]} của hệ điều hành: hãy cài bằng “sudo apt-get install ${missing[*]}” rồi chạy lại." \
            "Missing from the operating system: ${missing[*]}. Install with “sudo apt-get install ${missing[*]}”, then run this again." >&2
        exit 1
    fi
fi
if ! command -v apt-get >/dev/null; then
    say "Thiếu ${missing[*]}: hãy cài bằng trình quản lý gói của máy này rồi chạy lại." \
        "Missing: ${missing[*]}. Install with this machine's package manager, then run this again." >&2
    exit 1
fi
say "Đang cài ${missing[*]} của hệ điều hành…" "Installing ${missing[*]} from the operating system…" >&2
install() {
    # postgresql-15 must not start a server of its own beside ours.
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { install || { "${root[@]}" apt-get update -q >/dev/null && install; }; } 2>"$log"; then
    cat "$log" >&2
    say "Không cài được ${missing[*]} bằng apt-get (lý do ở trên)." \
        "apt-get could not install ${missing[*]} (reason above)." >&2
    exit 1
fi
for package in "${missing[@]}"; do
    present "$package" || {
        say "Đã cài $package nhưng vẫn không tìm thấy." "$package was installed, yet is not found." >&2
        exit 1
    }
done
