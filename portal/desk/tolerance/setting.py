"""A tolerance as an owner sets it: read from its document, checked, and written again. Pure.

    {"fields": {"date.late": {"within": "accept", "beyond": "ask", "days": 3, "count": "working"},
                "qty.under": {"within": "accept", "beyond": "refuse", "pct": "5", "abs": "10",
                              "uom": "EA", "message": "Call us first."},
                "price.up":  {"within": "ask", "beyond": "ask"}},
     "close": true, "shown": true, "subject": "Castings"}

A field that is not named is left to the next setting. Without a limit `within` holds however
far off an answer is; a limit of 0 lets nothing pass. Of two limits the stricter holds.
`{"ended": true}` ends a setting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from portal.desk.tolerance.vocabulary import (
    ASK,
    COUNTS,
    DAYS,
    FIELDS,
    OUTCOMES,
    PRICE,
    QTY,
    REFUSE,
    WORKING,
)
from portal.errors import N_, NotUnderstood
from portal.ledger import number

MOST = Decimal(1_000_000_000)
MOST_PERCENT = Decimal(1000)
MOST_DAYS = Decimal(365)
LONGEST_MESSAGE = 500
_UNIT_OF = {QTY: "uom", PRICE: "currency"}


@dataclass(frozen=True, slots=True)
class Limit:
    """What holds for one field. `abs` is in `unit`: a unit of quantity, or a currency.

    Of a price it is an amount for one piece, kilogram and so on, however the price is
    stated. Of a day it is a number of days, counted as `count` says.
    """

    within: str
    beyond: str = ASK
    pct: Decimal | None = None
    abs: Decimal | None = None
    unit: str = ""
    count: str = WORKING
    message: str = ""

    @property
    def open(self) -> bool:
        """Return whether there is no limit, so that `within` always holds."""
        return self.pct is None and self.abs is None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One setting. `close` None leaves that to the next setting.

    `shown`: the suppliers it concerns are told of it. `subject` is what an item or category
    is called, as it was typed.
    """

    limits: dict[str, Limit] = field(default_factory=dict)
    close: bool | None = None
    shown: bool = False
    ended: bool = False
    subject: str = ""


def read(doc: Mapping) -> Tolerance:
    """Return the setting that a document holds.

    Raises:
        NotUnderstood: it names what does not exist, or a limit that cannot be meant; `field`
            is the name of the field, such as `date.late`.
    """
    if doc.get("ended"):
        return Tolerance(ended=True, subject=doc.get("subject", ""))
    limits = {name: _limit(name, said) for name, said in doc.get("fields", {}).items()}
    close = doc.get("close")
    closes = close if close is None else bool(close)
    return Tolerance(limits, closes, bool(doc.get("shown")), subject=doc.get("subject", ""))


def written(tolerance: Tolerance) -> dict:
    """Return the document of a setting, checked: reading it gives the same setting."""
    named = {"subject": tolerance.subject} if tolerance.subject else {}
    if tolerance.ended:
        return {"ended": True} | named
    doc: dict = {"fields": {name: limit_doc(name, one) for name, one in tolerance.limits.items()}}
    if tolerance.close is not None:
        doc["close"] = tolerance.close
    if tolerance.shown:
        doc["shown"] = True
    doc |= named
    read(doc)
    return doc


def limit_doc(name: str, limit: Limit) -> dict:
    """Return the limit of a field as documents and events hold it."""
    kind = FIELDS[name].unit if name in FIELDS else ""
    doc: dict = {"within": limit.within}
    if limit.pct is not None:
        doc["pct"] = number(limit.pct)
    if limit.abs is not None:
        doc["days" if kind == DAYS else "abs"] = number(limit.abs)
    if limit.abs is not None and kind in _UNIT_OF:
        doc[_UNIT_OF[kind]] = limit.unit
    if not limit.open:
        doc["beyond"] = limit.beyond
    if kind == DAYS and limit.abs is not None:
        doc["count"] = limit.count
    if limit.message:
        doc["message"] = limit.message
    return doc


def _limit(name: str, said: Mapping) -> Limit:
    if name not in FIELDS:
        raise NotUnderstood(N_("There is no tolerance called %(name)s."), field=name, name=name)
    kind = FIELDS[name].unit
    limit = Limit(
        within=said.get("within", ""),
        beyond=said.get("beyond", ASK),
        pct=_figure(name, said.get("pct"), MOST_PERCENT),
        abs=_figure(name, said.get("days" if kind == DAYS else "abs"), _most(kind)),
        unit=said.get(_UNIT_OF.get(kind, ""), ""),
        count=said.get("count", WORKING),
        message=" ".join(said.get("message", "").split()),
    )
    _check_outcomes(name, limit)
    _check_limits(name, kind, limit)
    return limit


def _most(kind: str) -> Decimal:
    return MOST_DAYS if kind == DAYS else MOST


def _figure(name: str, said: object, most: Decimal) -> Decimal | None:
    """Return a figure; None where none was given. Zero is a figure like any other."""
    if said is None or said == "":
        return None
    try:
        found = Decimal(str(said))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= most or found != round(found, 6):
        raise NotUnderstood(N_("Give a limit from 0 to %(most)s."), field=name, most=number(most))
    return found


def _check_outcomes(name: str, limit: Limit) -> None:
    if limit.within not in OUTCOMES or limit.beyond not in (ASK, REFUSE):
        raise NotUnderstood(N_("Choose what follows: accept, ask or refuse."), field=name)
    if limit.within == REFUSE and not limit.open and limit.beyond == ASK:
        raise NotUnderstood(
            N_("What is refused within the limit cannot be allowed beyond it."), field=name
        )
    if REFUSE in (limit.within, limit.beyond) and not limit.message:
        raise NotUnderstood(
            N_("Say what the supplier is told when its answer is refused."), field=name
        )
    if len(limit.message) > LONGEST_MESSAGE:
        raise NotUnderstood(
            N_("Shorten the message to %(most)s characters."), field=name, most=LONGEST_MESSAGE
        )


def _check_limits(name: str, kind: str, limit: Limit) -> None:
    if kind == DAYS and limit.pct is not None:
        raise NotUnderstood(N_("Days have no percentage. Give a number of days."), field=name)
    if kind == DAYS and limit.abs is not None and limit.abs != int(limit.abs):
        raise NotUnderstood(N_("Give a whole number of days from 0 to 365."), field=name)
    if limit.count not in COUNTS:
        raise NotUnderstood(N_("Days are working days or calendar days."), field=name)
    if kind == QTY and limit.abs is not None and not limit.unit:
        raise NotUnderstood(N_("Say in which unit the quantity is, such as pieces."), field=name)
    if kind == PRICE and limit.abs is not None and not limit.unit:
        raise NotUnderstood(N_("Say in which currency the amount is."), field=name)
