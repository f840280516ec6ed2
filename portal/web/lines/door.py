"""The blueprint of lines over all orders, and who comes in."""

from flask import Blueprint

bp = Blueprint("lines", __name__, url_prefix="/lines")

ANSWER = ("supplier", "carrier")
DECIDE = ("buyer", "admin")
LOOK = (*ANSWER, *DECIDE, "receiving")
