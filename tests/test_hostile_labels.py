"""Whatever a log holds in the place of a name is a text of every output, and never an order to whoever reads it."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from markdown_it import MarkdownIt

import tokenomics as tk
from support.command import command
from support.labels import LABELS, ledger
from support.messages import budget
from support.screen import on_screen
from tokenomics.alert import mail as letters
from tokenomics.alert.message import Message, Table
from tokenomics.alert.page import page
from tokenomics.alert.slack import slack
from tokenomics.alert.summary import markdown as summary
from tokenomics.alert.teams import teams
from tokenomics.alert.text import text
from tokenomics.alert.webhook import payload
from tokenomics.channels import SmtpConfig
from tokenomics.records.escape import printable, safe

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FORMS = ("json", "csv", "markdown", "table")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")
# Lines that a build server obeys in what a job says.
ORDERED = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
# What a name of blanks alone is: none.
STATED = {name: label for name, label in LABELS.items() if label.strip()}
CHANNEL = SmtpConfig("mail.example.com", "a@example.com", ("b@example.com",))
AT = datetime(2026, 11, 15, 12, tzinfo=UTC)


class Told(NamedTuple):
    """A folder with a ledger of all labels, and what each form says of them."""

    folder: Path
    said: Mapping[str, str]

    @property
    def ledger(self) -> Path:
        """The ledger's folder."""
        return self.folder / "ledger"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A report by feature in every form of text."""
    folder = tmp_path_factory.mktemp("labels")
    made = ledger(folder)

    def said(form: str) -> str:
        done = command("report", "--ledger", made, "--by", "feature", "--format", form, cwd=folder)
        assert (done.code, done.err) == (0, "")
        return done.out

    return Told(folder, {form: said(form) for form in FORMS})


class Read(HTMLParser):
    """The elements, attributes and texts of HTML, as a browser would see them."""

    def __init__(self, content: str) -> None:
        """Read it all."""
        super().__init__()
        self.elements, self.attributes, self.texts = set[str](), set[str](), list[str]()
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """A text between elements."""
        self.texts.append(data)


def shown(name: str) -> str:
    """How a label reads where there is room for so much of it."""
    return printable(LABELS[name])[:24]


def obeyed(content: str) -> list[str]:
    """The characters of a text that are no letters: a terminal or a reader would obey them."""
    return [c for c in content if not c.isprintable() and c != "\n"]


@pytest.mark.parametrize("name", STATED)
def test_a_label_is_kept_to_the_letter(name: str, told: Told) -> None:
    """JSON has it as it was, and a filter for it finds its one call: no letter of it is a query's."""
    rows = json.loads(told.said["json"])["rows"]
    nth = list(LABELS).index(name) + 1

    (mine,) = [row for row in rows if row["feature"] == LABELS[name]]
    assert mine["input"] == 1000 * nth


@pytest.mark.parametrize(
    "name", ["query", "name in a query", "format", "escapes", "header", "right to left"]
)
def test_a_filter_and_a_dimension_are_texts(name: str, told: Told) -> None:
    """A value and the key of a tag are bound, whatever quotes they hold."""
    label, nth = LABELS[name], list(LABELS).index(name) + 1
    of = {"feature": label, f"tag:key {label}": "x"}
    for dimension, value in of.items():
        done = command(
            "report", "--ledger", told.ledger, "--where", f"{dimension}={value}", "--by", "customer", "--format", "json",
            cwd=told.folder,
        )  # fmt: skip
        assert [(row["customer"], row["input"]) for row in json.loads(done.out)["rows"]] == [
            (label, 1000 * nth)
        ]


def test_no_cell_of_csv_is_a_formula(told: Told) -> None:
    """A spreadsheet shows every name; each but those that would be run is as it was."""
    cells = [row[0] for row in csv.reader(io.StringIO(told.said["csv"], newline=""))]

    assert not [cell for cell in cells if cell.startswith(FORMULAS)]
    assert {safe(label) for label in STATED.values()} <= set(cells)


def test_a_table_moves_no_cursor(told: Told) -> None:
    """Each name is one line of printable letters, in a pipe and on a terminal."""
    screen = on_screen(
        "report", "--ledger", told.ledger, "--by", "feature", cwd=told.folder, columns=120
    )

    for content in (told.said["table"], screen.out):
        assert obeyed(content) == []
        assert [name for name in STATED if shown(name) not in content] == []


