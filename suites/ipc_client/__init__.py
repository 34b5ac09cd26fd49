"""The suite of ``ipc-client``."""
