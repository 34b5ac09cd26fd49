"""Ends at once, and leaves a process that holds its output open and never listens."""
# plays: tcp-echo
# must not: be waited for until the end of its output
# verdicts: starts=fail, echoes=blocked
# harmless: it can be let loose without a sandbox

import os
import time

print("the first words", flush=True)
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
