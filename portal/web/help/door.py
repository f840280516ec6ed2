"""The blueprint of the help page."""

from flask import Blueprint

bp = Blueprint("help", __name__)
