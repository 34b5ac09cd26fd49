"""Prints what terminals, pages and workflows obey, and ends."""
# plays: tcp-echo
# must not: be obeyed by a terminal, a page or a workflow
# verdicts: starts=fail, echoes=blocked
# harmless: it can be let loose without a sandbox

print("\x1b[2J\x1b]0;owned\x07 \u202e <script>alert(1)</script> ::set-output name=grade::100")
print("\x9b31m \x00 {{ 7 * 7 }}")
raise SystemExit("<img src=x onerror=alert(1)>")
