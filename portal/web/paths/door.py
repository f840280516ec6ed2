"""The blueprint of real paths."""

from flask import Blueprint

bp = Blueprint("paths", __name__)
READERS = ("admin", "buyer", "auditor")
SHOWN = 15  # ways that are told apart; the others are told as one
