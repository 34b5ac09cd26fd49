"""The suite of ``http-headers``."""
