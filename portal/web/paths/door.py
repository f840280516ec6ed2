"""The blueprint of real paths."""

from flask import Blueprint

bp = Blueprint("paths", __name__)
OWNERS = ("admin", "buyer")
