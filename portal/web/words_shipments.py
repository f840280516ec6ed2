"""What is said about shipments: how far they are, what they are packed in, how they travel."""

from datetime import date

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.web.babel import worded
from portal.web.words_steps import step

PACKAGES = {
    "PX": _l("Pallet"),
    "CT": _l("Carton"),
    "BX": _l("Box"),
    "CR": _l("Crate"),
    "CS": _l("Case"),
    "DR": _l("Drum"),
    "BG": _l("Bag"),
    "RO": _l("Roll"),
    "PK": _l("Another package"),
}

MODES = {
    "road": _l("Road"),
    "sea": _l("Sea"),
    "air": _l("Air"),
    "rail": _l("Rail"),
    "parcel": _l("Parcel"),
}

STAGES = {
    "ASN_ISSUED": _l("Announced"),
    "SHIPMENT_CANCELLED": _l("Cancelled"),
}


@worded
def package(kind: str) -> str:
    """Return what a kind of package is called."""
    return str(PACKAGES.get(kind, kind))


@worded
def stage(code: str) -> str:
    """Return how far a shipment is."""
    return str(STAGES.get(code) or step(code))


def stage_tone(made) -> str:
    """Return how a stage looks; `made` is a shipment or its stored reading."""
    if made.cancelled:
        return "neutral"
    return "info" if made.open else "ok"


@worded
def papers(missing: int, needed: int) -> tuple[str, str]:
    """Return how many of the papers that have to come are there, and the tone; "" for none."""
    if not needed:
        return "", "neutral"
    values = {"n": needed - missing, "whole": needed}
    return gettext("%(n)s of %(whole)s papers", **values), "warn" if missing else "ok"


@worded
def late(late_from: date | None, today: date) -> str:
    """Return by how many days a shipment is late; "" if it is not."""
    days = (today - late_from).days + 1 if late_from else 0
    return ngettext("%(num)d day late", "%(num)d days late", days) if days > 0 else ""


def packages(kinds: dict[str, int]) -> str:
    """Return what it is packed in, such as "2 × Pallet"."""
    return ", ".join(f"{n} × {package(kind)}" for kind, n in sorted(kinds.items()))
