"""How large a submission may be, and the errors that say so.

Owns the numbers and the count of what was really read: no header of an archive is believed.
May not know where the bytes come from.
"""

from __future__ import annotations

from harness.errors import UsageError

MIB = 1 << 20
MOST_ENTRIES = 5_000
MOST_BYTES = 64 * MIB
# below this size no ratio is suspicious: a small text of blanks packs a thousandfold
FREE_BYTES = MIB
MOST_RATIO = 200
LONGEST_PART = 255
LONGEST_PATH = 2_000
CHUNK = 1 << 16

_LEAVE_OUT = "Hand in the source only: leave out environments, data, pictures and build output."


def too_many_entries(whole: str) -> UsageError:
    """More names than a submission has."""
    return UsageError(f"{whole} holds more than {MOST_ENTRIES:,} files and folders.", _LEAVE_OUT)


def too_large(whole: str) -> UsageError:
    """More bytes than a submission has."""
    return UsageError(f"{whole} holds more than {MOST_BYTES // MIB} MiB.", _LEAVE_OUT)


class Meter:
    """Counts what was really read of one submission, and stops it where it grows too large."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.total = 0

    @property
    def room(self) -> int:
        """Bytes that may still be read."""
        return MOST_BYTES - self.total

    def add(self, size: int) -> None:
        """Count ``size`` more bytes. Raises ``UsageError`` beyond ``MOST_BYTES``."""
        self.total += size
        if self.total > MOST_BYTES:
            raise too_large(self.whole)


def check_ratio(whole: str, unpacked: int, packed: int) -> None:
    """Raise ``UsageError`` where ``unpacked`` bytes came out of far too few: an archive bomb."""
    if unpacked > FREE_BYTES and unpacked > MOST_RATIO * max(packed, 1):
        raise UsageError(
            f"{whole} unpacks to more than {MOST_RATIO} times its size, as archive bombs do.",
            "Pack the source alone, without generated data.",
        )
