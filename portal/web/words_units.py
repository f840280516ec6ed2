"""How units are written beside a number, in short words of the trade.

The codes are those of UN/ECE Recommendation 20 and 21 that our files end up with. Other
spellings that files use ("KG", "M", "C62") are looked up as intake reads them; one that is
known nowhere is shown as it is, never hidden.
"""

from flask_babel import lazy_gettext as _l

from portal import intake
from portal.web.babel import worded

# Signs of measures: the same in every language.
SIGNS = {
    "KGM": "kg",
    "GRM": "g",
    "MGM": "mg",
    "TNE": "t",
    "LBR": "lb",
    "ONZ": "oz",
    "MTR": "m",
    "CMT": "cm",
    "MMT": "mm",
    "KMT": "km",
    "FOT": "ft",
    "INH": "in",
    "YRD": "yd",
    "MTK": "m²",
    "MTQ": "m³",
    "LTR": "l",
    "MLT": "ml",
    "GLL": "gal",
    "HUR": "h",
    "KWH": "kWh",
}

UNITS = {
    "EA": _l("pcs"),
    "PR": _l("pairs"),
    "PA": _l("packets"),
    "SET": _l("sets"),
    "DZN": _l("dozen"),
    "CEN": _l("hundred"),
    "MIL": _l("thousand"),
    "PK": _l("packs"),
    "BX": _l("boxes"),
    "CT": _l("cartons"),
    "CS": _l("cases"),
    "BG": _l("bags"),
    "BO": _l("bottles"),
    "CA": _l("cans"),
    "DR": _l("drums"),
    "TU": _l("tubes"),
    "RO": _l("rolls"),
    "PX": _l("pallets"),
    "SH": _l("sheets"),
    "VI": _l("vials"),
    "AV": _l("capsules"),
    "U2": _l("tablets"),
    "DAY": _l("days"),
    "E48": _l("services"),
}


@worded
def unit(code: str) -> str:
    """Return how a unit is written beside a number; unknown ones as they are."""
    known = intake.units().get(code.casefold(), code)
    return SIGNS.get(known) or str(UNITS.get(known, code))
