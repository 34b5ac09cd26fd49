"""``assignment.toml``: what a teacher asks for, read once and held against the requirements that there are.

Owns the file, its template and the roster. May not know how anything is graded.
"""
