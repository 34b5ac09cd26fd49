"""The suite of ``http-post``."""
