"""Mail that is kept in a folder as it is taken, so that whoever took it may be killed."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from support.mail_server import Inbox
from tokenomics.whole import whole


class Mailbox(Inbox):
    """The mails of a folder, and those that come."""

    def __init__(self, folder: Path) -> None:
        """With what lies in the folder."""
        super().__init__()
        folder.mkdir(exist_ok=True)
        self.folder = folder
        read = BytesParser(policy=policy.default).parsebytes
        self.mails = [read(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]

    async def handle_DATA(  # noqa: N802 - the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail and keep it."""
        reply = await super().handle_DATA(server, session, envelope)
        with whole(self.folder / f"{len(self.mails):06}.eml", "output") as part:
            part.write_bytes(self.mails[-1].as_bytes())
        return reply
