"""Looks at what somebody sent and says what it is, or why we do not take it."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.errors import N_, NotUnderstood, TooLarge
from portal.vault import kinds, texts
from portal.vault.names import extension

log = logging.getLogger(__name__)

_PATIENCE = 60  # seconds, for a machine that has much else to do
_TINY = 256_000  # bytes of text judged at once, without another process
_START = """
import runpy, sys, types
portal = types.ModuleType("portal")
portal.__path__ = [sys.argv.pop(1)]
sys.modules["portal"] = portal
runpy.run_module("portal.vault.inspect", run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Verdict:
    """What a file is: its media type, and the ending it should have."""

    media: str
    ext: str


def look(name: str, source: bytes | Path) -> Verdict:
    """Say what the file called `name` is, by its ending, its first bytes and its inside.

    Raises:
        NotUnderstood: we do not take such files, or not this one; says why.
        TooLarge: longer than files of its kind may be.
    """
    kind = kinds.kind_of(extension(name))
    start, size = _start(source)
    kinds.check_start(kind, start)
    if size > kind.most:
        raise _too_large(kind)
    if kind.room == "text" and size <= _TINY:
        texts.judge(_bytes(source), kind.ext)
    else:
        _apart(source, "judge", kind.ext)
    return Verdict(kind.media, kind.ext)


def small(data: bytes, ext: str, side: int = 1600) -> bytes:
    """Return a fresh JPEG of a picture, at most `side` dots high and wide.

    For showing and printing: nothing of the file but its look is in it.

    Args:
        ext: as `look` said: png, jpg or tif.

    Raises:
        NotUnderstood: the picture is damaged or too big.
    """
    return _apart(data, "small", ext, str(side))


@dataclass(frozen=True)
class Table:
    """A table of a spreadsheet: its head, and (number, cells) of each row that says something.

    A cell is a letter and its text, as in `portal.vault.sheets`. `merged` are areas of merged
    cells: first row, first column, last row, last column; rows count from 1, columns from 0.
    """

    head: list[str]
    rows: list[tuple[int, list[str]]]
    merged: list[tuple[int, int, int, int]]


def table(source: bytes | Path, wanted: Sequence[str], most: int) -> Table:
    """Return the table of a spreadsheet (xlsx) whose head has one of the `wanted` words.

    Raises:
        NotUnderstood: no spreadsheet we take, no such table in it, or more than `most` rows.
    """
    kind = kinds.kind_of("xlsx")
    start, size = _start(source)
    kinds.check_start(kind, start)
    if size > kind.most:
        raise _too_large(kind)
    told = json.loads(_apart(source, "rows", "xlsx", str(most), *wanted))
    return Table(
        told["head"],
        [(number, cells) for number, cells in told["rows"]],
        [tuple(area) for area in told["merged"]],
    )


def _too_large(kind: kinds.Kind) -> TooLarge:
    return TooLarge(
        N_("A .%(ext)s file may have up to %(limit)s MB."),
        ext=kind.ext,
        limit=kind.most // 1_000_000,
    )


def _start(source: bytes | Path) -> tuple[bytes, int]:
    if isinstance(source, bytes):
        return source[:1024], len(source)
    with source.open("rb") as file:
        return file.read(1024), source.stat().st_size


def _bytes(source: bytes | Path) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _apart(source: bytes | Path, *task: str) -> bytes:
    """Let another process read the file; return what it wrote.

    That process skips `portal/__init__`: the web and the database are not its business.
    """
    house = str(Path(__file__).parents[1])
    command = [sys.executable, "-I", "-c", _START, house, *task]
    try:
        if isinstance(source, bytes):
            answer = _run(command, input=source)
        else:
            with source.open("rb") as file:
                answer = _run(command, stdin=file)
    except subprocess.TimeoutExpired as error:
        raise NotUnderstood(kinds.TOO_HEAVY) from error
    return _said(answer)


def _run(command: list[str], **source: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, capture_output=True, timeout=_PATIENCE, env={}, cwd="/", check=False, **source
    )


def _said(answer: subprocess.CompletedProcess) -> bytes:
    if answer.returncode == 0:
        return answer.stdout
    if answer.returncode == kinds.REFUSED:
        reason = json.loads(answer.stdout)
        raise NotUnderstood(reason["template"], **reason["values"])
    log.warning("file reader ended with %s: %s", answer.returncode, answer.stderr[-2000:].decode())
    raise NotUnderstood(kinds.TOO_HEAVY)
