"""The suite of ``http-upload``."""
