"""What a proposal says of item and price beside what held before it, for its mail. Pure."""

from collections.abc import Sequence

from portal.desk.say import in_force
from portal.journey import fold
from portal.ledger import Said, number


def offered_terms(said: Sequence[Said], ident: str) -> dict[str, str]:
    """Return item and price as they are offered and as they held before; each only if offered.

    Args:
        said: all that was said about the order, the oldest first.
        ident: the answer that offers them.
    """
    n = next((n for n, one in enumerate(said) if one.ident == ident), len(said))
    body = said[n].facts.get("body", {}) if n < len(said) else {}
    if not {"item", "price"} & set(body):
        return {}
    read = fold(said[:n])
    line = read.lines[said[n].facts["line"]]
    found = {"currency": read.currency, "uom": line.uom}
    if item := body.get("item"):
        held = line.substitute or line.item
        found |= {"item": _named(item), "item_then": _named(held)}
    if "price" in body:
        price, per = in_force(line)
        found |= {"price": body["price"], "per": body.get("per", "1")}
        found |= {"price_then": "" if price is None else number(price), "per_then": number(per)}
    return found


def _named(item: dict) -> str:
    return " · ".join(item[name] for name in ("name", "code") if item.get(name))
