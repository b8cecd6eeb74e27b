#!/bin/sh
# Resolve the dependencies anew: run it with the oldest supported Python, so that every version it serves
# finds what it needs. Neither hosts nor paths of this machine may end in the files.
set -eu
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
common="--quiet --strip-extras --generate-hashes --allow-unsafe --no-annotate --build-deps-for=editable
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options"
# shellcheck disable=SC2086
.venv/bin/python -m piptools compile $common --output-file=requirements/lock.txt pyproject.toml "$@"
# shellcheck disable=SC2086
.venv/bin/python -m piptools compile $common --extra=dev --extra=notebook --extra=exports \
  --constraint=requirements/lock.txt --output-file=requirements/dev.txt pyproject.toml "$@"
# shellcheck disable=SC2086
.venv/bin/python -m piptools compile $common --constraint=requirements/lock.txt \
  --output-file=requirements/bench.txt requirements/bench.in "$@"
