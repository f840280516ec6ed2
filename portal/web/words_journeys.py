"""What journeys are called, who answers for their steps, and what their days count from."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.journey import Template
from portal.web.babel import worded

# A built-in journey without its version → what it is called.
TITLES = {
    "purchase": _l("Purchase"),
    "purchase-domestic": _l("Purchase in the country"),
    "purchase-sea": _l("Import by sea"),
    "purchase-air": _l("Import by air"),
    "drop-shipment": _l("Drop shipment"),
    "subcontract": _l("Subcontracted work"),
    "sales": _l("Sale"),
    "service": _l("Service"),
    "spare-part": _l("Spare part"),
    "transfer": _l("Transfer between sites"),
    "transport": _l("Transport"),
    "parcel": _l("Parcel"),
    "ltl": _l("Part load (LTL)"),
    "ftl": _l("Full load (FTL)"),
    "ocean": _l("Ocean freight"),
    "air": _l("Air freight"),
    "rail": _l("Rail"),
}
OTHERWISE = {"service/2": _l("Field visit")}  # versions that are something else

ANCHORS = {
    "placed": _l("the order"),
    "asked": _l("being asked"),
    "promise": _l("the agreed day"),
    "requested": _l("the requested day"),
    "previous": _l("the step before"),
}
RETURN_ANCHORS = {
    "asked": _l("the return request"),
    "previous": _l("the step before"),
}
SAME_DAY = {
    "placed": _l("with the order"),
    "asked": _l("as it is asked"),
    "promise": _l("on the agreed day"),
    "requested": _l("on the requested day"),
    "previous": _l("with the step before"),
}
COUNTS = {"calendar": _l("days"), "working": _l("working days")}
SKIPS = {
    "": _l("always expected"),
    "no_border": _l("not within one country"),
    "no_customs": _l("not within one customs union"),
}
# When a step of a return is expected, beside what holds for every step.
RETURN_SKIPS = {
    "credit": _l("not for a credit"),
    "replace": _l("not for new goods"),
}
SCOPES = {"whole": _l("the whole journey"), "transport": _l("transport only")}
ENDS = {
    "received": _l("receipt, else delivery"),
    "delivered": _l("delivery"),
    "accepted": _l("acceptance by the buyer"),
}


@worded
def title_of(name: str, title: str = "") -> str:
    """Return what a journey is called: as its owner did, else a built-in one in words."""
    base = name.rpartition("/")[0] or name
    return title or str(OTHERWISE.get(name) or TITLES.get(base, base))


def with_version(template: Template) -> str:
    """Return what a journey is called, and which version of it is meant."""
    return _(
        "%(title)s, version %(n)s",
        title=title_of(template.name, template.title),
        n=template.version,
    )
