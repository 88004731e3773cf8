"""MkDocs' hook: the checkout's own files as pages of the site, and links between them as the site's.

README.md is the first page, notebooks are pages, and files of the checkout that a page links to,
such as queries, lie below `checkout/`. Documents link to each other as they lie in the checkout.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)([^)\s#]+)")
_FENCE = "`" * 4


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what lies outside of docs/."""
    pages = [
        "README.md",
        *(path.name for path in ROOT.glob("[A-Z]*.md") if path.name != "README.md"),
    ]
    notebooks = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("notebooks/*.ipynb")]
    for name in pages:
        files.append(File.generated(config, place(name), abs_src_path=str(ROOT / name)))
    for name in notebooks:
        text = notebook_page(json.loads((ROOT / name).read_text("utf-8")))
        files.append(File.generated(config, place(name), content=text))
    linked = _linked([*pages, *(f"docs/{file.src_uri}" for file in files.documentation_pages())])
    for name in sorted(linked - set(pages) - set(notebooks)):
        files.append(File.generated(config, place(name), abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links of the checkout lead to where their files lie in the site."""
    del config, files
    return relinked(markdown, origin(page.file.src_uri))


def place(name: str) -> str:
    """Where a file of the checkout lies in the site: `docs/a.md` at `a.md`, `src/b.sql` at `checkout/src/b.sql`."""
    if name == "README.md":
        return "index.md"
    if name.endswith(".ipynb"):
        return f"{name.removesuffix('.ipynb')}.md"
    if name.startswith("docs/"):
        return name.removeprefix("docs/")
    return name if "/" not in name else f"checkout/{name}"


def origin(uri: str) -> str:
    """The file of the checkout that a page of the site is made of."""
    if uri == "index.md":
        return "README.md"
    if uri.startswith("notebooks/"):
        return f"{uri.removesuffix('.md')}.ipynb"
    return uri if (ROOT / uri).is_file() else f"docs/{uri}"


def relinked(markdown: str, name: str) -> str:
    """The text of a document of the checkout with its links as the site has them."""
    here = posixpath.dirname(place(name))
    return _LINK.sub(
        lambda link: posixpath.relpath(place(_target(name, link[1])), here or "."), markdown
    )


def notebook_page(notebook: dict[str, Any]) -> str:
    """A notebook as Markdown: its texts, its code, and what its cells show."""
    return "\n\n".join(part for cell in notebook["cells"] for part in _cell(cell)) + "\n"


def _target(name: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), link))


def _linked(names: Iterable[str]) -> set[str]:
    """The files of the checkout outside of docs/ that documents link to."""
    found = {
        _target(name, link)
        for name in names
        if (ROOT / name).is_file()
        for link in _LINK.findall((ROOT / name).read_text("utf-8"))
    }
    return {each for each in found if not each.startswith("docs/") and (ROOT / each).is_file()}


def _cell(cell: dict[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
        return
    yield f"{_FENCE}python\n{source}\n{_FENCE}"
    for output in cell["outputs"]:
        data = output.get("data", {"text/plain": output.get("text", "")})
        if svg := data.get("image/svg+xml"):
            yield f"<figure>{''.join(svg)}</figure>"
        elif png := data.get("image/png"):
            yield f'<figure><img alt="chart" src="data:image/png;base64,{"".join(png).strip()}"></figure>'
        else:
            yield f"{_FENCE}text\n{''.join(data['text/plain']).rstrip()}\n{_FENCE}"
