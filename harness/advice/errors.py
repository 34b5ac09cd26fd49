"""What to do about an error that a running program raised, where the error itself tells its cause.

Owns the cures: lecture code of Python 2, names that went or never were, what a beginner forgets. What only the traffic
can tell is for the hints of the suites, which come first.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable

from harness.advice.raised import Raised
from harness.submission.signals import RENAMED

_RENAMED_FUNCTIONS = {"raw_input": "input", "unicode": "str", "xrange": "range", "unichr": "chr"}
# whose names the programs of the lecture use
_MODULES = ("socketserver", "socket", "ssl", "select", "selectors", "multiprocessing.connection", "threading", "time")
_UNDEFINED = re.compile(r"name '(\w+)' is not defined")
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_ATTRIBUTE = re.compile(r"module '([\w.]+)' has no attribute '(\w+)'|cannot import name '(\w+)' from '([\w.]+)'")
_ARGUMENTS = re.compile(r"(\w+)\(\) takes (\d+) positional arguments? but (\d+) (?:was|were) given")
# Linux, macOS and Windows
_IN_USE = re.compile(r"\[Errno (?:98|48|10048)\]")

_WRAP_SOCKET = (
    "ssl.wrap_socket() is gone since Python 3.12. Make a context once, context = "
    "ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), load the certificate by context.load_cert_chain(certfile, keyfile), and "
    "wrap each client by context.wrap_socket(client, server_side=True)."
)
_GONE = {
    ("ssl", "wrap_socket"): _WRAP_SOCKET,
    ("ssl", "NONE"): "ssl.NONE is a misprint: the constant is called ssl.CERT_NONE.",
}


def _missing_name(error: Raised) -> str:
    found = _UNDEFINED.search(error.message)
    if error.kind != "NameError" or not found:
        return ""
    name = found[1]
    if name in _RENAMED_FUNCTIONS:
        return f"{name} is a name of Python 2. In Python 3 it is called {_RENAMED_FUNCTIONS[name]}."
    if name in sys.stdlib_module_names:
        return f"The module is not imported. Write `import {name}` at the top of the file."
    for module in _MODULES:
        if name in _public(module):
            return f"The name is not imported. Write `from {module} import {name}` at the top of the file."
    return (
        f"Nothing is called {name} there. Look for a misspelling, or for an import or an assignment that is missing; "
        "names are told apart by capitals."
    )


def _public(module: str) -> frozenset[str]:
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", None) or dir(loaded)
    # some lists leave out what is there, such as socket's constants on some systems
    return frozenset(name for name in names if not name.startswith("_"))


def _missing_module(error: Raised) -> str:
    found = _NO_MODULE.search(error.message)
    if error.kind != "ModuleNotFoundError" or not found:
        return ""
    name = found[1]
    if name in RENAMED:
        return f"{name} is the name of a module of Python 2. In Python 3 it is called {RENAMED[name]}."
    for known in sorted(sys.stdlib_module_names):
        if known.lower() == name.lower():
            return f"The module is called {known}: names are told apart by capitals."
    return (
        f"There is no module {name} here. If it is a file of yours, hand it in together with this one; if it is a "
        "misspelling, mend it. Python's own modules need no installation, others are not there."
    )


def _missing_attribute(error: Raised) -> str:
    found = _NO_ATTRIBUTE.search(error.message)
    if not found:
        return ""
    module, name = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _GONE.get((module, name), "")


def _in_the_way(error: Raised) -> str:
    found = _NO_ATTRIBUTE.search(error.message)
    if found:
        name = found[1] or found[4]
    elif error.message == "'module' object is not callable":
        name = error.path.rpartition("/")[2].removesuffix(".py")
    else:
        return ""
    if name not in sys.stdlib_module_names or f"{name}.py" not in error.names:
        return ""
    return (
        f"Your own file {name}.py stands in the way of Python's module {name}: `import {name}` finds it first. "
        "Rename it."
    )


def _forgotten_self(error: Raised) -> str:
    name = method_of(error)
    if not name or not re.match(rf"(?:async )?def {name}\((?!self\b)", error.text):
        return ""
    return f"The first parameter of a method is the object itself. Write `def {name}(self)`, and any others after self."


def _raises_no_exception(error: Raised) -> str:
    told = ("'NotImplementedType' object is not callable", "exceptions must derive from BaseException")
    if error.message not in told or "NotImplemented" not in error.text:
        return ""
    return "NotImplemented is a value, and no exception. Write `raise NotImplementedError(…)`."


def _port_in_use(error: Raised) -> str:
    if error.kind != "OSError" or not _IN_USE.search(error.message):
        return ""
    return (
        "Two sockets of the program ask for the same port. Only one TCP server can have it: give the other one another "
        "port, or start just one. (A TCP and a UDP server may share a number.)"
    )


def _port_as_text(error: Raised) -> str:
    if error.kind != "TypeError" or "'str' object cannot be interpreted as an integer" not in error.message:
        return ""
    return "A port is a number. What comes from the environment or the command line is text: write int(…) around it."


CURES: tuple[Callable[[Raised], str], ...] = (
    _missing_name,
    _missing_module,
    _in_the_way,
    _missing_attribute,
    _forgotten_self,
    _raises_no_exception,
    _port_in_use,
    _port_as_text,
)


def cure_of(error: Raised) -> str:
    """What to do about an error; nothing where it does not tell its cause."""
    return next((cure for each in CURES if (cure := each(error))), "")


def method_of(error: Raised) -> str:
    """The method that was called with one argument more than it takes, where that is the error."""
    found = _ARGUMENTS.search(error.message)
    return found[1] if found and error.kind == "TypeError" and int(found[3]) == int(found[2]) + 1 else ""
