"""The stream echo server of the lecture, *Using TCP*."""
