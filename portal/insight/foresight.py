"""Table: the models that were fitted, as bytes, by kind of order and by the step they foresee."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Digest, Json, Key, Moment, Tenant


class Foresight(Tenant, Base):
    """One fitted model of an owner's orders of a kind; `step` is what it foresees.

    `cut` is the moment up to which it knows, `orders` how many finished ones it learnt from,
    `digest` the SHA-256 of `model`. `track` says how right each claim was in the past: by
    claim, by whom, on which lane; only the delivery's model has it. Owner only.
    """

    __tablename__ = "foresight"

    kind: Mapped[str] = mapped_column(Key, primary_key=True)
    step: Mapped[str] = mapped_column(Key, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fitted_at: Mapped[datetime] = mapped_column(Moment)
    cut: Mapped[datetime] = mapped_column(Moment)
    orders: Mapped[int]
    digest: Mapped[bytes] = mapped_column(Digest)
    model: Mapped[bytes] = mapped_column(Digest)
    track: Mapped[str] = mapped_column(Json)
