"""The address under which somebody answers a mail of ours, signed so that nobody can make one.

    reply+<token>@<domain>      token: 53 letters and digits, small and capital alike

    1 byte    which key signed it
    16 bytes  the notice that was mailed
    4 bytes   whose it is, hidden from whoever has no key
    12 bytes  HMAC over owner, stream, thread, recipient and notice

Keys change by setting a new one before the old: what was signed by an old one still holds.
"""

import hmac
from base64 import b32decode, b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

_BYTES = 1 + 16 + 4 + 12
_PREFIX = "reply+"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply address stands for."""

    owner: int
    notice: UUID
    stream: UUID
    thread: str
    person: UUID


@dataclass(frozen=True, slots=True)
class Claim:
    """What an address says; true only if `holds` says so."""

    owner: int
    notice: UUID
    key: bytes
    mac: bytes

    def holds(self, mark: Mark) -> bool:
        """Say whether we signed this for that."""
        return hmac.compare_digest(self.mac, _mac(self.key, mark))


def keys_of(said: str, secret: str) -> tuple[bytes, ...]:
    """Return the keys, the newest first; one made from `secret` if none are said."""
    named = [one.strip() for one in said.split(",") if one.strip()]
    return tuple(sha256(b"reply address\0" + one.encode()).digest() for one in named or [secret])


def reply_address(keys: Sequence[bytes], domain: str, mark: Mark) -> str:
    """Return the address for answers to one notice."""
    key = keys[0]
    hidden = mark.owner ^ _pad(key, mark.notice)
    token = _name(key) + mark.notice.bytes + hidden.to_bytes(4) + _mac(key, mark)
    return f"{_PREFIX}{_spelt(token)}@{domain}"


def _spelt(token: bytes) -> str:
    return b32encode(token).decode().rstrip("=").lower()


def claim_among(addresses: Iterable[str], keys: Sequence[bytes], domain: str) -> Claim | None:
    """Return what the first reply address of ours among these claims."""
    for address in addresses:
        local, _at, host = address.lower().rpartition("@")
        if host == domain.lower() and local.startswith(_PREFIX):
            claim = _read(local.removeprefix(_PREFIX), keys)
            if claim:
                return claim
    return None


def is_ours(address: str, domain: str) -> bool:
    """Say whether this is one of our reply addresses, or looks like one."""
    local, _at, host = address.lower().rpartition("@")
    return bool(domain) and host == domain.lower() and local.startswith(_PREFIX)


def _read(token: str, keys: Sequence[bytes]) -> Claim | None:
    try:
        found = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    key = next((one for one in keys if _name(one) == found[:1]), None)
    # 53 letters hold a bit more than the token has: only the spelling we gave counts.
    if len(found) != _BYTES or key is None or _spelt(found) != token:
        return None
    notice = UUID(bytes=found[1:17])
    owner = int.from_bytes(found[17:21]) ^ _pad(key, notice)
    return Claim(owner, notice, key, found[21:])


def _name(key: bytes) -> bytes:
    return sha256(b"name\0" + key).digest()[:1]


def _pad(key: bytes, notice: UUID) -> int:
    return int.from_bytes(hmac.digest(key, b"owner\0" + notice.bytes, "sha256")[:4])


def _mac(key: bytes, mark: Mark) -> bytes:
    said = f"{mark.owner}\0{mark.notice}\0{mark.stream}\0{mark.thread}\0{mark.person}"
    return hmac.digest(key, b"reply\0" + said.encode(), "sha256")[:12]
