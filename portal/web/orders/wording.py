"""What a room's error says, with its numbers, units and days as the reader writes them."""

import re
from datetime import date
from decimal import Decimal

from portal.errors import PortalError
from portal.web import babel, pages
from portal.web.words_units import unit

AMOUNTS = frozenset({"offered", "ordered", "missing", "before", "after", "most", "n"})
DAYS = frozenset({"day", "began", "agreed", "said"})
COUNTED = re.compile(r"%\((\w+)\)s %\(uom\)s")  # which number the unit stands beside


def words(error: PortalError) -> str:
    """Return an error's message in the reader's language."""
    values = {name: _shown(name, value) for name, value in error.values.items()}
    if counted := COUNTED.search(error.template):
        values["uom"] = unit(error.values["uom"], Decimal(str(error.values[counted[1]])))
    return pages.say(PortalError(error.template, error.field, **values))


def _shown(name: str, value: object) -> object:
    if name == "no":
        return str(value).lstrip("0") or value
    if name in AMOUNTS:
        return babel.amount(Decimal(str(value)))
    return _day(value) if name in DAYS else value


def _day(value: object) -> object:
    """Write a day as the reader does; a moment stays as it was stated."""
    try:
        return babel.day(date.fromisoformat(str(value)))
    except ValueError:
        return value
