"""The blueprint of the shipment pages, and who may say what."""

from flask import Blueprint

bp = Blueprint("shipments", __name__)

SENDERS = ("supplier", "carrier", "buyer", "admin")
REPORTERS = ("supplier", "carrier", "buyer", "receiving", "admin")
CHECKERS = ("buyer", "receiving", "admin")
