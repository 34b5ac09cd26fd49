"""What other programs read: test reports, tables and gradebooks, each a pure function of what was graded.

Owns their formats. May not know where any of it is stored, nor how it was graded.
"""
