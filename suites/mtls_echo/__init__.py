"""The TLS echo server of the lecture that requires a client certificate, *Working with SSL*."""
