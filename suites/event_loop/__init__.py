"""The one-threaded echo server of the lecture, *Event Driven I/O*."""
