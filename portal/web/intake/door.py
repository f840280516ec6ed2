"""The blueprint of files that come in, and where their bytes are."""

from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, current_app

from portal import vault
from portal.ledger import Message

bp = Blueprint("intake", __name__, url_prefix="/intake")


def limit() -> int:
    """Return the most bytes we take."""
    return int(current_app.config["MAX_INTAKE_MB"]) << 20


def original(message: Message) -> BinaryIO:
    """Open the file of a message, as it came.

    Raises:
        NotFound: it is not here any more.
    """
    return vault.open(Path(current_app.config["VAULT_DIR"]), message.owner, message.sha256)
