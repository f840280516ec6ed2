"""The link out of mails, as the settings sign it."""

from collections.abc import Mapping
from uuid import UUID

from portal import desk
from portal.desk import telling


def stop_token(owner: int, reader: UUID, config: Mapping) -> str:
    """Return what names a reader in the link out of an owner's mails."""
    return telling.stop_token(_keys(config), owner, reader)


def stopping(token: str, config: Mapping) -> tuple[int, UUID] | None:
    """Return the owner and the reader a link names; None if it is none of ours."""
    return telling.read_stop(_keys(config), token)


def _keys(config: Mapping) -> tuple[bytes, ...]:
    return desk.keys_of(str(config["REPLY_KEYS"]), str(config["SECRET_KEY"]))
