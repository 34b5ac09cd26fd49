"""The suite of ``http-cookies``."""
