"""Reads every file it can reach, and prints those that hold a solution, a test, or another's work."""
# plays: tcp-echo
# must not: see the harness, its tests, the reference, a report, or another submission
# verdicts: starts=fail, echoes=blocked

import os

# in pieces, so that it does not find itself
SIGNS = (b"another student's " + b"work", b"wire" + b"proof/1", b"def small_" + b"window")
# the interpreter's own library is no secret
DULL = ("/proc", "/sys", "/dev", "/usr/share", os.path.dirname(os.__file__))

for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in DULL]
    for name in names:
        if not name.endswith((".py", ".json", ".txt")):
            continue
        path = os.path.join(folder, name)
        try:
            with open(path, "rb") as stream:
                text = stream.read(1 << 20)
        except OSError:
            continue
        for sign in SIGNS:
            if sign in text:
                print(f"FOUND {path}", flush=True)
for pid in os.listdir("/proc"):
    for part in ("environ", "cmdline", "maps"):
        try:
            with open(f"/proc/{pid}/{part}", "rb") as stream:
                if b"harness" in stream.read():
                    print(f"FOUND /proc/{pid}/{part}")
        except OSError:
            pass
print("looked around", flush=True)
