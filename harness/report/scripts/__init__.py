"""The parts of which a reproduction script is made: plain modules of the standard library, put together as one file.

They run where no harness is: nothing here may import anything of it but its neighbours. Their first lines and their
imports of one another are left out where they are joined (``harness.report.reproduction``).
"""
