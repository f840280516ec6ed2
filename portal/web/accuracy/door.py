"""The blueprint of the accuracy pages, and what was asked: which orders, how far back."""

from flask import Blueprint, request, url_for

from portal import insight
from portal.insight import ALL, OTHERS, PERIODS, SUPPLIER, Look
from portal.people import Partner

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


class Opening:
    """Where the forecasts behind the figures of one group are listed.

    A partner is named by its ref; of one that is not known any more there is no address.
    """

    def __init__(self, look: Look, cut: str = ALL, name: str = "", known=None):
        """Keep what every address of the group says."""
        self._named = cut != SUPPLIER or name == OTHERS or known is not None
        shown = str(known.ref) if isinstance(known, Partner) else name
        self._fields = fields(look, by=cut, name=shown if cut != ALL and shown else None)

    def __call__(self, only: str = "", **more) -> str | None:
        """Return the address of all of them, or of some."""
        if not self._named:
            return None
        return url_for("accuracy.see_behind", **self._fields, only=only or None, **more)
