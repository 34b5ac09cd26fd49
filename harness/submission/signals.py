"""What is told of a program by its syntax tree: named signals, each with the words that gave it.

Owns the vocabulary of modules and methods. May not know the programs: rules are in ``recognise``.
"""

from __future__ import annotations

from enum import StrEnum


class Signal(StrEnum):
    """One thing that a source does or uses."""

    ENTRY = "runs something when started"
    ARGUMENTS = "reads its arguments"
    # sockets
    DATAGRAM = "uses datagrams"
    DATAGRAM_SERVER = "is a datagram server by its class"
    BIND = "binds"
    LISTEN = "listens"
    RAW_LISTEN = "listens on a plain socket"
    ACCEPT = "accepts"
    CONNECT = "connects"
    SEND_TO = "sends to an address"
    CLOCK = "asks for the time"
    LINES = "reads lines"
    READINESS = "waits for readiness"
    # lecture classes
    HANDLER_CLASS = "defines EventHandler"
    LOOP_FUNCTION = "defines event_loop"
    HANDLER_USED = "uses EventHandler or event_loop"
    MIXIN_CLASS = "defines SSLMixin"
    # other transports
    IPC_LISTENER = "listens for objects"
    IPC_CLIENT = "connects for objects"
    IPC_CHALLENGE = "proves that it knows a key"
    TLS = "speaks TLS"
    TLS_SERVER = "is the server of a TLS connection"
    CERT_REQUIRED = "requires a certificate"
    # HTTP
    HTTP = "is an HTTP client"
    HTTP_SESSION = "repeats requests in a session"
    HTTP_AUTH = "authenticates"
    HTTP_COOKIES = "handles cookies"
    HTTP_UPLOAD = "uploads a file"
    HTTP_HEAD = "asks for the head"
    HTTP_POST = "posts"
    HTTP_HEADERS = "sets headers"


S = Signal

# modules of Python 2, under which programs from older books still import
RENAMED = {
    "SocketServer": "socketserver",
    "urllib2": "urllib.request",
    "httplib": "http.client",
    "cookielib": "http.cookiejar",
}

# dotted names, once aliases are resolved; a name that only stands in an import statement does not count
REFERENCES: dict[str, tuple[Signal, ...]] = {
    "sys.argv": (S.ARGUMENTS,),
    "sys.orig_argv": (S.ARGUMENTS,),
    "socket.SOCK_DGRAM": (S.DATAGRAM,),
    "socket.SocketKind.SOCK_DGRAM": (S.DATAGRAM,),
    "socket.create_server": (S.LISTEN, S.RAW_LISTEN),
    "socket.create_connection": (S.CONNECT,),
    "socketserver.UDPServer": (S.DATAGRAM, S.DATAGRAM_SERVER),
    "socketserver.ThreadingUDPServer": (S.DATAGRAM, S.DATAGRAM_SERVER),
    "socketserver.ForkingUDPServer": (S.DATAGRAM, S.DATAGRAM_SERVER),
    "socketserver.DatagramRequestHandler": (S.DATAGRAM,),
    "socketserver.TCPServer": (S.LISTEN,),
    "socketserver.ThreadingTCPServer": (S.LISTEN,),
    "socketserver.ForkingTCPServer": (S.LISTEN,),
    "asyncio.DatagramProtocol": (S.DATAGRAM,),
    "asyncio.start_server": (S.LISTEN,),
    "asyncio.open_connection": (S.CONNECT,),
    "select.select": (S.READINESS,),
    "select.poll": (S.READINESS,),
    "select.epoll": (S.READINESS,),
    "select.devpoll": (S.READINESS,),
    "select.kqueue": (S.READINESS,),
    "selectors.DefaultSelector": (S.READINESS,),
    "selectors.SelectSelector": (S.READINESS,),
    "selectors.PollSelector": (S.READINESS,),
    "selectors.EpollSelector": (S.READINESS,),
    "selectors.KqueueSelector": (S.READINESS,),
    "multiprocessing.connection.Listener": (S.IPC_LISTENER,),
    "multiprocessing.connection.Client": (S.IPC_CLIENT,),
    "multiprocessing.connection.answer_challenge": (S.IPC_CHALLENGE,),
    "multiprocessing.connection.deliver_challenge": (S.IPC_CHALLENGE,),
    "ssl.SSLContext": (S.TLS,),
    "ssl.create_default_context": (S.TLS,),
    "ssl._create_unverified_context": (S.TLS,),
    "ssl.wrap_socket": (S.TLS,),
    "ssl.PROTOCOL_TLS_SERVER": (S.TLS, S.TLS_SERVER),
    "ssl.Purpose.CLIENT_AUTH": (S.TLS, S.TLS_SERVER),
    "ssl.CERT_REQUIRED": (S.CERT_REQUIRED,),
    "ssl.VerifyMode.CERT_REQUIRED": (S.CERT_REQUIRED,),
    "OpenSSL.SSL.Context": (S.TLS,),
    "OpenSSL.SSL.VERIFY_FAIL_IF_NO_PEER_CERT": (S.CERT_REQUIRED,),
    "time.ctime": (S.CLOCK,),
    "time.time": (S.CLOCK,),
    "time.asctime": (S.CLOCK,),
    "time.strftime": (S.CLOCK,),
    "time.localtime": (S.CLOCK,),
    "time.gmtime": (S.CLOCK,),
    "datetime.datetime": (S.CLOCK,),
    "datetime.datetime.now": (S.CLOCK,),
    "urllib.request.urlopen": (S.HTTP,),
    "urllib.request.HTTPBasicAuthHandler": (S.HTTP, S.HTTP_AUTH),
    "urllib.request.HTTPDigestAuthHandler": (S.HTTP, S.HTTP_AUTH),
    "urllib.request.HTTPPasswordMgrWithDefaultRealm": (S.HTTP, S.HTTP_AUTH),
    "urllib.request.HTTPPasswordMgrWithPriorAuth": (S.HTTP, S.HTTP_AUTH),
    "urllib.request.HTTPCookieProcessor": (S.HTTP, S.HTTP_COOKIES),
    "http.cookiejar.CookieJar": (S.HTTP_COOKIES,),
    "http.cookiejar.LWPCookieJar": (S.HTTP_COOKIES,),
    "http.cookiejar.MozillaCookieJar": (S.HTTP_COOKIES,),
    "requests.head": (S.HTTP, S.HTTP_HEAD),
    "requests.post": (S.HTTP, S.HTTP_POST),
    "requests.auth.HTTPBasicAuth": (S.HTTP, S.HTTP_AUTH),
    "httpx.BasicAuth": (S.HTTP, S.HTTP_AUTH),
    "aiohttp.BasicAuth": (S.HTTP, S.HTTP_AUTH),
}

