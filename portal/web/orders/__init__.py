"""Orders: the list, one order's page, and everything people say about it."""

from portal.web.orders import (
    answers,
    corrections,
    dealing,
    documents,
    exchange,
    following,
    limits,
    listing,
    messages,
    needing,
    official,
    page,
    reissuing,
    reports,
    returning,
    staff,
    visiting,
)
from portal.web.orders.door import bp

__all__ = [
    "answers",
    "bp",
    "corrections",
    "dealing",
    "documents",
    "exchange",
    "following",
    "limits",
    "listing",
    "messages",
    "needing",
    "official",
    "page",
    "reissuing",
    "reports",
    "returning",
    "staff",
    "visiting",
]
