#!/bin/bash
# Run a command beside a throw-away PostgreSQL: scripts/with-postgresql.sh .venv/bin/pytest tests/audit
# The server listens on loopback only, keeps its data in a temporary folder and ends with the command.
set -euo pipefail

bin=${PGBIN:-$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)}
if [ -z "$bin" ] || ! [ -x "$bin/initdb" ]; then
    bin=$(dirname "$(command -v initdb || true)")
fi
if ! [ -x "$bin/initdb" ]; then
    echo "PostgreSQL's programs are missing: apt-get install postgresql, or PGBIN=/path/to/bin" >&2
    exit 2
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/hoithi-pg.XXXXXX")
as_owner=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$home"
    as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env HOME="$home")
fi
in_home() { (cd "$home" && "${as_owner[@]}" "$@"); }
stop() {
    in_home "$bin/pg_ctl" --pgdata="$home/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
in_home "$bin/initdb" --pgdata="$home/data" --username=hoithi --auth=trust --encoding=UTF8 --no-locale --no-sync >/dev/null
in_home "$bin/pg_ctl" --pgdata="$home/data" --log="$home/log" --wait --silent start \
    --options="-c listen_addresses=127.0.0.1 -p $port -c unix_socket_directories=$home -c fsync=${PGFSYNC:-off} -c max_connections=100" \
    || { cat "$home/log" >&2; exit 1; }
in_home "$bin/createdb" --host=127.0.0.1 --port="$port" --username=hoithi hoithi

DATABASE_URL=postgres://hoithi@127.0.0.1:$port/hoithi "$@"
