"""An archive is the same bytes for the same files, and tells what is in it."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from portal.evidence import bundle, write

WHEN = datetime(2026, 3, 2, 9, 30, 7, tzinfo=UTC)
FILES = [("report.pdf", b"%PDF"), ("events/0002.json", b"{}"), ("events/0001.json", b"[]")]


def test_order_and_zone_do_not_matter():
    tokyo = WHEN.astimezone(timezone(timedelta(hours=9)))

    assert bundle(FILES, WHEN) == bundle(reversed(FILES), tokyo)


def test_the_bytes_never_change():
    digest = hashlib.sha256(bundle(FILES, WHEN)).hexdigest()

    assert digest == "1c9c5789fcca510c4647f355e382502d068bd8acb63d44a78a742b987ab0ac3f"


def test_names_are_sorted_and_the_sums_come_last():
    with zipfile.ZipFile(io.BytesIO(bundle(FILES, WHEN))) as archive:
        names = archive.namelist()
        sums = archive.read("SHA256SUMS").decode().splitlines()
        entry = archive.getinfo("report.pdf")

    assert names == ["events/0001.json", "events/0002.json", "report.pdf", "SHA256SUMS"]
    assert sums[2] == f"{hashlib.sha256(b'%PDF').hexdigest()}  report.pdf"
    assert entry.date_time == (2026, 3, 2, 9, 30, 6)
    assert entry.compress_type == zipfile.ZIP_STORED
    assert entry.external_attr >> 16 == 0o100644


def test_a_big_file_is_read_piece_by_piece(tmp_path):
    big = tmp_path / "big"
    big.write_bytes(b"x" * 3_000_000)

    with (tmp_path / "pack.zip").open("wb") as target:
        write(target, [("big.bin", lambda: big.open("rb"))], WHEN)

    assert (tmp_path / "pack.zip").read_bytes() == bundle([("big.bin", big.read_bytes())], WHEN)


@pytest.mark.parametrize(
    "names",
    [
        ["a", "a"],
        ["a", "A"],
        ["SHA256SUMS"],
        ["../a"],
        ["/a"],
        ["a//b"],
        ["a\\b"],
        ["C:a"],
        ["a\nb"],
        [""],
    ],
)
def test_misleading_names_are_refused(names):
    with pytest.raises(ValueError):
        bundle([(name, b"") for name in names], WHEN)
