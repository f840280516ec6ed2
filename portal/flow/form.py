"""A form that was filled in once is one act, however often it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """One filled-in form or request: the same key with the same digest is the same act."""

    key: str
    digest: bytes
