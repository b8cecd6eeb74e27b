#!/bin/sh
# Resolve the dependencies anew: run it with the oldest supported Python, so that every version it serves
# finds what it needs. Neither hosts nor paths of this machine may end in the files. Extras stay in them: the
# pip of Python 3.11 and 3.12 holds coverage[toml] to be unpinned where only coverage is.
set -eu
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
# A constraint may have no extras.
constraints=$(mktemp)
trap 'rm -f "$constraints"' EXIT
compile() {
  "${VENV:-.venv}/bin/python" -m piptools compile --quiet --no-strip-extras --generate-hashes --allow-unsafe --no-annotate \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options "$@"
}
compile --build-deps-for=editable --output-file=requirements/lock.txt pyproject.toml "$@"
sed -n 's/^\([A-Za-z0-9._-]*\)\(\[[^]]*\]\)\{0,1\}==\([^ ]*\).*/\1==\3/p' requirements/lock.txt > "$constraints"
compile --build-deps-for=editable --all-extras --constraint="$constraints" --output-file=requirements/dev.txt \
  pyproject.toml "$@"
compile --constraint="$constraints" --output-file=requirements/bench.txt requirements/bench.in "$@"
