"""The TLS echo server of the lecture, *Working with SSL*."""
