"""Gradescope's autograder: the archive that an instructor uploads.

Owns the two scripts that Gradescope calls, and what lies beside them. May not know how a submission is graded.
"""

from __future__ import annotations

import re

from harness.export.wheel import archive, wheel

ASSIGNMENT = "assignment.toml"
_OF_THE_CLASS = re.compile(rb"^[ \t]*(?:roster|absent)[ \t]*=.*\n?", re.M)

# called once, as root, in /autograder/source, when the image is built
SETUP = """\
#!/bin/sh
set -eu
cd "$(dirname "$0")"
root=${WIREPROOF_ROOT:-/autograder}
fits() {
    "$1" -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
}
python=$(find_python)
if [ -z "$python" ]; then
    apt-get update
    apt-get install -y python3.11 python3.11-venv || apt-get install -y python3 python3-venv
    python=$(find_python)
fi
if [ -z "$python" ]; then
    echo "wireproof needs Python 3.11 or later, and this image has none." >&2
    exit 1
fi
"$python" -m venv "$root/wireproof"
"$root/wireproof/bin/python" -m pip install ./wireproof-*.whl
"$root/wireproof/bin/wireproof" doctor || true
"""

# called for each submission, as root
RUN = """\
#!/bin/sh
root=${WIREPROOF_ROOT:-/autograder}
exec "$root/wireproof/bin/python" -P -m harness.cli.autograder "$root"
"""


def without_class(assignment: bytes) -> bytes:
    """The assignment without its roster: who is in the class is nothing that a machine elsewhere needs to know."""
    return _OF_THE_CLASS.sub(b"", assignment)


def autograder(assignment: bytes | None = None) -> bytes:
    """The archive; ``assignment`` is the content of an ``assignment.toml`` that was found to be right."""
    name, content = wheel()
    files = {"setup.sh": SETUP.encode(), "run_autograder": RUN.encode(), name: content}
    if assignment is not None:
        files[ASSIGNMENT] = without_class(assignment)
    return archive(files, frozenset({"setup.sh", "run_autograder"}))
