"""The time server of the lecture, *Using UDP*."""
