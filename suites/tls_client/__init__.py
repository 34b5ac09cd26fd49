"""The suite of ``tls-client``."""
