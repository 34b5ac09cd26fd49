"""Starting a program and finding out where it listens, that it ended, and what it said.

Owns working copies, what a program is given, port discovery, output and readiness. Knows nothing of
exchanges or verdicts: it reports facts.
"""
