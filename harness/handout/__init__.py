"""The page given to students: what each program that is asked for must do, and what it is worth.

Owns what is told before anything is handed in. The words of a requirement stand with its test. May not know how
anything is graded.
"""
