"""A provider's administration on this machine: months of daily buckets, page by page, with faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.web_server import served

KEY = "sk-admin-0123456789"
_PER_PAGE = 10
# A fault: the connection ends in the middle of a page.
HALF = -1


class Reports(ThreadingHTTPServer):
    """Serves OpenAI's costs and usage: `faults` are statuses to answer first, `before` is called with each request."""

    daemon_threads = True

    def __init__(self, faults: list[int], before: Callable[[int], None]) -> None:
        """Listens on a free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults, self.before = faults, before
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever is killed hears no answer, and nobody is told."""

    @property
    def url(self) -> str:
        """The address of the interface."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        with server.lock:
            server.asked.append(self.path)
            number = len(server.asked)
            fault = server.faults.pop(0) if server.faults else None
        server.before(number)
        if fault == 0:
            self.connection.close()
            return
        if fault == HALF:
            self._answer(200, page_of(self.path), half=True)
            return
        if fault is not None:
            self._answer(fault, {"error": {"message": f"not now, {KEY}"}})
        elif self.headers["authorization"] != f"Bearer {KEY}":
            self._answer(401, {"error": {"message": "no such key"}})
        else:
            self._answer(200, page_of(self.path))

    def _answer(self, status: int, body: object, *, half: bool = False) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("retry-after", "2")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[: len(text) // 2] if half else text)
        if half:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Say nothing."""


def page_of(path: str) -> dict[str, Any]:
    """The page of a report: ten days, 1.5 dollars or 1,000 tokens each; of an activity an empty one."""
    asked = parse_qs(urlsplit(path).query)
    if not asked:
        return {"data": []}
    first = datetime.fromtimestamp(int(asked["start_time"][0]), UTC)
    days = (datetime.fromtimestamp(int(asked["end_time"][0]), UTC) - first).days
    begun = int(asked.get("page", ["0"])[0])
    shown = range(begun, min(begun + _PER_PAGE, days))
    more = begun + _PER_PAGE < days
    what = _cost if urlsplit(path).path.endswith("/costs") else _usage
    only = urlsplit(path).path.endswith(("/costs", "/completions"))
    return {
        "object": "page",
        "data": [_bucket(first + timedelta(days=day), what() if only else None) for day in shown],
        "has_more": more,
        "next_page": str(begun + _PER_PAGE) if more else None,
    }


def _bucket(start: datetime, result: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "object": "bucket",
        "start_time": int(start.timestamp()),
        "end_time": int((start + timedelta(days=1)).timestamp()),
        "results": [] if result is None else [result],
    }


def _cost() -> dict[str, Any]:
    return {
        "object": "organization.costs.result",
        "amount": {"value": 1.5, "currency": "usd"},
        "line_item": "gpt-4o-mini-2024-07-18, input",
        "project_id": "proj_1", "api_key_id": None, "quantity": 10_000_000, "quantity_unit": "tokens",
    }  # fmt: skip


def _usage() -> dict[str, Any]:
    return {
        "object": "organization.usage.completions.result",
        "input_tokens": 1_000, "output_tokens": 10, "num_model_requests": 1, "input_cached_tokens": 0,
        "project_id": "proj_1", "user_id": None, "api_key_id": None, "model": "gpt-4o-mini-2024-07-18",
        "batch": False, "service_tier": None,
    }  # fmt: skip


@contextmanager
def reports(*faults: int, before: Callable[[int], None] = lambda _: None) -> Generator[Reports]:
    """A server that answers with these statuses first, 0 for a connection that is cut."""
    server = Reports(list(faults), before)
    with served(server):
        yield server
