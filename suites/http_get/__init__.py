"""The suite of ``http-get``."""
