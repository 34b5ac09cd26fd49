"""What PrairieLearn and Autolab are given once: the image in which they grade, and the question or the lab.

Owns the names that each platform looks for. May not know how a submission is graded.
"""

from __future__ import annotations

import io
import tarfile

import msgspec

from harness.export.autograder import ASSIGNMENT, SETUP, without_class
from harness.export.wheel import archive, wheel

INSTALLED = "/opt/wireproof/bin/python -P -m"
PATIENCE = 600
"""Seconds that PrairieLearn gives a grading at most; it defaults to 30, and what takes longer fails its student."""

_IMAGE = """\
FROM {base}
# here a submission finds what it may use: gcc, a JDK, Node.js and others are added where an assignment allows them
COPY setup.sh wireproof-*.whl /opt/source/
RUN WIREPROOF_ROOT=/opt sh /opt/source/setup.sh
{last}"""

_ENTRY = """\
COPY run.sh /opt/run.sh
RUN chmod 755 /opt/run.sh
ENTRYPOINT ["/opt/run.sh"]
"""
_RUN = f"""\
#!/bin/sh
exec {INSTALLED} harness.cli.prairielearn "${{1:-/grade}}"
"""
_QUESTION = {
    "gradingMethod": "External",
    "externalGradingOptions": {
        "enabled": True,
        "image": "wireproof-grader",
        "entrypoint": "/opt/run.sh",
        "timeout": PATIENCE,
        "enableNetworking": False,
    },
}

# called as Makefile, where nothing lies but the handin and autograde.tar; students see standard output alone
_MAKEFILE = f"""\
HANDIN = {{handin}}
PYTHON = {INSTALLED}

all:
	@mkdir -p wireproof && tar -xf autograde.tar -C wireproof
	@$(PYTHON) harness.cli.autolab wireproof "$(HANDIN)" 2>&1
"""


def prairielearn_question(assignment: bytes | None = None) -> bytes:
    """The archive of an image and of what a question needs; ``assignment`` is an ``assignment.toml``, found right.

    What stands in its ``info.json`` belongs into the question's own.
    """
    files = {
        **_image("python:3.12-slim", _ENTRY),
        "image/run.sh": _RUN.encode(),
        "question/info.json": msgspec.json.format(msgspec.json.encode(_QUESTION), indent=2) + b"\n",
    }
    if assignment is not None:
        files[f"question/tests/{ASSIGNMENT}"] = without_class(assignment)
    return archive(files, frozenset({"image/run.sh"}))


def autolab_lab(handin: str, assignment: bytes | None = None) -> bytes:
    """The archive of an image and of the two files of a lab; ``handin`` is what the site calls a submission."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as stream:
        content = without_class(assignment or b"")
        info = tarfile.TarInfo(ASSIGNMENT)
        info.size = len(content)
        if assignment is not None:
            stream.addfile(info, io.BytesIO(content))
    makefile = _MAKEFILE.replace("{handin}", handin)
    return archive(
        {
            **_image("autograding_image", ""),
            "lab/autograde-Makefile": makefile.encode(),
            "lab/autograde.tar": made.getvalue(),
        }
    )


def _image(base: str, last: str) -> dict[str, bytes]:
    name, content = wheel()
    dockerfile = _IMAGE.format(base=base, last=last)
    return {"image/Dockerfile": dockerfile.encode(), "image/setup.sh": SETUP.encode(), f"image/{name}": content}
