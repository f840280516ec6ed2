"""The chain of a stream: each head is the hash of an envelope that names the head before.

The envelope holds no kind, actor or content, only a salted hash of the facts, so a
withheld event tells its place and its time, and nothing else. The same hash is the
leaf of the owner's Merkle log (RFC 6962: 0x00 before a leaf).
"""

import hashlib
from base64 import b64encode

START = bytes(32)


def envelope(log: str, stream: str, seq: int, prev: bytes, at: str, sealed: bytes) -> bytes:
    """Return the canonical bytes of an envelope.

    Args:
        log: the origin of the owner's log.
        at: when it was recorded, 27 characters.
        sealed: SHA-256 over salt and facts, see `seal`.
    """
    # Written out: none of the values can hold a character that JSON escapes.
    return (
        f'{{"at":"{at}","facts":"{b64encode(sealed).decode()}","log":"{log}",'
        f'"prev":"{b64encode(prev).decode()}","seq":{seq},"stream":"{stream}","v":1}}'
    ).encode()


def seal(salt: bytes, facts: str) -> bytes:
    """Return the salted hash of the facts that the envelope carries."""
    return hashlib.sha256(salt + facts.encode()).digest()


def leaf(envelope_bytes: bytes) -> bytes:
    """Return the head: the RFC 6962 leaf hash of an envelope."""
    return hashlib.sha256(b"\x00" + envelope_bytes).digest()
