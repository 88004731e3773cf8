"""Finding and measuring files."""

from __future__ import annotations

from pathlib import Path

import pytest
import xxhash

from tokenomics.records.errors import SourceError
from tokenomics.sources.find import Found, beginnings, find, is_pattern, is_there, stat


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder with two logs, a hidden file and a ledger inside."""
    folder = tmp_path / "logs"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_text("{}\n")
    (folder / "deep" / "b.jsonl").write_text("{}\n")
    (folder / ".hidden").write_text("{}\n")
    (folder / "ledger" / "_delta_log").mkdir(parents=True)
    (folder / "ledger" / "c.jsonl").write_text("{}\n")
    return folder


def test_folder_without_hidden_parts_and_ledgers(logs: Path, tmp_path: Path) -> None:
    """A folder gives its files in order, without hidden ones and without those of a ledger."""
    assert [item.path.name for item in find([logs], tmp_path)] == ["a.jsonl", "b.jsonl"]


def test_each_file_once(logs: Path, tmp_path: Path) -> None:
    """A file named twice, directly and by its folder, is found once, as named."""
    real = (logs / "a.jsonl").resolve()
    found = find([real, logs], tmp_path)

    assert found[0] == Found(real, str(real), named=True)
    assert len(found) == 2


def test_glob(logs: Path, tmp_path: Path) -> None:
    """A pattern gives what it matches, at any depth."""
    found = find([str(logs / "**" / "*.jsonl")], tmp_path)

    assert {"a.jsonl", "b.jsonl"} <= {item.path.name for item in found}


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    """A name with brackets that exists is that file, not a pattern."""
    path = tmp_path / "log[1].jsonl"
    path.write_text("{}\n")

    assert [item.path for item in find([path], tmp_path)] == [path.resolve()]
    assert is_pattern(str(path))


def test_missing_path(tmp_path: Path) -> None:
    """A path that is not there is refused by name."""
    with pytest.raises(SourceError, match=r"nothing\.jsonl: no such file or folder"):
        find([tmp_path / "nothing.jsonl"], tmp_path)


def test_stat_of_a_file_that_went_away(tmp_path: Path) -> None:
    """A file that vanished between finding and reading is one clear line."""
    with pytest.raises(SourceError, match="No such file"):
        stat(tmp_path / "gone")


def test_beginnings_in_one_pass(tmp_path: Path) -> None:
    """Each asked-for beginning has its digest, its line ends, and whether the last line ends."""
    path = tmp_path / "x"
    path.write_bytes(b"ab\ncd\nef")

    found = beginnings(path, [3, 8, 100])

    assert found[3].digest == xxhash.xxh3_128(b"ab\n").hexdigest()
    assert (found[3].newlines, found[3].ends) == (1, True)
    assert (found[8].newlines, found[8].ends) == (2, False)
    assert 100 not in found


def test_links_lead_to_one_file(tmp_path: Path) -> None:
    """A link and its target are one file."""
    path = tmp_path / "a.jsonl"
    path.write_text("{}\n")
    (tmp_path / "b.jsonl").symlink_to(path)

    assert len(find([path, tmp_path / "b.jsonl"], tmp_path)) == 1


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """Folders that link to the folder they lie in are not walked for ever."""
    (tmp_path / "x.jsonl").write_text("{}\n")
    (tmp_path / "a").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path)

    assert [item.path.name for item in find([tmp_path], tmp_path)] == ["x.jsonl"]


def test_links_lead_to_what_they_name(logs: Path, tmp_path: Path) -> None:
    """A link below a folder is the file or folder it leads to; one that leads nowhere is no file."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "o.jsonl").write_text("{}\n")
    (logs / "x").symlink_to(other)
    (logs / "y.jsonl").symlink_to(logs / "a.jsonl")
    (logs / "z.jsonl").symlink_to(logs / "gone.jsonl")
    (logs / "zz").symlink_to(logs / "zz")

    found = [item.path for item in find([logs], tmp_path)]
    names = [logs / "a.jsonl", logs / "deep" / "b.jsonl", other / "o.jsonl"]
    assert found == [path.resolve() for path in names]


def test_what_a_path_names_is_there_or_not(tmp_path: Path) -> None:
    """A folder, a file and a pattern that meets one are there."""
    (tmp_path / "a.csv").write_text("", "utf-8")

    assert is_there(str(tmp_path))
    assert is_there(str(tmp_path / "*.csv"))
    assert not is_there(str(tmp_path / "*.jsonl"))
    assert not is_there(str(tmp_path / "b.csv"))