@pytest.mark.parametrize("words", [("report", "--by", "feature"), ("waste", "--by", "feature"), ("doctor",), ("ledger", "rejects"), ("budget",)])  # fmt: skip
def test_nothing_said_is_an_order_to_a_build_server(words: Sequence[str], told: Told) -> None:
    """In the log of a job no line of a table or of what is told besides sets an output or hides a figure."""
    done = command(*words, "--ledger", told.ledger, cwd=told.folder)

    assert ORDERED.findall(done.out + done.err) == []
    assert ORDERED.findall(told.said["markdown"]) == []


def test_markdown_has_no_markup_but_its_own(told: Told) -> None:
    """Rendered it is a table of texts: no link, picture, code or element is a name's."""
    content = told.said["markdown"]
    read = Read(_rendered(content))
    texts = "".join(read.texts).replace("\N{ZERO WIDTH SPACE}", "")

    assert read.elements == {"p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    assert read.attributes <= {"style"}
    assert [name for name in STATED if shown(name) not in texts] == []
    assert "https://" not in content
    assert "@everyone" not in content


@pytest.fixture(scope="module", params=[0, 1, 2, 3])
def paged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sequence[str], Path]:
    """A quarter of the labels, which a page has room for, and the page."""
    names = [*STATED][request.param :: 4]
    folder = tmp_path_factory.mktemp("paged")
    made = ledger(folder, [LABELS[name] for name in names])
    file = folder / "page.html"
    words = ("report", "--ledger", made, "--by", "feature", "--format", "html", "--output", file)
    done = command(*words, cwd=folder)
    assert (done.code, done.err) == (0, "")
    return names, file


def test_a_page_has_no_script_but_its_own(paged: tuple[Sequence[str], Path]) -> None:
    """Names are texts of the page, and none is an element, an attribute or an address."""
    names, file = paged
    content = file.read_text("utf-8")
    read = Read(content)

    assert content.count("<script") == content.count("<style") == 1
    assert not read.elements & {
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "audio",
        "video",
    }
    assert not [name for name in read.attributes if name.startswith("on")]
    assert [name for name in names if shown(name) not in _said(read.texts)] == []


@pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to see pages as browsers do"
)
def test_a_browser_runs_nothing_of_a_page(paged: tuple[Sequence[str], Path]) -> None:
    """Every name is there to read; no dialog, no error, no request but for the page itself."""
    names, file = paged
    api = pytest.importorskip("playwright.sync_api")
    happened: list[str] = []
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
        opened.on("console", lambda message: happened.append(message.text))
        opened.on("pageerror", lambda error: happened.append(str(error)))
        opened.on("request", lambda request: happened.append(request.url))
        opened.goto(file.as_uri())
        seen = opened.evaluate("document.body.textContent")
        elements = opened.evaluate(
            "[...document.querySelectorAll('img, iframe, object, form, body script')].length"
        )
        browser.close()

    assert happened == [file.as_uri()]
    assert elements <= 1
    assert [name for name in names if shown(name) not in _said([seen])] == []


def _said(texts: Sequence[str]) -> str:
    """The texts of a page, in which a sign before a figure is as long as a digit."""
    return "".join(texts).replace("\N{MINUS SIGN}", "-")


def test_a_picture_has_texts_alone(told: Told) -> None:
    """Charts of the library draw each name as a text; no element and no address is a name's."""
    costs = tk.costs(tk.open(told.ledger), by="feature").filter(
        pl.col("feature").is_in([*STATED.values()])
    )
    root = ET.fromstring(tk.plot.svg(tk.plot.groups(costs, most=len(STATED))))
    texts = "".join(root.itertext())

    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
        "svg",
        "g",
        "rect",
        "path",
        "text",
        "title",
        "line",
    }
    assert not [
        a for each in root.iter() for a in each.attrib if a.startswith("on") or a.endswith("href")
    ]
    assert [name for name in STATED if shown(name) not in texts] == []


def test_an_export_holds_no_formula(told: Told) -> None:
    """FOCUS rows have the names in their tags, of which a spreadsheet runs none; what is told of it moves no cursor."""
    path = told.folder / "focus.csv"
    done = command(
        "export",
        "focus",
        "--ledger",
        told.ledger,
        "--by",
        "customer",
        "--output",
        path,
        cwd=told.folder,
    )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert done.code == 0, done.err
    assert obeyed(done.err) == []
    assert not [cell for row in rows for cell in row.values() if cell.startswith(FORMULAS)]
    tags = [json.loads(row["Tags"]) for row in rows if row["Tags"]]
    assert {value for found in tags for value in found.values()} >= set(STATED.values())


