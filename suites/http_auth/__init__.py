"""The suite of ``http-auth``."""
