"""How units are written beside a number, in short words of the trade.

The codes are those of UN/ECE Recommendation 20 and 21 that our files end up with. Other
spellings that files use ("KG", "M", "C62") are looked up as intake reads them; one that is
known nowhere is shown as it is, never hidden.
"""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import intake
from portal.errors import NN_
from portal.web import babel
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

# unit → its word beside 1, and beside any other number
UNITS = {
    "EA": NN_("pc", "pcs"),
    "PR": NN_("pair", "pairs"),
    "PA": NN_("packet", "packets"),
    "SET": NN_("set", "sets"),
    "DZN": NN_("dozen", "dozen"),
    "CEN": NN_("hundred", "hundred"),
    "MIL": NN_("thousand", "thousand"),
    "PK": NN_("pack", "packs"),
    "BX": NN_("box", "boxes"),
    "CT": NN_("carton", "cartons"),
    "CS": NN_("case", "cases"),
    "BG": NN_("bag", "bags"),
    "BO": NN_("bottle", "bottles"),
    "CA": NN_("can", "cans"),
    "DR": NN_("drum", "drums"),
    "TU": NN_("tube", "tubes"),
    "RO": NN_("roll", "rolls"),
    "PX": NN_("pallet", "pallets"),
    "SH": NN_("sheet", "sheets"),
    "VI": NN_("vial", "vials"),
    "AV": NN_("capsule", "capsules"),
    "U2": NN_("tablet", "tablets"),
    "DAY": NN_("day", "days"),
    "E48": NN_("service", "services"),
}


def amount_of(n: Decimal, code: str) -> str:
    """Return a quantity with its unit, such as "1 pc" or "60 pcs"."""
    return babel.amount(n, unit(code, n))


def unit(code: str, n: Decimal | int = 2) -> str:
    """Return how a unit is written beside the number `n`; unknown ones as they are."""
    return _unit(code, babel.plural(n))


@worded
def _unit(code: str, n: int) -> str:
    known = intake.units().get(code.casefold(), code)
    if known in UNITS:
        return ngettext(*UNITS[known], n)
    return SIGNS.get(known, code)


def price_words(price: Decimal, per: Decimal, currency: str, uom: str) -> str:
    """Return a price with what it is for."""
    if per != 1:
        return _(
            "%(price)s per %(per)s", price=babel.money(price, currency), per=amount_of(per, uom)
        )
    return _("%(price)s each", price=babel.money(price, currency))
