#!/bin/sh
# Every check that runs no test. All of them run, so one look shows everything; fails when any failed.
cd "$(dirname "$0")/.." || exit 2
bin=${VENV:-.venv}/bin
failed=
check() {
    title=$1
    shift
    printf '%s\n' "· $title"
    "$@" || failed="$failed $title;"
}
check "ruff" "$bin/ruff" check --quiet src tests scripts bench
check "ruff format" "$bin/ruff" format --check --quiet src tests scripts bench
check "mypy" "$bin/mypy"
check "import floors" "$bin/lint-imports" --no-cache
check "templates" "$bin/djlint" --check --lint --quiet src
if [ -n "$failed" ]; then
    echo "failed:$failed" >&2
    exit 1
fi
