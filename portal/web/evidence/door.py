"""The blueprint of proofs and packs. Its commands are `flask evidence …`."""

from flask import Blueprint

bp = Blueprint("evidence", __name__, cli_group="evidence")
