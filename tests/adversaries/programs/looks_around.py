"""Reads every file it can reach, and prints those that hold a solution, a test, or another's work."""
# plays: tcp-echo
# must not: see the harness, its tests, the reference, a report, or another submission
# verdicts: starts=fail, echoes=blocked

import os

# in pieces, so that it does not find itself
SIGNS = (b"another student's " + b"work", b"wire" + b"proof/1", b"def small_" + b"window")
own = os.path.realpath(__file__)

for folder, folders, names in os.walk("/"):
    if folder == "/":
        folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
    # the interpreter's own library is no secret
    folders[:] = [name for name in folders if os.path.join(folder, name) not in (os.path.dirname(os.__file__), "/usr/share")]
    for name in names:
        path = os.path.join(folder, name)
        try:
            if os.path.realpath(path) == own or os.path.getsize(path) > 1 << 20 or not name.endswith((".py", ".json")):
                continue
            with open(path, "rb") as stream:
                text = stream.read()
        except OSError:
            continue
        print(*(f"FOUND {path}" for sign in SIGNS if sign in text), end="")
for pid in os.listdir("/proc"):
    for part in ("environ", "cmdline", "maps"):
        try:
            with open(f"/proc/{pid}/{part}", "rb") as stream:
                if b"harness" in stream.read():
                    print(f"FOUND /proc/{pid}/{part}")
        except OSError:
            pass
print("looked around")
