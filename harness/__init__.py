"""wireproof: checks network programs from the outside, over real sockets."""

__version__ = "0.1.0"
