"""What an auditor's grant covers: one owner, perhaps one partner, a period, one order."""

from sqlalchemy import and_, exists
from sqlalchemy.sql.elements import ColumnElement

from portal.db import Scope
from portal.ledger.tables.party import Party


def granted(scope: Scope, owner, order, opened_at) -> ColumnElement[bool]:
    """Return the rule for a row that names an order and when it was opened."""
    rules = [owner == scope.lens_owner]
    if scope.lens_partner:
        party = Party.__table__.alias()
        named = and_(
            party.c.owner == owner,
            party.c.stream == order,
            party.c.org == scope.lens_partner,
            party.c.role != "owner",
        )
        rules.append(exists().where(named))
    if scope.lens_since:
        rules.append(opened_at >= scope.lens_since)
    if scope.lens_until:
        rules.append(opened_at < scope.lens_until)
    if scope.lens_order:
        rules.append(order == scope.lens_order)
    return and_(*rules)
