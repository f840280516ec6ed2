"""The rows of cases that somebody picked, with their orders."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.journey import OrderReading
from portal.watch import CaseReading


def case_rows(cases: Collection[UUID]) -> list[tuple[CaseReading, OrderReading]]:
    """Return these cases, as far as the scope may see them; most at stake first; one statement."""
    same = (OrderReading.owner == CaseReading.owner) & (OrderReading.order == CaseReading.stream)
    query = (
        select(CaseReading, OrderReading)
        .join(OrderReading, same)
        .where(CaseReading.case.in_(cases))
        .order_by(CaseReading.stake.desc(), CaseReading.case.desc())
    )
    return [tuple(row) for row in db.session.execute(query)] if cases else []
