#!/bin/sh
# Make the virtual environment of OpenFisca, which is never in our lock files, and print the path of its Python.
# Runs again without harm: an environment that holds the pinned version is left as it is.
set -eu

version=46.0.1
venv="$(cd "$(dirname "$0")/.." && pwd)/.openfisca-venv"
python="$venv/bin/python"

has_version() {
    [ -x "$python" ] && "$python" - "$version" <<'END' 2>/dev/null
import sys
from importlib.metadata import version
import openfisca_core.simulations  # a half-made environment fails here
sys.exit(version("openfisca-core") != sys.argv[1])
END
}

if ! has_version; then
    "${PYTHON:-python3}" -m venv --clear "$venv"
    "$python" -m pip install --quiet --disable-pip-version-check "openfisca-core==$version" >&2
fi
echo "$python"
