"""The link out of mails: signed, so that nobody can make one for somebody else. Pure.

    <token>   53 letters and digits: which key signed it, the reader, the owner hidden from
              whoever has no key, and the first bytes of an HMAC over both

Keys change as those of reply addresses do.
"""

import hmac
from base64 import b32decode, b32encode
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

_PARTS = (1, 16, 4, 12)


def stop_token(keys: Sequence[bytes], owner: int, reader: UUID) -> str:
    """Return what names a reader of an owner's mails in a link."""
    key = keys[0]
    hidden = (owner ^ _pad(key, reader)).to_bytes(4)
    return _spelt(_name(key) + reader.bytes + hidden + _mac(key, owner, reader))


def read_stop(keys: Sequence[bytes], token: str) -> tuple[int, UUID] | None:
    """Return owner and reader that a token names; None if we did not sign it."""
    try:
        found = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    key = next((one for one in keys if _name(one) == found[:1]), None)
    if len(found) != sum(_PARTS) or key is None or _spelt(found) != token:
        return None
    reader = UUID(bytes=found[1:17])
    owner = int.from_bytes(found[17:21]) ^ _pad(key, reader)
    right = hmac.compare_digest(found[21:], _mac(key, owner, reader))
    return (owner, reader) if right else None


def _spelt(token: bytes) -> str:
    return b32encode(token).decode().rstrip("=").lower()


def _name(key: bytes) -> bytes:
    return sha256(b"stop name\0" + key).digest()[:1]


def _pad(key: bytes, reader: UUID) -> int:
    return int.from_bytes(hmac.digest(key, b"stop owner\0" + reader.bytes, "sha256")[:4])


def _mac(key: bytes, owner: int, reader: UUID) -> bytes:
    return hmac.digest(key, f"stop\0{owner}\0{reader}".encode(), "sha256")[:12]