# anything of these modules, where the table above does not say more
PREFIXES: dict[str, tuple[Signal, ...]] = {
    "argparse.": (S.ARGUMENTS,),
    "optparse.": (S.ARGUMENTS,),
    "getopt.": (S.ARGUMENTS,),
    "click.": (S.ARGUMENTS,),
    "typer.": (S.ARGUMENTS,),
    "docopt.": (S.ARGUMENTS,),
    "fire.": (S.ARGUMENTS,),
    "urllib.request.": (S.HTTP,),
    "requests.": (S.HTTP,),
    "httpx.": (S.HTTP,),
    "urllib3.": (S.HTTP,),
    "http.client.HTTP": (S.HTTP,),
    "aiohttp.Client": (S.HTTP,),
}

SESSIONS = {
    *("requests.Session", "requests.session", "requests.sessions.Session"),
    *("httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession"),
}
VERBS = {"get", "post", "head", "put", "patch", "delete", "options", "request", "open", "send"}

# attributes of objects whose type is not known
ATTRIBUTES: dict[str, tuple[Signal, ...]] = {
    "bind": (S.BIND,),
    "listen": (S.LISTEN, S.RAW_LISTEN),
    "accept": (S.ACCEPT,),
    "sock_accept": (S.ACCEPT,),
    "connect": (S.CONNECT,),
    "connect_ex": (S.CONNECT,),
    "sock_connect": (S.CONNECT,),
    "create_connection": (S.CONNECT,),
    "sendto": (S.SEND_TO,),
    "sock_sendto": (S.SEND_TO,),
    "create_server": (S.LISTEN,),
    "start_server": (S.LISTEN,),
    "create_datagram_endpoint": (S.DATAGRAM,),
    "readline": (S.LINES,),
    "readlines": (S.LINES,),
    "readuntil": (S.LINES,),
    "wrap_socket": (S.TLS,),
    "wrap_bio": (S.TLS,),
    "head": (S.HTTP_HEAD,),
    "post": (S.HTTP_POST,),
    "add_header": (S.HTTP_HEADERS,),
    "putheader": (S.HTTP_HEADERS,),
    "addheaders": (S.HTTP_HEADERS,),
    "add_password": (S.HTTP_AUTH,),
    "cookies": (S.HTTP_COOKIES,),
    "cookiejar": (S.HTTP_COOKIES,),
    "cookie_jar": (S.HTTP_COOKIES,),
}

# keyword arguments of any call, where they are neither None nor False
KEYWORDS: dict[str, tuple[Signal, ...]] = {
    "local_addr": (S.BIND,),
    "remote_addr": (S.CONNECT,),
    "server_side": (S.TLS, S.TLS_SERVER),
    "ssl": (S.TLS,),
    "auth": (S.HTTP_AUTH,),
    "cookies": (S.HTTP_COOKIES,),
    "files": (S.HTTP_UPLOAD,),
    "headers": (S.HTTP_HEADERS,),
    "data": (S.HTTP_POST,),
    "json": (S.HTTP_POST,),
}

# whole string constants, in lower case
STRINGS: dict[str, tuple[Signal, ...]] = {
    "head": (S.HTTP_HEAD,),
    "post": (S.HTTP_POST,),
    "authorization": (S.HTTP_AUTH,),
    "cookie": (S.HTTP_COOKIES,),
    "set-cookie": (S.HTTP_COOKIES,),
}

# parts of string constants, in lower case; the first stands in a request that was written by hand
PARTS: dict[str, tuple[Signal, ...]] = {
    " http/1.": (S.HTTP,),
    "authorization: ": (S.HTTP_AUTH,),
    "cookie: ": (S.HTTP_COOKIES,),
    "multipart/form-data": (S.HTTP_UPLOAD,),
}
