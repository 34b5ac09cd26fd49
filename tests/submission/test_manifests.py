"""``conformance.toml``: what it may say, and what each mistake in it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.model import Program
from harness.submission import NAMES

if TYPE_CHECKING:
    from submission.conftest import Desk

TCP = "import socketserver\nsocketserver.TCPServer(('', 20000), None).serve_forever()\n"
C = "int main(void) { return bind(20000); }\n"


def manifest(desk: Desk, text: str | bytes, **files: str) -> str:
    return desk.folder({"conformance.toml": text, "x.py": TCP, "server.c": C, **files})


def test_every_key_reaches_the_program(desk: Desk) -> None:
    path = manifest(
        desk,
        """
        [programs.tcp-echo]
        build   = ["sh", "-c", "cc -o server server.c"]
        command = ["./server", "{port}"]
        env     = { LOG = "quiet" }
        port    = 20001
        authkey = "secret password"
        """,
    )
    assert desk.only(path) == Program(
        name="tcp-echo",
        path="./server",
        command=("./server", "{port}"),
        build=("sh", "-c", "cc -o server server.c"),
        env={"LOG": "quiet"},
        port=20001,
        authkey="secret password",
        ports=(20000,),
        recognised_by="conformance.toml",
    )


def test_the_main_file_is_the_one_that_is_built(desk: Desk) -> None:
    path = manifest(desk, '[programs.tcp-echo]\nbuild = ["sh", "x", "server.c"]\ncommand = ["./server"]\n')
    program = desk.only(path)
    assert (program.path, program.ports, program.fault) == ("server.c", (20000,), None)


@pytest.mark.parametrize("python", ["{python}", "python3"])
def test_a_python_command_has_the_facts_of_its_file(desk: Desk, python: str) -> None:
    path = manifest(
        desk, f'[programs.udp-time]\ncommand = ["{python}", "-u", "broken.py"]\n', **{"broken.py": "x = (1, 4242\n"}
    )
    program = desk.only(path)
    assert (program.name, program.path, program.ports) == ("udp-time", "broken.py", (4242,))
    assert program.fault is not None


def test_another_interpreter_s_source_has_no_fault(desk: Desk) -> None:
    path = manifest(desk, '[programs.tcp-echo]\ncommand = ["sh", "old.py"]\n', **{"old.py": "print 20000\n"})
    program = desk.only(path)
    assert (program.path, program.ports, program.fault) == ("old.py", (20000,), None)


def test_a_module_that_is_run_is_its_main_file(desk: Desk) -> None:
    path = manifest(desk, '[programs.tcp-echo]\ncommand = ["{python}", "-m", "pkg"]\n', **{"pkg/__main__.py": TCP})
    assert desk.only(path).path == "pkg/__main__.py"


def test_an_ipc_program_s_key_comes_from_the_manifest_else_from_the_source(desk: Desk) -> None:
    source = "from multiprocessing.connection import Listener\nListener(('', 1), authkey=b'mine')\n"
    text = '[programs.ipc-echo]\ncommand = ["{python}", "ipc.py"]\n'
    assert desk.only(manifest(desk, text, **{"ipc.py": source})).authkey == "mine"
    assert desk.only(manifest(desk, text + 'authkey = "other"\n', **{"ipc.py": source})).authkey == "other"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ('command = ["{python}", "ipc.py", "{authkey}"]', None),
        ('command = ["{python}", "ipc.py"]\nenv = { KEY = "{authkey}" }', None),
        ('command = ["{python}", "ipc.py"]\nenv = { AUTHKEY = "other" }', "other"),
        ('command = ["{python}", "ipc.py"]\nenv = { AUTHKEY = "{authkey}" }', None),
    ],
)
def test_a_manifest_that_hands_a_key_on_says_which(desk: Desk, lines: str, key: str | None) -> None:
    source = "from multiprocessing.connection import Listener\nListener(('', 1), authkey=b'mine')\n"
    assert desk.only(manifest(desk, f"[programs.ipc-echo]\n{lines}\n", **{"ipc.py": source})).authkey == key


def test_only_the_programs_of_the_manifest_count(desk: Desk) -> None:
    assert desk.names(manifest(desk, '[programs.udp-time]\ncommand = ["{python}", "x.py"]\n')) == ["udp-time"]


def test_a_manifest_without_programs_leaves_recognition_as_it_is(desk: Desk) -> None:
    assert desk.names(manifest(desk, "# nothing yet\n")) == ["tcp-echo"]
    assert desk.names(manifest(desk, "[programs]\n")) == ["tcp-echo"]


def test_programs_come_in_the_order_of_the_lecture(desk: Desk) -> None:
    text = '[programs.udp-time]\ncommand = ["{python}", "x.py"]\n[programs.tcp-echo]\ncommand = ["{python}", "x.py"]\n'
    assert desk.names(manifest(desk, text)) == ["tcp-echo", "udp-time"]
    assert desk.names(manifest(desk, text), "udp-time") == ["udp-time"]


def test_a_program_that_is_asked_for_and_not_in_the_manifest_is_refused(desk: Desk) -> None:
    path = manifest(desk, '[programs.udp-time]\ncommand = ["{python}", "x.py"]\n')
    assert "has no program tcp-echo. It has udp-time." in desk.refused(path, "tcp-echo")


def test_a_byte_order_mark_is_no_mistake(desk: Desk) -> None:
    path = manifest(desk, '\ufeff[programs.udp-time]\ncommand = ["{python}", "x.py"]\n')
    assert desk.names(path) == ["udp-time"]


# --- mistakes -----------------------------------------------------------------------------------

GOOD = '[programs.tcp-echo]\ncommand = ["{python}", "x.py"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "prot = 1\n", "unknown key prot in [programs.tcp-echo]. Did you mean port?"),
        (GOOD + "zzz = 1\n", "unknown key zzz in [programs.tcp-echo]. Known are: command, build, env, port, authkey."),
        ("[program.tcp-echo]\n", "unknown key program at the top. Did you mean programs?"),
        ("[programs.tcp-ecko]\n", "a program that does not exist: tcp-ecko. Did you mean tcp-echo?"),
        ("[programs.quux]\n", "Known are: tcp-echo, line-echo"),
        ("programs = 3\n", "programs is no table"),
        ("[programs]\ntcp-echo = 3\n", "programs.tcp-echo is no table"),
        ("[programs.tcp-echo]\nport = 1\n", "in [programs.tcp-echo] there is no command"),
        ('[programs.tcp-echo]\ncommand = "python3 x.py"\n', 'write command = ["python3", "x.py"]'),
        ('[programs.tcp-echo]\ncommand = "it\'s"\n', "is a text, and must be a list"),
        (GOOD + 'build = "make all"\n', 'write build = ["make", "all"]'),
        ("[programs.tcp-echo]\ncommand = []\n", "length >= 1"),
        ('[programs.tcp-echo]\ncommand = [""]\n', "a command has no name"),
        ('[programs.tcp-echo]\ncommand = ["x", 3]\n', "Expected `str`, got `int` - at `$.command[1]`"),
        ('[programs.tcp-echo]\ncommand = ["x\\u0000"]\n', "there is a NUL character"),
        (GOOD + "port = 0\n", "`int` >= 1"),
        (GOOD + "port = 65536\n", "`int` <= 65535"),
        (GOOD + "port = true\n", "Expected `int | null`, got `bool`"),
        (GOOD + 'port = "20000"\n', "Expected `int | null`, got `str`"),
        (GOOD + "authkey = 3\n", "$.authkey"),
        (GOOD + "env = { A = 3 }\n", "$.env"),
        (GOOD + 'env = { "A=B" = "x" }\n', "no usable variable name: 'A=B'"),
        (GOOD + "port = 1\nport = 2\n", "is not TOML"),
        ("x = 1\n  y = = 2\n", "(at line 2, column 7)"),
        ("x = " + "[" * 9_000, "is not TOML"),
        ("x = " + "9" * 9_000, "is not TOML"),
        (b"# ok\n# caf\xe9\n", "is not UTF-8 (line 2, column 6)"),
        ("[programs.\x1b[2J]\n", "is not TOML"),
        ('["\\u001b[2J"]\n', "unknown key \\x1b[2J at the top"),
    ],
)
def test_a_mistake_is_named(desk: Desk, text: str | bytes, told: str) -> None:
    message = desk.refused(manifest(desk, text))
    assert "conformance.toml" in message
    assert told in message


def test_every_name_is_listed_for_a_program_that_resembles_none(desk: Desk) -> None:
    message = desk.refused(manifest(desk, "[programs.quux]\n"))
    assert all(name in message for name in NAMES)


# --- commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('command = ["./serve"]', "starts ./serve, which is not in the submission, and there is no build"),
        ('command = ["./x.pi"]', "Did you mean x.py?"),
        ('command = ["./x.py"]', "starts ./x.py, which is not executable"),
        ('command = ["./sub"]', "not in the submission"),
        ('command = ["no-such-program"]', "starts no-such-program, which is not on this machine's PATH"),
        ('command = ["run.sh"]', 'It is in the submission: write "./run.sh".'),
        ('command = ["/no/such/program"]', "starts /no/such/program, which is not on this machine"),
        ('command = ["/etc"]', "starts /etc, which is not on this machine"),
        ('command = ["python3", "y.py"]', "starts y.py, which is not in the submission. Did you mean x.py?"),
        ('build = ["no-such-compiler"]\ncommand = ["./a"]', "build in [programs.tcp-echo] starts no-such-compiler"),
        ('build = ["./configure"]\ncommand = ["./a"]', "starts ./configure, which is not in the submission"),
    ],
)
def test_a_command_that_does_not_exist_is_refused(desk: Desk, text: str, told: str) -> None:
    desk.file("alice/run.sh", "#!/bin/sh\n", 0o755)
    desk.file("alice/sub/y.txt", "")
    assert told in desk.refused(manifest(desk, f"[programs.tcp-echo]\n{text}\n"))


@pytest.mark.parametrize(
    "text",
    [
        'command = ["./run.sh"]',
        'command = ["./sub/../run.sh"]',
        'command = ["sub/link"]',
        'command = ["sh", "run.sh"]',
        'command = ["/bin/sh", "run.sh"]',
        'command = ["{python}", "x.py"]',
        'command = ["{python}", "-c", "pass"]',
        'build = ["sh", "run.sh"]\ncommand = ["./made"]',
        'build = ["sh", "run.sh"]\ncommand = ["python3", "made.py"]',
    ],
)
def test_a_command_that_exists_or_will_is_kept_as_it_stands(desk: Desk, text: str) -> None:
    desk.file("alice/run.sh", "#!/bin/sh\n", 0o755)
    desk.file("alice/sub/y.txt", "")
    (desk.root / "alice/sub/link").symlink_to("../run.sh")
    program = desk.only(manifest(desk, f"[programs.tcp-echo]\n{text}\n"))
    assert f'"{program.command[0]}"' in text


EVENT_LOOP = "class EventHandler: pass\ndef event_loop(handlers): pass\n"


@pytest.mark.parametrize("command", ['["{python}", "x.py"]', '["python3", "x.py"]', '["{python}", "-m", "x"]'])
def test_the_command_of_a_class_names_its_file(desk: Desk, command: str) -> None:
    path = manifest(desk, f"[programs.event-loop-api]\ncommand = {command}\n", **{"x.py": EVENT_LOOP})
    assert desk.only(path).name == "event-loop-api"


@pytest.mark.parametrize(
    "command", ['["{python}", "x.py", "{port}"]', '["{python}", "-O", "x.py"]', '["sh", "x.py"]', '["{python}"]']
)
def test_the_command_of_a_class_takes_nothing_else(desk: Desk, command: str) -> None:
    path = manifest(desk, f"[programs.ssl-mixin]\ncommand = {command}\n", **{"x.py": "class SSLMixin: pass\n"})
    said = desk.refused(path)
    assert "ssl-mixin is a Python class" in said
    assert 'Write command = ["{python}", "FILE.py"].' in said


def test_a_class_is_handed_in_as_python(desk: Desk) -> None:
    path = desk.file("mixin.sh", "#!/bin/sh\n", mode=0o755)
    assert "ssl-mixin is a Python class" in desk.refused(path, "ssl-mixin")
