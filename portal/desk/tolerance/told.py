"""A ruling as it stands in the event of a decision, and as pages put it in words. Pure.

    {"field": "date.late", "why": "within", "off": "2", "uom": "EA",
     "key": "tolerance:group:0190…", "version": 4, "name": "Castings",
     "limit": {"within": "accept", "days": "3", "beyond": "ask", "count": "working"}}

Where the supplier is not told of the setting, `name` and `limit` are left out: key and
version still prove which one it was, to whoever may read the owner's settings.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from portal.desk.tolerance.judge import Ruling
from portal.desk.tolerance.measure import Offer
from portal.desk.tolerance.setting import limit_doc
from portal.desk.tolerance.vocabulary import DAYS, FIELDS
from portal.ledger import number

_HUNDREDTH = Decimal("0.01")
_MILLIONTH = Decimal("0.000001")


def told(ruling: Ruling, offer: Offer, name: str = "", fully: bool = True) -> dict:
    """Return a ruling as facts.

    Args:
        name: what the setting's subject is called, see `Rules.name_of`.
        fully: with the limit and the name.
    """
    said: dict = {"field": ruling.field, "why": ruling.why, "off": _figure(ruling.off, _MILLIONTH)}
    if ruling.pct is not None:
        said["pct"] = _figure(ruling.pct, _HUNDREDTH)
    said |= {"uom": offer.uom} if offer.uom else {}
    said |= {"currency": offer.currency} if offer.currency else {}
    if ruling.held is None:
        return said
    said |= {"key": ruling.held.key, "version": ruling.held.version}
    if FIELDS[ruling.field].unit == DAYS:
        said["count"] = ruling.held.limit.count
    if fully:
        said["limit"] = limit_doc(ruling.field, ruling.held.limit)
        said |= {"name": name} if name else {}
    return said


def _figure(value: Decimal, finest: Decimal) -> str:
    return number(value.quantize(finest, ROUND_HALF_EVEN))
