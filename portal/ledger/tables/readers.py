"""Who may read an event, and what stands beside it.

only_for  shared_with   read by
-         -             everybody who takes part in the stream, auditors with a grant
A         -             A alone, be it the owner or a partner: a note among its own people
-         P             the owner and P, auditors with a grant
"""

from sqlalchemy import and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Scope
from portal.ledger.tables.assignment import part_of_stream
from portal.ledger.tables.party import takes_part
from portal.ledger.tables.stream import under_lens


class Readers:
    """The two columns that say who reads a row, and the wall they make."""

    only_for: Mapped[int | None] = mapped_column(sort_order=90)
    shared_with: Mapped[int | None] = mapped_column(sort_order=91)

    @classmethod
    def seen_by_own(cls, scope: Scope):
        """Everything but the notes of partners among themselves."""
        return or_(cls.only_for.is_(None), cls.only_for == scope.org)

    @classmethod
    def seen_by_partner(cls, scope: Scope):
        """In its streams: what is for all, for it alone, or between it and the owner."""
        return and_(
            takes_part(scope, cls.owner, cls.stream),
            or_(cls.only_for.is_(None), cls.only_for == scope.org),
            or_(cls.shared_with.is_(None), cls.shared_with == scope.org),
        )

    @classmethod
    def within(cls, scope: Scope):
        """As its stream."""
        return part_of_stream(scope, cls.owner, cls.stream)

    @classmethod
    def seen_by_lens(cls, scope: Scope):
        """Of covered orders: everything but notes of one side among themselves."""
        return and_(under_lens(scope, cls.owner, cls.stream), cls.only_for.is_(None))
