#!/bin/sh
# Compile the locks from pyproject.toml: exact versions and hashes, no index or download address.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@"
}
compile requirements/uv.in --output-file requirements/uv.txt
compile pyproject.toml requirements/build.in requirements/uv.in --output-file requirements/lock.txt
compile pyproject.toml requirements/build.in requirements/uv.in --extra dev \
    --constraint requirements/lock.txt --output-file requirements/dev.txt
