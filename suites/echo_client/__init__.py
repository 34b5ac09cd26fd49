"""The suite of ``echo-client``."""
