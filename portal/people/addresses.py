"""Mail addresses: one mailbox is one person, however it is typed."""

import re
import unicodedata

from portal.errors import N_, NotUnderstood

_SHAPE = re.compile(r"[^@\s<>\"(),;:\\]+@[^@\s<>\"(),;:\\.]+(\.[^@\s<>\"(),;:\\.]+)+")
LONGEST = 254


def address(text: str) -> str:
    """Return an address as we keep and compare it.

    Raises:
        NotUnderstood: it does not look like one.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if len(plain) > LONGEST or not plain.isprintable() or not _SHAPE.fullmatch(plain):
        raise NotUnderstood(
            N_("This is not a mail address. It looks like name@company.com."), field="email"
        )
    return plain


def looked_up(text: str) -> str:
    """Return an address to look for; one that is none is simply not found."""
    return unicodedata.normalize("NFKC", text).strip().lower()[:LONGEST]
