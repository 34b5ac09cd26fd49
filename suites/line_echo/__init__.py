"""The line echo server of the lecture, *Using TCP*."""
