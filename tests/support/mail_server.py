"""A mail server on this machine, as strict, forgetful or slow as a test wants it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "finops", "pässword"
# A channel of a server that asks for no name and no secret, as a configuration has it.
CHANNEL = """\
[channel.ops-mail]
type = "smtp"
host = "localhost"
port = {port}
security = "none"
timeout = 5
from = "finops@example.com"
to = ["ops@example.com"]
"""


class Inbox:
    """Takes mail, and answers each recipient as `replies` say: the first of the list, then the next."""

    def __init__(self, **replies: list[str]) -> None:
        """Replies by the part of the address before the @, and `data` for the whole mail."""
        self.replies = replies
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []
        self.users: list[str] = []

    def _next(self, name: str) -> str:
        waiting = self.replies.get(name)
        return waiting.pop(0) if waiting else "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient or not."""
        del server, session, options
        reply = self._next(address.partition("@")[0])
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802 - the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail or not."""
        del session
        reply = self._next("data")
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(BytesParser(policy=policy.default).parsebytes(envelope.content))
            self.envelopes.append(envelope)
            transport: Any = server.transport
            self.encrypted.append(transport.get_extra_info("sslcontext") is not None)
        return reply

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Let in who knows the password."""
        del server, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=right, handled=False)


class Authority:
    """Certificates of a test's own."""

    def __init__(self, folder: Path) -> None:
        """The authority's certificate is written into `folder`."""
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.file)

    def context(self, name: str = "localhost") -> ssl.SSLContext:
        """What a server of that name shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(name).configure_cert(context)
        return context


class _Server(Controller):
    """A controller of a socket that is bound already: no other test can take its port."""

    def __init__(self, inbox: Inbox, bound: socket.socket, **more: Any) -> None:
        self._bound = bound
        super().__init__(inbox, hostname="127.0.0.1", port=bound.getsockname()[1], **more)

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._bound, ssl=self.ssl_context
        )


@contextmanager
def serving(
    inbox: Inbox, *, context: ssl.SSLContext | None = None, tls: bool = False, **more: Any
) -> Generator[int]:
    """A server for the inbox, and its port: plain, with STARTTLS, or with `tls` encrypted at once."""
    encryption = {"ssl_context": context} if tls else {"tls_context": context}
    server = _Server(inbox, socket.create_server(("127.0.0.1", 0)), **encryption, **more)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def closed_port() -> int:
    """A port of this machine where nobody listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def silent() -> Generator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []
        ended = threading.Event()

        def take() -> None:
            while not ended.is_set():
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in taken:
                connection.close()


@contextmanager
def dying() -> Generator[int]:
    """The port of a server that takes a mail's sender and recipients and dies in the middle of its text."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection = server.accept()[0]
                except OSError:
                    return
                with connection:
                    _die(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _die(connection: socket.socket) -> None:
    """Say yes to everything, and go away when some of the text has come."""
    with connection.makefile("rwb", buffering=0) as stream:
        stream.write(b"220 ready\r\n")
        while line := stream.readline():
            if line.upper().startswith(b"DATA"):
                stream.write(b"354 go on\r\n")
                stream.readline()
                return
            stream.write(b"250 fine\r\n")
