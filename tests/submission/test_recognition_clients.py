"""Recognition of clients: each program in several styles, under a name that says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from submission.conftest import Desk

URL = "'http://httpbin.org/x'"

SOURCES = {
    "echo-client": [
        "from socket import socket, AF_INET, SOCK_STREAM\ns = socket(AF_INET, SOCK_STREAM)\n"
        "s.connect(('localhost', 20000))\ns.send(b'Hello')\nprint(s.recv(8192))\n",
        "import socket, sys\nwith socket.create_connection(sys.argv[1:3]) as s: s.sendall(b'x')\n",
        "import asyncio\nasync def main():\n    r, w = await asyncio.open_connection('h', 1)\nasyncio.run(main())\n",
        "from socket import *\ns = create_connection(('localhost', 20000))\n",
    ],
    "time-client": [
        "from socket import socket, AF_INET, SOCK_DGRAM\ns = socket(AF_INET, SOCK_DGRAM)\n"
        "s.sendto(b'', ('localhost', 20000))\nprint(s.recvfrom(8192))\n",
        "import socket as s\nwith s.socket(type=s.SOCK_DGRAM) as x:\n    x.connect(('h', 1))\n    x.send(b'')\n",
        "import asyncio\nasync def main(loop):\n"
        "    await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=('localhost', 1))\n",
    ],
    "ipc-client": [
        "from multiprocessing.connection import Client\nc = Client(('localhost', 25000), authkey=b'peekaboo')\n"
        "c.send('hello')\nprint(c.recv())\n",
        "import multiprocessing.connection as m\nwith m.Client(('localhost', 1)) as c: c.send(42)\n",
        "import socket\nfrom multiprocessing import connection as m\ns = socket.create_connection(('h', 1), 3)\n"
        "c = m.Connection(s.detach())\nm.answer_challenge(c, b'x')\nm.deliver_challenge(c, b'x')\n",
    ],
    "tls-client": [
        "from socket import socket, AF_INET, SOCK_STREAM\nimport ssl\ns = socket(AF_INET, SOCK_STREAM)\n"
        "s_ssl = ssl.wrap_socket(s, cert_reqs=ssl.CERT_REQUIRED, ca_certs='server_cert.pem')\n"
        "s_ssl.connect(('localhost', 20000))\n",
        "import socket, ssl\nc = ssl.create_default_context(cafile='ca.pem')\n"
        "with c.wrap_socket(socket.create_connection(('h', 1)), server_hostname='h') as s: s.send(b'')\n",
        "import asyncio, ssl\nx = ssl.create_default_context()\nasyncio.run(asyncio.open_connection('h', 1, ssl=x))\n",
        "import ssl, socket\nssl.SSLContext().wrap_socket(socket.socket(), server_side=False).connect(('', 1))\n",
    ],
    "http-get": [
        f"from urllib import request, parse\nq = parse.urlencode({{}})\nu = request.urlopen({URL} + '?' + q)\n",
        f"import requests as r\nprint(r.get({URL}, params={{'a': 'b'}}).text)\n",
        "from http.client import HTTPConnection\nc = HTTPConnection('httpbin.org')\nc.request('GET', '/x')\n",
        f"import httpx\nhttpx.get({URL})\n",
        "import socket\ns = socket.create_connection(('x', 80))\ns.send(b'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')\n",
        f"import urllib2\nurllib2.urlopen({URL}).read()\n",
        f"import urllib3\nurllib3.PoolManager().request('GET', {URL})\n",
        f"from urllib.request import *\nurlopen({URL})\n",
    ],
    "http-post": [
        f"from urllib import request, parse\nq = parse.urlencode({{}})\nrequest.urlopen({URL}, q.encode('ascii'))\n",
        f"import requests\nrequests.post({URL}, data={{'a': 'b'}})\n",
        f"import urllib.request as u\nr = u.Request({URL}, data=b'a=b', method='POST')\nu.urlopen(r)\n",
        "import http.client\nc = http.client.HTTPSConnection('x')\n"
        "c.request('POST', '/', b'a=b', {'Content-Type': 'application/x-www-form-urlencoded'})\n",
        f"import requests\nrequests.request('POST', {URL}, data=b'', headers={{'content-type': 'text/plain'}})\n",
        f"import requests\ns = requests.Session()\ns.post({URL}, data={{}})\n",
    ],
    "http-headers": [
        # the lecture's are posts
        "from urllib import request, parse\nheaders = {'User-agent': 'none/ofyourbusiness', 'Spam': 'Eggs'}\n"
        f"req = request.Request({URL}, b'', headers=headers)\nrequest.urlopen(req)\n",
        f"import requests\nrequests.post({URL}, data={{}}, headers={{'Spam': 'Eggs'}})\n",
        f"import urllib.request\nr = urllib.request.Request({URL})\nr.add_header('Spam', 'Eggs')\n",
        f"import requests\ns = requests.Session()\ns.headers.update({{'Spam': 'Eggs'}})\ns.get({URL})\n",
        f"import urllib.request as u\nu.Request({URL}, None, {{'Spam': 'Eggs'}})\n",
    ],
    "http-head": [
        f"import requests\nresp = requests.head({URL})\nprint(resp.headers['last-modified'])\n",
        "from http.client import HTTPConnection\nc = HTTPConnection('www.python.org', 80)\nc.request('HEAD', '/x')\n",
        f"from urllib.request import Request, urlopen\nurlopen(Request({URL}, method='HEAD'))\n",
    ],
    "http-auth": [
        f"import requests\nrequests.get({URL}, auth=('user', 'password'))\n",
        "import urllib.request\nauth = urllib.request.HTTPBasicAuthHandler()\n"
        f"auth.add_password('pypi', {URL}, 'user', 'password')\nurllib.request.build_opener(auth)\n",
        f"import urllib.request as u\nr = u.Request({URL}, headers={{'Authorization': 'Basic ' + x}})\n",
        f"import requests\nfrom requests.auth import HTTPBasicAuth as B\nrequests.get({URL}, auth=B('a', 'b'))\n",
    ],
    "http-cookies": [
        f"import requests\nresp1 = requests.get({URL})\nresp2 = requests.get({URL}, cookies=resp1.cookies)\n",
        "import urllib.request, http.cookiejar\n"
        "o = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))\n",
        f"import requests\nwith requests.Session() as s:\n    s.get({URL})\n    s.get({URL})\n",
        f"from requests import Session\ns = Session()\nfor _ in range(2): s.get({URL})\n",
    ],
    "http-upload": [
        f"import requests\nf = {{'file': ('data.csv', open('data.csv', 'rb'))}}\nrequests.post({URL}, files=f)\n",
        f"import urllib.request as u\nu.Request({URL}, b, {{'Content-Type': 'multipart/form-data; boundary=x'}})\n",
    ],
}


@pytest.mark.parametrize(
    ("program", "source"), [(program, source) for program, styles in SOURCES.items() for source in styles]
)
def test_a_client_is_recognised_by_its_source_alone(desk: Desk, program: str, source: str) -> None:
    found = desk.only(desk.file("final.py", source))
    assert found.name == program
    assert found.recognised_by.endswith("in its source")


@pytest.mark.parametrize(
    ("stem", "style", "program"),
    [
        ("http_get", "http-headers", "http-get"),
        ("http_post", "http-headers", "http-post"),
        ("http_get", "echo-client", "echo-client"),
        ("tcp_client", "tls-client", "tls-client"),
        ("udp_client", "echo-client", "echo-client"),
        ("ipc_client", "ipc-client", "ipc-client"),
    ],
)
def test_a_client_s_file_name_decides_within_its_family_only(desk: Desk, stem: str, style: str, program: str) -> None:
    assert desk.only(desk.file(f"{stem}.py", SOURCES[style][0])).name == program


def test_a_port_that_a_client_binds_is_not_one_that_it_calls(desk: Desk) -> None:
    source = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 20001))\n"
    found = desk.only(desk.file("final.py", f"{source}s.sendto(b'', ('localhost', 20000))\n"), "time-client")
    assert (found.ports, found.takes_arguments) == ((20000,), False)


@pytest.mark.parametrize(
    ("command", "takes"),
    [('["{python}", "x.py", "{text}"]', True), ('["{python}", "x.py"]', False), ('["{python}", "x.py", "-v"]', False)],
)
def test_a_command_with_placeholders_takes_arguments(desk: Desk, command: str, takes: bool) -> None:
    files = {"conformance.toml": f"[programs.echo-client]\ncommand = {command}\n", "x.py": SOURCES["echo-client"][0]}
    assert desk.only(desk.folder(files)).takes_arguments is takes


def test_answers_whose_headers_are_read_are_no_headers_that_are_sent(desk: Desk) -> None:
    source = f"import requests\nr = requests.get({URL})\nprint(r.headers['content-type'], r.headers.get('x'))\n"
    assert desk.only(desk.file("final.py", source)).name == "http-get"
