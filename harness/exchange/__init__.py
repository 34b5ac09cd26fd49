"""How a suite talks to a program under test: peers, what they saw, and what was wrong with it.

Owns the sockets of a check and the sentences that tell a failure. May not know how a program is
started or how a verdict is reached.
"""
