"""The blueprint of exceptions: cases, the rules that raise them, questions about them."""

from flask import Blueprint

bp = Blueprint("exceptions", __name__)
OWNERS = ("admin", "buyer", "receiving")
MAY = ("admin", "buyer")  # judge rules on history
