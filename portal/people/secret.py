"""Secrets of cookies and links: made here, shown once, kept as their SHA-256."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 256 random bits as text that fits in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is kept of a secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
