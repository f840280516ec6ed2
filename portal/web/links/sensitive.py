"""Which steps by a link ask a mailed code first. Pure.

Refusing or giving up a line cannot be taken back once the buyer acts on it, and whoever
accepts an order of high value binds the company. To ask for more, add a line to `STEPS`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from portal.desk import LinkSettings, OrderHead

Asks = Callable[[Mapping[str, str], OrderHead, LinkSettings], bool]


def of_high_value(order: OrderHead, settings: LinkSettings) -> bool:
    """Is it an order for which the owner wants a code before it is accepted?

    Of an order in another currency nobody can say that it is small, so it asks too.
    """
    if settings.code_from is None:
        return False
    value = order.value or Decimal(0)
    return order.currency != settings.currency or value >= settings.code_from


def _answer(sent: Mapping[str, str], order: OrderHead, settings: LinkSettings) -> bool:
    return sent.get("verdict") == "reject" or of_high_value(order, settings)


def _accept(_sent: Mapping[str, str], order: OrderHead, settings: LinkSettings) -> bool:
    return of_high_value(order, settings)


def _give_up(_sent: Mapping[str, str], _order: OrderHead, _settings: LinkSettings) -> bool:
    return True


STEPS: dict[str, Asks] = {
    "orders.answer": _answer,
    "orders.accept_all": _accept,
    "orders.forgo": _give_up,
}
