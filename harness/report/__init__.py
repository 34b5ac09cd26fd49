"""Reports: pure functions of a log, and the one module that writes them to disk."""