@pytest.mark.parametrize("form", ["markdown", "junit", "table"])
def test_a_comparison_calls_and_links_nobody(form: str, told: Told) -> None:
    """A comment has names as code, JUnit's file as texts, a table as one line each."""
    done = command(
        "diff", told.ledger, told.ledger, "--by", "feature", "--format", form, "--fail-on", "cost>+10%", cwd=told.folder,
    )  # fmt: skip

    assert done.code == 0, done.err
    assert obeyed(done.out.replace("\N{ZERO WIDTH SPACE}", "")) == []
    if form == "markdown":
        read = Read(_rendered(done.out.partition("\n")[2]))
        assert not read.elements & {"a", "img", "script", "svg", "style", "h1"}
        assert "https://" not in done.out
    elif form == "junit":
        assert ET.fromstring(done.out).tag.startswith("testsuite")


def _said_of(label: str) -> Message:
    """A message with the label in every place."""
    return budget(
        key=label, subject=f"{label}: budget gone", headline=label, period=label, paragraphs=(label,),
        tables=(Table(((label, "1.00"),), (label, "cost"), label),), fields={label: label},
    )  # fmt: skip


@pytest.mark.parametrize("name", STATED)
def test_a_mail_has_the_headers_of_every_mail(name: str) -> None:
    """A name is a part of the subject and of both bodies; it is no header, no address and no element."""
    made = letters.mail(_said_of(LABELS[name]), CHANNEL, AT)
    plain = letters.mail(budget(), CHANNEL, AT)
    got = email.message_from_bytes(made.as_bytes(), policy=email.policy.default)
    parts = {
        part.get_content_type(): part.get_content()
        for part in got.walk()
        if not part.is_multipart()
    }
    read = Read(parts["text/html"])

    assert set(got.keys()) == set(plain.keys())
    assert (got["To"], got["Bcc"], got["Cc"]) == ("b@example.com", None, None)
    assert shown(name).replace("=?", "= ?") in got["Subject"]
    assert read.elements == Read(page(budget())).elements
    assert shown(name) in "".join(read.texts)
    assert obeyed(parts["text/plain"].replace("\r\n", "\n")) == []


@pytest.mark.parametrize("name", STATED)
def test_a_chat_shows_a_label_and_obeys_none(name: str) -> None:
    """Slack and Teams get it in texts that they do not interpret, a webhook as it is, and all as JSON."""
    said = _said_of(LABELS[name])
    blocks, card = json.loads(slack(said)), json.loads(teams(said))

    assert "<" not in blocks["text"]
    assert {of["type"] for of in _texts(blocks["blocks"])} == {"plain_text", "text"}
    assert {of["type"] for of in _texts(card)} == {"TextRun"}
    for of in (blocks["blocks"], card):
        assert any(shown(name) in text["text"] for text in _texts(of))
        assert obeyed("".join(text["text"] for text in _texts(of))) == []
    assert json.loads(payload(said))["headline"] == LABELS[name]


def _texts(of: Any) -> Iterator[dict[str, Any]]:
    """Everything in a document that has a text of its own, with its type."""
    for inner in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from _texts(inner)
    if isinstance(of, dict) and isinstance(of.get("text"), str) and "type" in of:
        yield of


@pytest.mark.parametrize("name", STATED)
def test_a_jobs_summary_and_a_terminal_show_a_label(name: str) -> None:
    """GitHub renders it as a text, and a terminal is moved by none."""
    said = _said_of(LABELS[name])
    read = Read(_rendered(summary(said)))

    assert read.elements <= {"h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    assert shown(name) in "".join(read.texts).replace("\N{ZERO WIDTH SPACE}", "")
    assert obeyed(text(said)) == []


def _rendered(content: str) -> str:
    """Markdown as GitHub renders it, HTML in it included."""
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(content)


# Options in whose place a label is wrong, or a name that is not there.
OPTIONS = ("--by", "--where", "--fail-on", "--tz", "--since", "--now", "--pricebook", "--config", "--ledger-at", "--currency", "--prices-at", "--per")  # fmt: skip


# Those that would do most harm in a line of a terminal.
ORDERS = ("element", "query", "format", "colours", "header", "right to left", "lines", "long")


@pytest.mark.parametrize("option", OPTIONS)
def test_an_error_is_one_line(option: str, told: Told) -> None:
    """Whatever is wrong on the command line is told in one line that moves no cursor."""
    for name in ORDERS:
        done = command(
            "report", "--ledger", told.ledger, f"{option}={LABELS[name]}", cwd=told.folder
        )
        assert done.code in {0, 2, 3}, (name, done.err)
        assert done.code == 0 or (done.err.startswith("error: ") and done.err.count("\n") == 1), (
            name,
            done.err,
        )
        assert obeyed(done.err) == [], name
