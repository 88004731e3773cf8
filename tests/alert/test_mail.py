"""A message as a mail."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.messages import HOSTILE, budget, hostile, picture
from tokenomics.alert.mail import mail
from tokenomics.alert.message import Message, identity
from tokenomics.alert.page import page
from tokenomics.alert.text import text
from tokenomics.channels import SmtpConfig
from tokenomics.records.escape import printable, shorten

SENT = datetime(2026, 11, 12, 9, tzinfo=UTC)
CHANNEL = SmtpConfig(
    "mail.example.com",
    "Künstliche Kosten <finops@example.com>",
    ("ops@example.com", "b@example.net"),
)


def _read(made: EmailMessage) -> EmailMessage:
    """The mail as whoever gets it reads it."""
    return BytesParser(policy=policy.default).parsebytes(made.as_bytes())


def _content(got: EmailMessage, kind: str) -> str:
    """The text of one part, with the line breaks it was written with."""
    part = got.get_body((kind,))  # pyright: ignore[reportArgumentType]
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_headers() -> None:
    """Who, to whom, what, when, and that a program wrote it."""
    got = _read(mail(budget(), CHANNEL, SENT))

    assert got["From"] == "Künstliche Kosten <finops@example.com>"
    assert got["To"] == "ops@example.com, b@example.net"
    assert got["Subject"] == budget().subject
    assert got["Date"] == "Thu, 12 Nov 2026 09:00:00 +0000"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"] == f"<{identity(budget())}@example.com>"
    assert got["In-Reply-To"] is None


def test_equal_messages_are_equal_bytes() -> None:
    """Beside the date no clock and no chance is in a mail, picture included."""
    whole = budget(chart=picture())

    assert mail(whole, CHANNEL, SENT).as_bytes() == mail(whole, CHANNEL, SENT).as_bytes()
    assert (
        mail(budget(subject="new words"), CHANNEL, SENT)["Message-ID"]
        == mail(whole, CHANNEL, SENT)["Message-ID"]
    )


def test_a_resolution_answers_its_alert() -> None:
    """Clients show both in one thread."""
    alert, over = mail(budget(), CHANNEL, SENT), mail(budget(status="resolved"), CHANNEL, SENT)

    assert over["In-Reply-To"] == over["References"] == alert["Message-ID"]
    assert over["Message-ID"] != alert["Message-ID"]


def test_text_and_page_say_the_same() -> None:
    """A client picks one of both; a mail without a picture has no third part."""
    got = _read(mail(budget(), CHANNEL, SENT))

    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    assert _content(got, "plain") == text(budget())
    assert _content(got, "html") == page(budget())


def test_the_picture_is_in_the_mail() -> None:
    """The page names it by the id it has beside the page."""
    got = _read(mail(budget(chart=picture()), CHANNEL, SENT))
    (image,) = (part for part in got.walk() if part.get_content_type() == "image/png")
    shown = image["Content-ID"].strip("<>")

    assert image.get_content_disposition() == "inline"
    assert image.get_payload(decode=True) == picture()
    assert f'src="cid:{shown}"' in _content(got, "html")
    assert [part.get_content_type() for part in got.walk()] == [
        *("multipart/alternative", "text/plain"),
        *("multipart/related", "text/html", "image/png"),
    ]


def test_no_name_adds_a_header() -> None:
    """A line break in a name is two characters of the subject."""
    got = _read(mail(hostile(), CHANNEL, SENT))

    assert set(got.keys()) == set(_read(mail(budget(), CHANNEL, SENT)).keys())
    assert got["Bcc"] is None
    assert got["To"] == "ops@example.com, b@example.net"
    assert got["Subject"] == printable(f"{HOSTILE}: budget gone").replace("=?", "= ?")


@pytest.mark.parametrize("made", [budget(chart=picture()), hostile()])
def test_lines_are_those_of_the_standard(made: Message) -> None:
    """Every line ends with CR LF, is ASCII, and is no longer than 998 characters."""
    sent = mail(made, CHANNEL, SENT).as_bytes()
    lines = sent.split(b"\r\n")

    assert all(
        line.isascii() and len(line) <= 998 and b"\n" not in line and b"\r" not in line
        for line in lines
    )


@given(st.text(min_size=1, max_size=300))
def test_every_subject_arrives(subject: str) -> None:
    """Whatever a name holds: the subject is what was written, as one line, with escapes."""
    got = _read(mail(budget(subject=subject), CHANNEL, SENT))
    expected = shorten(printable(subject), 200).replace("=?", "= ?")

    assert " ".join(got["Subject"].split()) == " ".join(expected.split())
    assert len(got.keys()) == 9
