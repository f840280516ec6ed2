"""The blueprint of the accuracy pages, and what was asked: which orders, how far back."""

from flask import Blueprint, request

from portal import insight
from portal.insight import PERIODS, Look

bp = Blueprint("accuracy", __name__)
READERS = ("admin", "buyer", "receiving", "auditor")
USUAL = 90  # days


def asked() -> Look | None:
    """Return the newest look back as the address narrows it; None before the first."""
    days = request.args.get("days", USUAL, type=int)
    days = days if days in PERIODS else USUAL
    return insight.look_back(request.args.get("kind", ""), request.args.get("source", ""), days)


def fields(look: Look, **other) -> dict:
    """Return the fields of an address that asks the same, with something changed."""
    return {"kind": look.kind, "source": look.source, "days": look.days, **other}
