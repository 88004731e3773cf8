"""A GitHub on this machine: the comments of one pull request, as its documented endpoints give and take them."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from support.web_server import served

REPOSITORY, PULL, TOKEN = "acme/shop", 7, "token-of-a-job"

_LIST = re.compile(rf"/repos/{REPOSITORY}/issues/{PULL}/comments")
_ONE = re.compile(rf"/repos/{REPOSITORY}/issues/comments/(\d+)")
Comment = dict[str, Any]


class GitHub(ThreadingHTTPServer):
    """Keeps comments; the first requests get `refusals`, and all writing ones `closed` where that is set."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listens on a free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.comments: list[Comment] = []
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.closed: int | None = None
        self.asked: list[str] = []

    def say(self, body: str | None, kind: str = "User") -> Comment:
        """Somebody comments."""
        found = {"id": 1000 + len(self.comments), "body": body, "user": {"type": kind}}
        self.comments.append(found)
        return found

    def environment(self, **more: str) -> dict[str, str]:
        """What a job of this GitHub finds in its environment."""
        return {
            "GITHUB_API_URL": f"http://127.0.0.1:{self.server_address[1]}",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": TOKEN,
            **more,
        }


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if self._is_refused(writes=False):
            return
        if not _LIST.fullmatch(address.path):
            self._answer(404, {"message": "Not Found"})
            return
        asked = parse_qs(address.query)
        size, page = int(asked.get("per_page", ["30"])[0]), int(asked.get("page", ["1"])[0])
        self._answer(200, self._github().comments[(page - 1) * size : page * size])

    def do_POST(self) -> None:
        if self._is_refused(writes=True):
            return
        if not _LIST.fullmatch(self.path):
            self._answer(404, {"message": "Not Found"})
            return
        self._answer(201, self._github().say(self._body(), "Bot"))

    def do_PATCH(self) -> None:
        if self._is_refused(writes=True):
            return
        named = _ONE.fullmatch(self.path)
        found = [each for each in self._github().comments if named and each["id"] == int(named[1])]
        if not found:
            self._answer(404, {"message": "Not Found"})
            return
        found[0]["body"] = self._body()
        self._answer(200, found[0])

    def _github(self) -> GitHub:
        return cast("GitHub", self.server)

    def _is_refused(self, *, writes: bool) -> bool:
        github = self._github()
        github.asked.append(f"{self.command} {self.path}")
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"message": "Bad credentials"})
        elif github.refusals:
            status, headers = github.refusals.pop(0)
            self._answer(status, {"message": "slow down"}, headers)
        elif writes and github.closed:
            self._answer(github.closed, {"message": "Resource not accessible by integration"})
        else:
            return False
        return True

    def _body(self) -> str:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        return json.loads(sent)["body"]

    def _answer(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        text = json.dumps(value).encode()
        self.send_response(status)
        for name, content in (headers or {}).items():
            self.send_header(name, content)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def github() -> Generator[GitHub]:
    """A GitHub for a while."""
    server = GitHub()
    with served(server):
        yield server
