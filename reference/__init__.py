"""The lecture's programs as a teacher would show them, judged exactly like a submission.

Each module is a program of its own. It may know neither the harness nor the suites.
"""
