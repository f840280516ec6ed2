"""The blueprint of the order pages."""

from flask import Blueprint

bp = Blueprint("orders", __name__)
