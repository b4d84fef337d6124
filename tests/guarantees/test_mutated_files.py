"""Guarantee 5 on files that went wrong: no crash, in time, within memory, and every record loaded or refused."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.guarantees.mutations import PACKED, mutated, seeds

FILES = int(os.environ.get("HEADWAY_MUTATIONS", "1000"))
GROUP = 250
MOST_SECONDS, MOST_MB = 10, 1024
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_of_mutated_files_each_record_is_loaded_or_refused_or_the_file_is_refused_whole(tmp_path: Path) -> None:
    valid = seeds(tmp_path)
    wrong, outcomes = [], {"loaded": 0, "whole": 0, "told": 0}
    for first in range(0, FILES, GROUP):
        folder = tmp_path / str(first)
        folder.mkdir()
        for number in range(first, min(first + GROUP, FILES)):
            name = list(valid)[number % len(valid)]
            content = mutated(name, valid[name], Random(f"{number} {name}")) if number >= len(valid) else valid[name]
            (folder / f"{number:06d}_{name}").write_bytes(content)
        for said in _told_by_child(folder):
            problems = _problems(folder / said["file"], said, outcomes)
            wrong += [f"{said['file']}: {problem}" for problem in problems]
    print(f"{FILES:,} mutated files: {outcomes}")  # noqa: T201 (a release quotes it)
    assert not wrong, "\n".join(wrong[:40])
    assert min(outcomes["loaded"], outcomes["told"]) > FILES / 10, outcomes


def _told_by_child(folder: Path) -> list[dict[str, Any]]:
    """What the child said of each file; of one on which it died or went on too long, that."""
    command = [sys.executable, "-m", "tests.guarantees.loading_child", str(folder)]
    left = sorted(path.name for path in folder.iterdir() if path.is_file())
    said: list[dict[str, Any]] = []
    while left:
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, err = child.communicate(timeout=MOST_SECONDS * 30)
        except subprocess.TimeoutExpired:
            child.kill()
            out, err = child.communicate()
            err = "went on too long"
        done = [json.loads(line) for line in out.splitlines()]
        said += done
        left = left[len(done) :]
        for name in [entry["file"] for entry in done]:
            (folder / "done").mkdir(exist_ok=True)
            (folder / name).rename(folder / "done" / name)
        if left:
            said.append({"file": left[0], "crash": f"the child ended with {child.returncode}: {err[-300:]}"})
            left = left[1:]
    return said


def _problems(path: Path, said: dict[str, Any], outcomes: dict[str, int]) -> list[str]:
    if "crash" in said:
        return [said["crash"]]
    found = []
    if said["seconds"] > MOST_SECONDS or said["peak_mb"] > MOST_MB:
        found.append(f"took {said['seconds']:.1f} s, {said['peak_mb']} MB")
    content = (path.parent / "done" / path.name).read_bytes()
    for member, part in said["parts"].items():
        if "told" in part:
            outcomes["told"] += 1
            found += [] if "Next:" in part["told"] else [f"no next step: {part['told']}"]
            continue
        outcomes["whole" if part["whole"] else "loaded"] += 1
        found += _count_problems(member, part, _records(path.name.partition("_")[2], content, member))
    return found


def _count_problems(member: str, part: dict[str, Any], counted: set[int] | None) -> list[str]:
    if part["loaded"] + part["refused"] != part["read"] or part["kept"] != part["loaded"]:
        return [f"{member} does not add up: {part}"]
    if part["whole"]:
        return [] if "refused whole" in part["whole"] and part["loaded"] == 0 else [f"{member}: {part}"]
    if part["rejects"] != part["refused"]:
        return [f"{member}: rejects lack a row: {part}"]
    if counted is not None and part["read"] not in counted:
        return [f"{member}: read {part['read']}, counted {sorted(counted)}: {part}"]
    return []


def _records(name: str, content: bytes, member: str) -> set[int] | None:
    """The records that another reader finds (one way for each separator); None where there is no other reader."""
    ending = Path(name).suffix
    if ending in PACKED:
        return _records(name.removesuffix(ending), PACKED[ending][0](content), "")
    if ending == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = next(n for n in sorted(archive.namelist(), key=len, reverse=True) if member.startswith(n))
            return _records(entry, archive.read(entry), member[len(entry) + 1 :])
    if ending in {".csv", ".tsv", ".txt"}:
        return _separated(content)
    if ending in {".json", ".jsonl"}:
        return None if member else _json(content, ending == ".jsonl")
    if ending == ".xes":
        return {
            sum(
                1
                for trace in ET.fromstring(content).iter()
                if trace.tag.endswith("trace")
                for e in trace
                if e.tag.endswith("event")
            )
        }
    if ending == ".xlsx":
        return _xlsx(content)
    return None


def _decoded(content: bytes) -> list[str]:
    """The text in each encoding that it may be in; what is no letter does not matter for counting."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return [content.decode("utf-32", "replace")]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [content.decode("utf-16", "replace")]
    wide = (
        [content.decode(code, "replace") for code in ("utf-16-le", "utf-16-be", "utf-32-le")]
        if b"\0" in content
        else []
    )
    return [content.removeprefix(b"\xef\xbb\xbf").decode("latin-1"), content.decode("shift_jis", "replace"), *wide]


def _separated(content: bytes) -> set[int]:
    csv.field_size_limit(1 << 28)
    found = set()
    for text in _decoded(content):
        body = text.lstrip("\ufeff")
        for delimiter in ",;\t|":
            rows = sum(1 for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter) if row)
            found |= {rows - 1, rows - 2} if body.lower().lstrip('"').startswith("sep=") else {rows - 1}
    return found


def _json(content: bytes, by_line: bool) -> set[int]:
    found = set()
    for text in (*_decoded(content), content.decode("utf-8", "replace")):
        lines = [line for line in text.lstrip("\ufeff").split("\n") if line.strip("\r")]
        found.add(len(lines))
        if not by_line:
            try:
                value = json.loads(text.lstrip("\ufeff"))
            except (ValueError, RecursionError):
                continue
            lists = [value] if isinstance(value, list) else [v for v in value.values() if isinstance(v, list)]
            found |= {len(part) for part in lists} | {1}
    return found


def _xlsx(content: bytes) -> set[int]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rows = re.findall(rb"<row .*?</row>", archive.read("xl/worksheets/sheet1.xml"), re.DOTALL)
    filled = sum(1 for row in rows if re.search(rb"<v>[^<]|<t[^>]*>[^<]", row))
    return {filled - 1}
