"""Who reads the arguments of a program that has several files: its main file, or what that brings in."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from submission.conftest import Desk

GET = "import sys\nfrom urllib.request import urlopen\ndef main():\n    print(urlopen(sys.argv[1]).read())\n"
GUARD = "if __name__ == '__main__':\n    main()\n"
START = "from app.cli import main\nmain()\n"
FIXED = "from urllib.request import urlopen\nprint(urlopen('http://httpbin.org/get').read())\n"


@pytest.mark.parametrize(
    ("files", "takes"),
    [
        ({"http_get.py": START, "app/cli.py": GET}, True),
        ({"http_get.py": START, "app/cli.py": GET + GUARD}, True),
        ({"http_get.py": "from app import main\nmain()\n", "app/__init__.py": GET}, True),
        # what it takes from another program is no reason to believe that it reads arguments
        ({"http_get.py": "import old\n" + FIXED, "old.py": GET + GUARD}, False),
    ],
)
def test_arguments_are_read_where_they_reach(desk: Desk, files: dict[str, str], takes: bool) -> None:
    said = '[programs.http-get]\ncommand = ["{python}", "http_get.py"]\n'
    assert desk.only(desk.folder({**files, "conformance.toml": said})).takes_arguments is takes
    assert {
        each.takes_arguments for each in desk.read(desk.folder(files, "bob")).programs if each.path == "http_get.py"
    } == {takes}


@pytest.mark.parametrize(
    ("entry", "files", "takes"),
    [
        (
            'build = ["gcc", "-o", "c", "main.c", "net.c"]\ncommand = ["./c"]',
            {"main.c": "int main(int n, char **v) { return say(v[1]); }", "net.c": "int say(char *s);"},
            True,
        ),
        (
            'build = ["gcc", "-o", "c", "main.c"]\ncommand = ["./c"]',
            {"main.c": '#include "said.h"', "said.c": "char *said = argv[1];", "said.h": ""},
            True,
        ),
        (
            'command = ["node", "client.mjs"]',
            {
                "client.mjs": "import {\n  url,\n} from './options.mjs'",
                "options.mjs": "export const url = process.argv[2]",
            },
            True,
        ),
        (
            'command = ["node", "client.js"]',
            {
                "client.js": "// asks the server\nfetch('http://httpbin.org/get')",
                "server.js": "listen(process.argv[2])",
            },
            False,
        ),
        (
            'command = ["perl", "c.pl"]',
            {"c.pl": "use strict;\nuse Said;", "Said.pm": "", "said.pl": "my $x = shift;"},
            False,
        ),
        # a recipe says nothing of what it builds
        (
            'build = ["sh", "make.sh"]\ncommand = ["java", "-jar", "all.jar", "get"]',
            {"make.sh": "javac -d out src/*.java", "src/Main.java": "static void main(String[] a) { say(a[1]); }"},
            True,
        ),
        (
            'build = ["make", "-f", "Makefile"]\ncommand = ["./get"]',
            {"Makefile": "get: get.c", "get.c": 'fetch("http://httpbin.org/get");', "post.c": "say(argv[1]);"},
            False,
        ),
        ('build = ["sh", "-c", "ghc $0", "Get.hs"]\ncommand = ["./Get"]', {"Get.hs": "main = getArgs >>= say"}, True),
    ],
)
def test_another_language_reads_them_in_any_of_its_files(
    desk: Desk, entry: str, files: dict[str, str], takes: bool
) -> None:
    said = f"[programs.http-get]\n{entry}\n"
    assert desk.only(desk.folder({**files, "conformance.toml": said})).takes_arguments is takes


def test_what_is_packed_into_one_file_is_taken_to_read_them(desk: Desk) -> None:
    packed = io.BytesIO(b"#!/usr/bin/env python3\n")
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__main__.py", GET + GUARD)
    said = '[programs.http-get]\ncommand = ["{python}", "get.pyz"]\n'
    program = desk.only(desk.folder({"get.pyz": packed.getvalue(), "conformance.toml": said}))
    assert (program.takes_arguments, program.fault) == (True, None)


@pytest.mark.parametrize(("said", "key"), [('getenv("AUTHKEY")', None), ('authkey = "mine"', "mine")])
def test_a_key_is_found_in_another_class_of_what_a_recipe_builds(desk: Desk, said: str, key: str | None) -> None:
    entry = '[programs.ipc-client]\nbuild = ["sh", "make.sh"]\ncommand = ["java", "-cp", "out", "Main"]\n'
    sources = {"Main.java": "static void main(String[] a) { Ipc.run(a); }", "Ipc.java": said}
    assert desk.only(desk.folder({**sources, "make.sh": "", "conformance.toml": entry})).authkey == key
