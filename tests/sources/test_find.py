"""Finding and measuring files."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import chdir
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

    assert found[0] == Found(str(real), str(real), named=True)
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


def test_what_links_lead_to_elsewhere_is_marked(logs: Path, tmp_path: Path) -> None:
    """Out of the folder or the fixed part of a pattern; what was named itself never is."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "o.jsonl").write_text("{}\n")
    (logs / "x").symlink_to(other)
    (logs / "y.jsonl").symlink_to(other / "o.jsonl")

    def marked(path: Path) -> dict[str, bool]:
        return {item.path.name: item.elsewhere for item in find([path], tmp_path)}

    for path in (logs, logs / "**", logs / "*"):
        assert marked(path) == {"a.jsonl": False, "b.jsonl": False, "o.jsonl": True}
    assert marked(logs / "y.json*") == marked(logs / "?" / "*.jsonl") == {"o.jsonl": True}
    assert marked(logs / "x") == marked(logs / "y.jsonl") == {"o.jsonl": False}


def test_what_a_path_names_is_there_or_not(tmp_path: Path) -> None:
    """A folder, a file and a pattern that meets one are there."""
    (tmp_path / "a.csv").write_text("", "utf-8")

    assert is_there(str(tmp_path))
    assert is_there(str(tmp_path / "*.csv"))
    assert not is_there(str(tmp_path / "*.jsonl"))
    assert not is_there(str(tmp_path / "b.csv"))


def test_a_folder_to_which_many_links_lead_is_walked_once(tmp_path: Path) -> None:
    """Of thirty folders with two links to the next one each, a walk takes thirty steps, not 2^30."""
    for nth in range(30):
        (tmp_path / f"{nth}").mkdir()
    for nth in range(29):
        for name in "ab":
            (tmp_path / f"{nth}" / name).symlink_to(tmp_path / f"{nth + 1}")
    last = tmp_path / "29" / "x.jsonl"
    last.write_text("{}\n")

    assert [item.path for item in find([tmp_path / "0"], tmp_path)] == [last]
    assert [item.path for item in find([str(tmp_path / "0" / "**" / "*.jsonl")], tmp_path)] == [
        last
    ]


def test_folders_in_one_another_end(tmp_path: Path) -> None:
    """Folders may lie in one another deeper than functions may call one another."""
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=at)
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("x.jsonl", os.O_CREAT, dir_fd=at))
    os.close(at)

    found = [item.path.name for item in find([tmp_path], tmp_path)]
    # What would take the folder away after the test calls itself for each folder.
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)
    assert found == ["x.jsonl"]


def test_a_pattern_meets_each_folder_below_once(logs: Path, tmp_path: Path) -> None:
    """Links in a circle end; hidden folders and ledgers are left out; `**` alone is all that lies below."""
    for name in ("c", "d"):
        (logs / name).symlink_to(logs)

    for pattern in ("**/*.jsonl", "**"):
        found = [item.path.name for item in find([str(logs / pattern)], tmp_path)]
        assert sorted(found) == ["a.jsonl", "b.jsonl"]
    assert [item.path.name for item in find([str(logs / "**" / "deep" / "*")], tmp_path)] == [
        "b.jsonl"
    ]


@pytest.mark.parametrize("how", ["named", "folder", "pattern"])
def test_pipes_and_devices_are_no_files(how: str, tmp_path: Path) -> None:
    """Named, they are refused, for nobody may ever write into a pipe; in a folder they are no logs."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening, chdir(tmp_path):
        listening.bind("sock.jsonl")
    (tmp_path / "x.jsonl").write_text("{}\n")

    if how == "named":
        for name in ("pipe", "zero", "sock"):
            with pytest.raises(
                SourceError, match=rf"{name}\.jsonl: no file but a pipe or a device"
            ):
                find([tmp_path / f"{name}.jsonl"], tmp_path)
        return
    asked = tmp_path if how == "folder" else tmp_path / "*.jsonl"
    assert [item.path.name for item in find([asked], tmp_path)] == ["x.jsonl"]


def test_a_name_that_is_no_utf8_has_one_that_is(tmp_path: Path) -> None:
    """What a file goes by can be written anywhere."""
    strange = Path(os.fsdecode(bytes(tmp_path) + b"/bad\xff.jsonl"))
    strange.write_text("{}\n")

    assert [item.label for item in find([tmp_path], tmp_path)] == [rf"{tmp_path}/bad\xff.jsonl"]
    with pytest.raises(SourceError, match=r"gone\\xff: no such file"):
        find([os.fsdecode(b"gone\xff")], tmp_path)
