"""A message as a mail: text and HTML of the same content, with the same id whenever it is sent."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from tokenomics.alert.message import Message, identity, readable
from tokenomics.alert.page import page
from tokenomics.alert.text import text
from tokenomics.channels import SmtpConfig, mailbox

_CODING = "quoted-printable"


def mail(message: Message, channel: SmtpConfig, at: datetime) -> EmailMessage:
    """The mail from and to whom the channel says, sent `at` an instant with its zone.

    Beside that instant nothing in it depends on clock or chance. It is no older than its sending:
    one that is dated when a spike began would be taken for yesterday's, or for spam.

    A message that is sent again has the same Message-ID, and the resolution of an alert answers it.
    """
    made = EmailMessage(policy=policy.SMTP)
    sender, *recipients = (_address(text) for text in (channel.sender, *channel.to))
    made["From"] = sender
    made["To"] = recipients
    made["Subject"] = _header(readable(message).subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = _mail_id(identity(message), sender)
    if message.status == "resolved":
        alert = _mail_id(identity(message, "alert"), sender)
        made["In-Reply-To"] = alert
        made["References"] = alert
    made["Auto-Submitted"] = "auto-generated"
    # Exchange sends its absence notes by this header alone.
    made["X-Auto-Response-Suppress"] = "All"
    _fill(made, message, f"chart.{identity(message)}@{sender.domain}")
    return made


def _fill(made: EmailMessage, message: Message, chart_id: str) -> None:
    made.set_content(text(message), cte=_CODING)
    picture = None if message.chart is None else f"cid:{chart_id}"
    made.add_alternative(page(message, picture), subtype="html", cte=_CODING)
    if message.chart is not None:
        rich = made.get_body(("html",))
        assert isinstance(rich, EmailMessage)
        rich.add_related(
            message.chart,
            "image",
            "png",
            cid=f"<{chart_id}>",
            disposition="inline",
            filename="chart.png",
        )
    # In quoted-printable and base64 no line begins like these boundaries.
    whole = [part for part in made.walk() if part.is_multipart()]
    for number, part in enumerate(whole):
        part.set_boundary(f"=_{number}_{identity(message)}")


def _address(text: str) -> Address:
    name, address = mailbox(text)
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)


def _mail_id(digits: str, sender: Address) -> str:
    return f"<{digits}@{sender.domain}>"


def _header(text: str) -> str:
    """A text that no client takes for an encoded word."""
    return text.replace("=?", "= ?")
