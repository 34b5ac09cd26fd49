"""All pytest glue: a grading is a pytest run in a process of its own.

Owns the hooks and fixtures that carry out a plan. It is inert in anybody else's pytest session: without
``--wireproof-plan`` it adds nothing but that option. Suites see only the fixtures.
"""
