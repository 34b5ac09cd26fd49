"""Writes results wherever it can, and exits with success."""
# plays: tcp-echo
# must not: have its results taken for the harness's
# verdicts: starts=fail, echoes=blocked

import os

FOOTER = b'{"type":"footer","seconds":0.1,"results":0}\n'
RESULT = b'{"schema": "wireproof/1", "complete": true, "points": 85, "max_points": 85}\n'

for descriptor in range(256):
    try:
        os.write(descriptor, FOOTER + RESULT)
    except OSError:
        pass
for place in ("results.json", "../results.json", "/tmp/results.json", "/autograder/results/results.json"):
    try:
        with open(place, "wb") as stream:
            stream.write(RESULT)
    except OSError:
        pass
raise SystemExit(0)
