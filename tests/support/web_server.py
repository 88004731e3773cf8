"""A web server on this machine that gives the answers it is told and keeps what it was sent."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """One answer: the last of a list is given again and again."""

    status: int = 200
    body: str = "ok"
    headers: tuple[tuple[str, str], ...] = ()


class Got(NamedTuple):
    """One request."""

    path: str
    headers: Headers
    body: bytes


class Web(ThreadingHTTPServer):
    """Answers posts in the order of `answers`."""

    daemon_threads = True

    def __init__(self, answers: tuple[Answer, ...]) -> None:
        """Listens on a free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.got: list[Got] = []

    def url(self, path: str = "/hook", scheme: str = "http") -> str:
        """An address of this server."""
        return f"{scheme}://localhost:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        web: Any = self.server
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        web.got.append(Got(self.path, self.headers, body))
        answer = web.answers.pop(0) if len(web.answers) > 1 else web.answers[0]
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body.encode())))
        self.end_headers()
        self.wfile.write(answer.body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def web(*answers: Answer, context: ssl.SSLContext | None = None) -> Generator[Web]:
    """A server with these answers, encrypted where it has a certificate."""
    server = Web(answers or (Answer(),))
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with served(server):
        yield server


@contextmanager
def served(server: ThreadingHTTPServer) -> Generator[None]:
    """The server at work, in a thread of its own that ends with it."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
