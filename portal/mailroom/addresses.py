"""Our own addresses, as the settings make them."""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr

from portal import desk
from portal.desk import Claim, Mark


def address_for(mark: Mark | None, config: Mapping) -> str:
    """Return where an answer to a mail goes; empty where none can be given."""
    domain = _domain(config)
    return desk.reply_address(_keys(config), domain, mark) if mark and domain else ""


def claim_of(addresses: Iterable[str], config: Mapping) -> Claim | None:
    """Return what the reply address among these says; None if there is none of ours."""
    return desk.claim_among(addresses, _keys(config), _domain(config)) if _domain(config) else None


def is_own(address: str, config: Mapping) -> bool:
    """Say whether a mail from there would be one of our own, going round."""
    return address == parseaddr(str(config["MAIL_FROM"]))[1].lower() or desk.is_ours(
        address, _domain(config)
    )


def _domain(config: Mapping) -> str:
    return str(config["REPLY_DOMAIN"]).strip().lower()


def _keys(config: Mapping) -> tuple[bytes, ...]:
    return desk.keys_of(str(config["REPLY_KEYS"]), str(config["SECRET_KEY"]))
