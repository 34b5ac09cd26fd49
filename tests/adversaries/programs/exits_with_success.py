"""Exits with success, as if that were all."""
# plays: tcp-echo
# must not: pass anything
# verdicts: starts=fail, echoes=blocked
# harmless: it can be let loose without a sandbox

raise SystemExit(0)
