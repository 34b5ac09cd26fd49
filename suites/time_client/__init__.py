"""The suite of ``time-client``."""
