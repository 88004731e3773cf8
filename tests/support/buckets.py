"""A bucket on this machine behind a proxy whose connections can be cut: moto's server in a process of its own.

The Delta library holds the interpreter's lock while it waits for some answers, so whoever answers must
be another process. It is told what to do by lines of JSON on standard input, and answers each with one.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import IO, Any, NamedTuple

BUCKET = "finops"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Cut(NamedTuple):
    """What is cut: the `nth` request whose first line matches, before it arrives or when it is answered,
    and so many connections after it; None: all until it is restored. A `silent` line is not closed.
    """

    request: str
    nth: int = 1
    answered: bool = False
    more: int | None = 0
    silent: bool = False


class Bucket:
    """Such a bucket, reached through its proxy."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """The process has said its port."""
        self._process = process
        self.port = int(self._line())

    def url(self, name: str) -> str:
        """The address of a ledger in it."""
        return f"s3://{BUCKET}/{name}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to know to reach it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
            "TOKENOMICS_STORE_PATIENCE": "10",
        }

    def cut(self, cut: Cut) -> None:
        """Cut the line when that request comes."""
        self._tell({"cut": cut._asdict()})

    def restore(self) -> None:
        """Let everything through again."""
        self._tell({"cut": None})

    def asked(self) -> list[str]:
        """The first lines of the requests that came since this was asked last, those cut off too."""
        return self._tell({"asked": True})

    def _tell(self, order: object) -> Any:
        _stream(self._process.stdin).write(f"{json.dumps(order)}\n")
        _stream(self._process.stdin).flush()
        return json.loads(self._line())

    def _line(self) -> str:
        return _stream(self._process.stdout).readline()


@contextmanager
def bucket() -> Generator[Bucket]:
    """An empty bucket for as long as this lasts."""
    with subprocess.Popen(
        [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            yield Bucket(process)
        finally:
            process.kill()


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


class _Proxy:
    """Hands on one request a connection, or cuts it."""

    def __init__(self, port: int) -> None:
        self.port, self.cut, self.came = port, None, 0
        self.refused: int | None = 0
        self.asked: list[str] = []

    async def serve(self, source: StreamReader, sink: StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await source.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await source.readexactly(int(length[1]) if length else 0)
            line = head.partition(b"\r\n")[0].decode()
            self.asked.append(line)
            fate = self._fate(line)
            if fate != "lost":
                answer = await self._answer(head, body)
                if fate == "whole":
                    sink.write(answer)
                    await sink.drain()
            if self.cut and self.cut.silent and fate != "whole":
                await source.read()  # until the other side gives up
        sink.close()

    def _fate(self, line: str) -> str:
        if self.cut is None:
            return "whole"
        if self.came >= self.cut.nth:
            if self.refused is None or self.refused > 0:
                self.refused = self.refused and self.refused - 1
                return "lost"
            return "whole"
        self.came += bool(re.search(self.cut.request, line))
        if self.came < self.cut.nth:
            return "whole"
        return "unheard" if self.cut.answered else "lost"

    async def _answer(self, head: bytes, body: bytes) -> bytes:
        source, sink = await asyncio.open_connection("127.0.0.1", self.port)
        first, _, rest = head.partition(b"\r\n")
        sink.write(first + b"\r\nConnection: close\r\n" + rest + body)
        answer = await source.read()
        sink.close()
        return answer

    def obey(self, order: dict[str, Any]) -> Any:
        if order.get("asked"):
            asked, self.asked = self.asked, []
            return asked
        self.cut = Cut(**order["cut"]) if order["cut"] else None
        self.came, self.refused = 0, self.cut.more if self.cut else 0
        return None


async def _run(port: int) -> None:
    proxy = _Proxy(port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    _say(server.sockets[0].getsockname()[1])
    orders = StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := await orders.readline():
        _say(proxy.obey(json.loads(order)))


def _say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


def _main() -> None:
    import boto3  # noqa: PLC0415 - half a second for whoever starts one
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    store = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="secret",
    )  # fmt: skip
    store.create_bucket(Bucket=BUCKET)
    asyncio.run(_run(port))


if __name__ == "__main__":
    _main()
