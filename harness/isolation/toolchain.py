"""What of the machine a program needs to see: its interpreter or compiler, and nothing beside it.

Owns the search for executables and the folders that are bound, read-only, into a sandbox. Knows
nothing of sandboxes themselves. ``/usr`` is always bound; this is about what lies elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from harness.errors import UsageError

_PYTHON_NAME = re.compile(r"python(3(\.\d+)?)?")
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Toolchain:
    """Folders to bind at their own path, folders to put on ``PATH``, and variables they need."""

    folders: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)

    def joined(self, other: Toolchain) -> Toolchain:
        """Both together, without doubles."""
        return Toolchain(
            tuple(dict.fromkeys(self.folders + other.folders)),
            tuple(dict.fromkeys(self.search + other.search)),
            {**self.env, **other.env},
        )

    @property
    def path(self) -> str:
        """The value of ``PATH`` inside the sandbox."""
        return ":".join((*self.search, SYSTEM_PATH))


def base_python() -> str:
    """The interpreter below any virtual environment that the harness runs in."""
    found = getattr(sys, "_base_executable", None) or sys.executable
    return os.path.realpath(found)


@lru_cache
def chosen_python(asked: str | None) -> str:
    """The interpreter for submissions, itself: no link to it, no virtual environment, no script that starts it.

    Raises ``UsageError`` where ``asked`` is none.
    """
    if asked is None:
        return base_python()
    found = shutil.which(asked)
    if found is None:
        raise UsageError(
            f"--python: there is no program {asked!r} on this machine.", "Give the path of an interpreter."
        )
    # such a link or script would show the folder it lies in, and start nothing where its target is not seen
    itself = said_by(os.path.abspath(found), "os.path.realpath(getattr(sys, '_base_executable', '') or sys.executable)")
    if not os.access(itself, os.X_OK):
        raise _no_interpreter(asked, f"it calls itself {itself!r}")
    return itself


def said_by(python: str, expression: str) -> str:
    """What ``expression`` (of ``os`` and ``sys``) is to that interpreter, as a text.

    Raises ``UsageError`` where it does not run.
    """
    command = [python, "-I", "-S", "-c", f"import os, sys; print({expression})"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, cwd="/")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise _no_interpreter(python, str(error)) from error
    if run.returncode != 0 or len(run.stdout.splitlines()) != 1:
        raise _no_interpreter(python, " ".join((run.stderr or run.stdout)[:300].split()) or "nothing")
    return run.stdout.strip()


def _no_interpreter(python: str, said: str) -> UsageError:
    return UsageError(
        f"--python: {python} did not run as a Python interpreter. It said: {said}",
        "Give the path of one; `python3 -c 'import sys; print(sys.executable)'` prints it.",
    )


def is_python(word: str) -> bool:
    """Tell whether a manifest's command starts with Python by one of its usual names."""
    return _PYTHON_NAME.fullmatch(word) is not None


def on_path(word: str) -> str | None:
    """The executable that a command's first word names, where whoever grades has it on ``PATH``.

    For any other path nothing is bound: a submission could name a folder of others and read it.
    """
    if "/" in word and os.path.dirname(word) not in os.get_exec_path():
        return None
    found = shutil.which(word)
    return os.path.abspath(found) if found else None


def toolchain_of(executable: str) -> Toolchain:
    """What must be visible for ``executable`` (an absolute path) to run."""
    real = os.path.realpath(executable)
    if Path(real).name == "rustup":
        # rustup's proxies find the compiler through RUSTUP_HOME; ~/.cargo itself may hold credentials
        home = os.environ.get("RUSTUP_HOME") or str(Path("~/.rustup").expanduser())
        folder = str(Path(executable).parent)
        return Toolchain((folder, home), (folder,), {"RUSTUP_HOME": home, "CARGO_HOME": "/tmp/cargo"})  # noqa: S108  # the sandbox's own
    folders = tuple(dict.fromkeys(prefix for path in (executable, real) if (prefix := _prefix(path))))
    return Toolchain(folders, (str(Path(executable).parent),) if folders else ())


def _prefix(path: str) -> str | None:
    """The installation prefix of an executable outside ``/usr``: one folder up from its ``bin``."""
    folder = Path(path).parent
    if folder.is_relative_to("/usr") or folder in {Path("/bin"), Path("/sbin")}:
        return None
    # ~/bin/tool, ~/.local/bin/tool: the prefix would be the home directory, or where others keep their keys
    private = Path.home() / ".local"
    wanted = (folder.parent, folder) if folder.name == "bin" else (folder,)
    return next((str(prefix) for prefix in wanted if not private.is_relative_to(prefix)), None)


@lru_cache
def site_folders(bound: tuple[str, ...]) -> tuple[str, ...]:
    """Folders of third-party packages in ``/usr`` and in the ``bound`` folders; they are masked."""
    prefixes = {*map(Path, bound), Path("/usr"), Path("/usr/local")}
    patterns = ("lib*/python3*/site-packages", "lib*/python3*/dist-packages")
    found = (folder for prefix in prefixes for pattern in patterns for folder in prefix.glob(pattern))
    return tuple(sorted({str(folder) for folder in found}))
