"""When each tier is had, and what is lost in it: the one source of what reports, `doctor` and the README say.

Owns the words. Knows nothing of how a tier is made.
"""

from __future__ import annotations

from harness.model import Tier

WARNING = "NOT ISOLATED: the program could read and change this user's files and reach this machine's network."

WHEN = {
    Tier.FULL: "Linux with user namespaces, as root or as an ordinary user",
    Tier.MASKED_PROC: "many containers: namespaces work, a fresh `/proc` does not",
    Tier.LANDLOCK: "no user namespaces: Docker's default, Gradescope; as root, under a user id of its own",
    Tier.PROCESS: "elsewhere",
}
LOST = {
    Tier.FULL: (
        "nothing: it sees no file, process or network but its own, and its memory, disk, processes and output are "
        "bounded"
    ),
    Tier.MASKED_PROC: (
        "process ids and command lines of the machine are visible; where `/proc` is read-only, ports below 1024 are "
        "closed to the program"
    ),
    Tier.LANDLOCK: (
        "a network of its own: ports are held by lock and told as `PORT`, a program with a port of its own runs alone, "
        "and the owner of each listener is checked by its inode. Names of hosts, the system's certificates and ports "
        "below 1024 are not ours: what needs them is skipped. Processes are visible, and only single files are bounded "
        "in size"
    ),
    Tier.PROCESS: "as `landlock`, and files: it runs as you, and yours are open to it. Every report says so",
}


def notes_on(tier: Tier) -> tuple[str, ...]:
    """What a report says of the tier beside its name."""
    if tier is Tier.FULL:
        return ()
    lost = f"Lost in this isolation: {LOST[tier]}.".replace("`", "")
    return (WARNING, lost) if tier is Tier.PROCESS else (lost,)
