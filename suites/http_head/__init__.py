"""The suite of ``http-head``."""
