"""Keeping a submission from the machine, and the machine's other submissions from each other.

Owns tiers, sandboxes, limits and teardown. Knows nothing of ports, exchanges or verdicts.
"""
