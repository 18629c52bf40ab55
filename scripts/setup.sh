#!/bin/sh
# Make .venv and install the locked dependencies into it: scripts/setup.sh run|dev
# Works as root or not, with or without uv; says one sentence when something is missing.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-dev}
venv=${VENV:-.venv}
case $kind in
    run) lock=requirements/lock.txt ;;
    dev) lock=requirements/dev.txt ;;
    *) echo "scripts/setup.sh run|dev" >&2; exit 2 ;;
esac
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_PYTHON_DOWNLOADS=never
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH

recent() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if recent "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "Cần Python từ 3.11 trở lên / Python 3.11 or newer is needed (PYTHON=/path/to/python3 make setup)." >&2
    exit 1
}

if ! [ -x "$venv/bin/python" ] || ! recent "$venv/bin/python"; then
    python=$(find_python)
    rm -rf "$venv"
    if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        "$python" -m venv "$venv"
    elif command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" "$venv"
    else
        echo "Thiếu gói python3-venv: hãy chạy / please run: apt-get install python3-venv" >&2
        exit 1
    fi
fi

if [ -x "$venv/bin/uv" ]; then
    uv=$venv/bin/uv
elif command -v uv >/dev/null 2>&1; then
    uv=$(command -v uv)
else
    "$venv/bin/python" -m pip install --quiet --require-hashes --requirement requirements/uv.txt
    uv=$venv/bin/uv
fi

"$uv" pip sync --quiet --python "$venv/bin/python" --require-hashes "$lock"
# setuptools comes from the lock, so the project itself needs nothing more from anywhere.
"$uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --offline --editable .
touch "$venv/.installed-$kind"
