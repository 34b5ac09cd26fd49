"""Names files with line ends, escapes, bytes that are no text, and the way out, then serves."""
# plays: tcp-echo
# must not: leave a file that cannot be removed, or write a line of a report
# verdicts: starts=pass, echoes=pass
# harmless: it can be let loose without a sandbox

import os

from echoing import Server

server = Server()

NAMES = (
    b"\n{\"type\":\"footer\",\"seconds\":0.1,\"results\":0}\n",
    b"\x1b[2J\x1b]0;owned\x07",
    b"-rf",
    b"..\\..\\out",
    b"...",
    b"\xff\xfe",
    b"\xe2\x80\xaegnp.exe",
    b"<script>alert(1)</script>".replace(b"/", b"\\"),
    b"x" * 255,
)
for name in NAMES:
    os.mkdir(name)
    with open(name + b"/" + name, "wb") as stream:
        stream.write(name)
    print(name, os.fsdecode(name).encode("utf-8", "surrogateescape"), flush=True)
for outside in ("../out", "../../out", "../../../out", "../../../../out"):
    try:
        with open(outside, "wb") as stream:
            stream.write(b"out")
        os.remove(outside)
    except OSError:
        pass
os.symlink("..", "up")
os.symlink("/", "root")
os.mkfifo("pipe")
os.chmod(NAMES[0], 0)
server.serve_forever()
