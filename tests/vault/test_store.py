"""What is kept stays, under the name of its digest, and only for its owner."""

import hashlib
import io

import pytest

from portal import vault
from portal.errors import NotFound, TooLarge

NOTE = b"delivery note 4711"


def test_what_is_kept_can_be_read_again(tmp_path):
    kept = vault.keep(tmp_path, 7, io.BytesIO(NOTE), limit=100)

    assert kept.sha256 == hashlib.sha256(NOTE).digest()
    assert kept.bytes == len(NOTE)
    assert kept.path == tmp_path / "7" / kept.sha256.hex()[:2] / kept.sha256.hex()
    assert vault.read(tmp_path, 7, kept.sha256) == NOTE
    with vault.open(tmp_path, 7, kept.sha256) as file:
        assert file.read() == NOTE


def test_the_same_bytes_twice_are_one_file(tmp_path):
    first = vault.keep(tmp_path, 7, NOTE, limit=100)
    written = first.path.stat()

    again = vault.keep(tmp_path, 7, NOTE, limit=100)

    assert again == first
    assert first.path.stat().st_ino == written.st_ino
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [first.path]


def test_a_kept_file_may_not_be_written_to(tmp_path):
    kept = vault.keep(tmp_path, 7, NOTE, limit=100)

    assert kept.path.stat().st_mode & 0o222 == 0


def test_another_owner_does_not_have_it(tmp_path):
    kept = vault.keep(tmp_path, 7, NOTE, limit=100)

    with pytest.raises(NotFound):
        vault.read(tmp_path, 8, kept.sha256)


@pytest.mark.parametrize("size", [101, 5_000_000])
def test_too_much_leaves_nothing_behind(tmp_path, size):
    with pytest.raises(TooLarge):
        vault.keep(tmp_path, 7, b"x" * size, limit=100)

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_exactly_the_limit_is_taken(tmp_path):
    assert vault.keep(tmp_path, 7, b"x" * 100, limit=100).bytes == 100


def test_a_changed_byte_is_noticed(tmp_path):
    kept = vault.keep(tmp_path, 7, NOTE, limit=100)
    kept.path.chmod(0o640)
    kept.path.write_bytes(NOTE[:-1] + b"2")

    with pytest.raises(vault.Damaged):
        vault.read(tmp_path, 7, kept.sha256)
    with pytest.raises(vault.Damaged):
        vault.keep(tmp_path, 7, NOTE, limit=100)


def test_a_stream_that_breaks_leaves_nothing_behind(tmp_path):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.keep(tmp_path, 7, Broken(), limit=100)

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_the_owner_is_a_number_and_never_a_path(tmp_path):
    with pytest.raises(ValueError):
        vault.keep(tmp_path, "../7", NOTE, limit=100)
