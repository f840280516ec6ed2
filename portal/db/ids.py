"""New ids: UUIDv7 (RFC 9562), which sort by the time they were made."""

import secrets
from uuid import UUID

from portal import clock


def uuid7() -> UUID:
    """Return a new UUIDv7: 48 bits of milliseconds, 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
